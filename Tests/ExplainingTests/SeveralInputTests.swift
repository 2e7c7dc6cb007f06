import Attribution
import Explaining
import Foundation
import Imaging
import Inputs
import Tensors
import TestSupport
import Testing

/// A network of a picture and four numbers, as Keras makes it, against Integrated Gradients in double
/// precision that `Scripts/goldens-branches` has written.
@Suite("Several inputs") struct SeveralInputTests {
  private struct Golden: Decodable {
    let pixels: [Int]
    let numbers: [Double]
    let probabilities: [Double]
    let probabilities_at_baseline: [Double]
    let target: Int
    let picture_attributions: [Double]
    let numbers_attributions: [Double]
  }

  private let folder: TemporaryFolder
  private let golden: Golden
  private let model = ExplainedSamples.goldens + "/branches.onnx"
  private let named: [(name: String, path: String)]

  init() throws {
    folder = try TemporaryFolder()
    golden = try ExplainedSamples.golden(Golden.self, "branches.json")
    let picture = Image(width: 5, height: 6, samples: golden.pixels.map(UInt8.init))
    let numbers = golden.numbers.map { "\($0)" }.joined(separator: ",")
    named = [
      ("picture", try folder.write("photo.png", Data(try picture.pngData()))),
      ("numbers", try folder.write("facts.csv", Data("a,b,c,d\n\(numbers)\n".utf8))),
    ]
  }

  private func samples(
    _ change: (inout RequestDraft) throws -> Void = { _ in }
  ) throws -> ExplainedSamples {
    try ExplainedSamples(model) { draft in
      draft.network.preprocess = .unit
      draft.targets = [.index(golden.target)]
      draft.integrateExactly()
      try change(&draft)
    }
  }

  @Test("Attributions of both inputs are those in double precision, and add up together")
  func references() throws {
    let found = try #require(try samples().explain(SampleRequest(named: named)).first)
    #expect(Set(found.parts.map(\.name)) == ["picture", "numbers"])
    for (name, expected) in [
      ("picture", golden.picture_attributions), ("numbers", golden.numbers_attributions),
    ] {
      let part = try #require(found.parts.first { $0.name == name }?.explanation)
      let values = part.attributions.values.map(Double.init)
      #expect(values.count == expected.count)
      #expect(
        distance(values, expected) < 1e-5 * distance(expected, expected.map { _ in 0 }) + 1e-6)
    }
    let change =
      golden.probabilities[golden.target] - golden.probabilities_at_baseline[golden.target]
    #expect(abs(found.map.sum - change) < 1e-5)
    let sums = found.parts.map(\.explanation.map.sum)
    #expect(abs(sums.reduce(0, +) - found.map.sum) < 1e-6)
  }

  @Test("An input that is held is no part of the sum")
  func held() throws {
    let found = try #require(
      try samples { $0.network.held = ["picture"] }
        .explain(SampleRequest(named: named)).first)
    #expect(found.parts.map(\.name) == ["numbers"])
    #expect(abs(found.map.scoreAtInput - golden.probabilities[golden.target]) < 1e-5)
    #expect(abs((found.map.scoreAtBaseline ?? 0) - golden.probabilities[golden.target]) > 1e-4)
  }

  @Test("An array takes the place of a table, in the order of the file")
  func arrays() throws {
    let row = Tensor([1, 4], golden.numbers.map { Float($0) })
    let path = try folder.write("facts.npy", Data(NumPyFile.encode(row)))
    let both = try samples()
    let found = try both.explain(SampleRequest(named: [named[0], ("numbers", path)]))
    let expected = try both.explain(SampleRequest(named: named))
    #expect(found[0].attributions == expected[0].attributions)
  }

  @Test("A report has every input with its sum")
  func report() throws {
    let both = try samples()
    let explanation = try both.explain(SampleRequest(named: named))[0]
    let inputs = try #require(try both.report(explanation)["inputs"] as? [[String: Any]])
    #expect(inputs.compactMap { $0["kind"] as? String }.sorted() == ["picture", "table"])
    let sum = inputs.compactMap { $0["sum"] as? Double }.reduce(0, +)
    #expect(abs(sum - explanation.map.sum) < 1e-6)
  }

  @Test("A file without a name is for the one input that none is named for")
  func unnamed() throws {
    let both = try samples()
    let expected = try both.explain(SampleRequest(named: named))
    let photo = InputSource(path: named[0].path)
    let found = try both.explain(SampleRequest(sources: [photo], named: [named[1]]))
    #expect(found.count == 1 && found[0].attributions == expected[0].attributions)
    // Of several, all have what is named.
    let other = try folder.write(
      "other.png",
      Data(try Image(width: 5, height: 6, samples: [UInt8](repeating: 7, count: 90)).pngData()))
    let two = try both.explain(
      SampleRequest(sources: [photo, InputSource(path: other)], named: [named[1]]))
    #expect(two.count == 2 && two[0].attributions == expected[0].attributions)
    #expect(two[1].attributions != two[0].attributions)
    let row = { (explanation: Explanation) in
      explanation.parts.first { $0.name == "numbers" }?.explanation.sample.point
    }
    #expect(row(two[0]) != nil && row(two[0]) == row(two[1]))
  }

  @Test("Inputs without a file are named with what they read")
  func missing() throws {
    let both = try samples()
    let one = #expect(throws: ExplainingError.self) {
      try both.explain(SampleRequest(named: [named[0]]))
    }
    #expect(one?.description.contains("--input numbers=FILE (rows of 4 columns") == true)
    let none = #expect(throws: ExplainingError.self) { try both.explain(named[0].path) }
    #expect(none?.description.contains("--input picture=FILE (pictures, 6x5") == true)
    let unknown = #expect(throws: ExplainingError.self) {
      try both.explain(SampleRequest(named: named + [("other", "x.csv")]))
    }
    #expect(unknown?.description.contains("--input other") == true)
  }
}
