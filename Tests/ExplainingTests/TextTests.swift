import Attribution
import Explaining
import Foundation
import Inputs
import Tensors
import TestSupport
import Testing

/// Texts, by the built-in network for sentences.
@Suite("Texts") struct TextTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      let text: String
      let tokens: [String]
      let target: Int
      let baselines: [String: [String: GoldenAttribution]]
    }
    let cases: [Case]
  }

  @Test(
    "Tokens of texts are explained as in double precision",
    arguments: ["pad", "mask", "unknown", "zero"])
  func references(baseline: String) throws {
    let golden = try ExplainedSamples.golden(Golden.self, "text-mood.json")
    let samples = try ExplainedSamples("mood") { draft in
      draft.baselines = [try Baseline(baseline)]
      draft.integrateExactly()
    }
    for text in golden.cases {
      let found = try #require(try samples.explain(SampleRequest(text: text.text)).first)
      let known = try #require(text.baselines[baseline]?["probability"])
      let tokens = try #require(found.featureAttributions)
      #expect(found.quantity.classIndex == text.target && tokens.count == text.tokens.count)
      // Thirty layers in single precision.
      #expect(
        distance(tokens, known.attribution) <= 1e-3 * known.norm,
        "\(distance(tokens, known.attribution) / known.norm)")
      #expect(abs(found.map.scoreAtInput - (known.score["input"] ?? .nan)) < 1e-5)
      #expect(abs((found.map.scoreAtBaseline ?? 0) - (known.score["baseline"] ?? .nan)) < 1e-5)
    }
  }

  @Test("Texts of different lengths are the same in any order, alone and together")
  func lengths() throws {
    let texts = ["It's very ugly.", "The walk was quite great.", "I did not treasure the match"]
    let folder = try TemporaryFolder()
    let (one, other) = (
      try folder.write("one.txt", Data(texts.joined(separator: "\n").utf8)),
      try folder.write("other.txt", Data(texts.reversed().joined(separator: "\n").utf8))
    )
    let found = try ExplainedSamples("mood").explain(one)
    let reversed = try ExplainedSamples("mood").explain(other)
    for (place, text) in texts.enumerated() {
      let alone = try ExplainedSamples("mood").explain(SampleRequest(text: text))[0]
      #expect(found[place].attributions == alone.attributions)
      #expect(reversed[2 - place].attributions == alone.attributions)
    }
  }

  @Test("The words that a sentence was made of matter most")
  func words() throws {
    let found = try ExplainedSamples("mood").explain(
      SampleRequest(text: "The walk was quite great."))[0]
    let words = try #require(found.words)
    #expect(words.map(\.text) == ["The", "walk", "was", "quite", "great", "."])
    let strongest = words.max { abs($0.attribution ?? 0) < abs($1.attribution ?? 0) }
    #expect(strongest?.text == "great")
    let sum = words.reduce(0) { $0 + ($1.attribution ?? 0) }
    // Special tokens are their own baselines.
    #expect(abs(sum - found.map.sum) < 1e-5)
  }

  @Test("A report has the text, its tokens and its words")
  func report() throws {
    let samples = try ExplainedSamples("mood")
    let explanation = try samples.explain(SampleRequest(text: "It's very ugly."))[0]
    let report = try samples.report(explanation)
    #expect(report["text"] as? String == "It's very ugly." && report["file"] == nil)
    let tokens = try #require(report["tokens"] as? [[String: Any]])
    #expect(tokens.first?["text"] as? String == "[CLS]")
    #expect(tokens.first?["attribution"] as? Double == 0)
    let words = try #require(report["words"] as? [[String: Any]])
    #expect(words.compactMap { $0["text"] as? String } == ["It's", "very", "ugly", "."])
    let shape = try #require(report["shape"] as? [Int])
    #expect(shape.count == 3 && shape[1] == tokens.count)
  }

  @Test("Smoothing and other methods explain tokens as well", arguments: ["gradient", "occlusion"])
  func methods(name: String) throws {
    let samples = try ExplainedSamples("mood") { draft in
      try draft.change(method: name)
      if name == "gradient" { draft.smooth = try SmoothingRequest("sg:2:0.1") }
    }
    let found = try samples.explain(SampleRequest(text: "What a blessing"))[0]
    let tokens = try #require(found.featureAttributions)
    #expect(tokens.count == 5 && tokens.contains { $0 != 0 })
    // Behind a layer normalisation a gradient's sum is rounding alone; its length is not.
    if name == "gradient" { #expect(tokens.allSatisfy { $0 > 1e-6 }) }
  }

  @Test("Arrays of ids and masks are texts as well")
  func arrays() throws {
    let folder = try TemporaryFolder()
    let ids = NumPyArray(
      Tensor([2, 4], [2, 407, 243, 3, 2, 243, 407, 3]), type: .int64)
    let mask = NumPyArray(Tensor([2, 4], repeating: 1), type: .int64)
    let named = [
      ("input_ids", try folder.write("ids.npy", Data(NumPyFile.encode(ids)))),
      ("attention_mask", try folder.write("mask.npy", Data(NumPyFile.encode(mask)))),
    ]
    let found = try ExplainedSamples("mood").explain(SampleRequest(named: named))
    let text = try ExplainedSamples("mood").explain(SampleRequest(text: "the great"))
    #expect(found.count == 2 && found[0].attributions == text[0].attributions)
    let unnamed = try ExplainedSamples("mood").explain(named[0].1)
    #expect(unnamed.map(\.attributions) == found.map(\.attributions))
    let error = #expect(throws: ExplainingError.self) {
      try ExplainedSamples("mood").explain(SampleRequest(named: [named[1]]))
    }
    #expect(error?.description.contains("--input input_ids=FILE") == true)
  }
}
