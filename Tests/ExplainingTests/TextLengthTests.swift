import Attribution
import Classification
import Explaining
import Foundation
import Inputs
import Models
import ONNX
import ProtocolBuffers
import Tensors
import TestSupport
import Testing

/// Networks that read texts of one length alone, and of many.
@Suite("Lengths of texts") struct TextLengthTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The built-in network for sentences with so many tokens, and no others; returns its path.
  private func network(tokens count: Int64, tokenizer: Bool = true) throws -> String {
    let files = URL(fileURLWithPath: ExplainedSamples.models + "/mood")
    var model = try ONNXModel(
      serializedBytes: Data(contentsOf: files.appending(path: "mood.onnx")))
    for index in model.graph.input.indices {
      model.graph.input[index].type.tensorType.shape.dim[1].value = .dimValue(count)
    }
    for name in tokenizer ? ["vocab.txt", "tokenizer_config.json"] : [] {
      _ = try folder.write(name, Data(contentsOf: files.appending(path: name)))
    }
    return try folder.write("fixed.onnx", model.serializedBytes())
  }

  private let text = "The walk was quite great."

  @Test("A text is filled up with padding, which is masked and gets nothing")
  func padded() throws {
    let fixed = try ExplainedSamples(try network(tokens: 16)) { $0.integrateExactly() }
      .explain(SampleRequest(text: text))[0]
    let open = try ExplainedSamples("mood") { $0.integrateExactly() }
      .explain(SampleRequest(text: text))[0]
    let (found, expected) = (
      try #require(fixed.featureAttributions), try #require(open.featureAttributions)
    )
    #expect(found.count == 16 && expected.count < 16)
    #expect(abs(fixed.map.scoreAtInput - open.map.scoreAtInput) < 1e-5)
    #expect(distance(found, expected) < 1e-4 * distance(expected, expected.map { _ in 0 }))
    #expect(found.dropFirst(expected.count).allSatisfy { $0 == 0 })
    #expect(fixed.words?.map(\.text) == open.words?.map(\.text))
    #expect(fixed.sample.warnings.isEmpty)
  }

  @Test("A longer text is cut, with a warning")
  func cut() throws {
    let fixed = try ExplainedSamples(try network(tokens: 6)).explain(SampleRequest(text: text))[0]
    #expect(fixed.sample.warnings.count == 1 && fixed.featureAttributions?.count == 6)
  }

  @Test("Ready ids are filled up as well")
  func identifiers() throws {
    let path = try folder.write("ids.json", Data("[[2, 407, 243, 3]]".utf8))
    let found = try ExplainedSamples(try network(tokens: 9, tokenizer: false)).explain(path)[0]
    #expect(found.featureAttributions?.count == 9)
    let open = try ExplainedSamples("mood") { $0.baselines = [.zero] }.explain(path)[0]
    #expect(abs(found.map.scoreAtInput - open.map.scoreAtInput) < 1e-5)
  }

  @Test("Networks for different lengths have their constants in the same memory")
  func shared() throws {
    let classifier = try Classifier(ModelStore(environment: [:]).locate("mood"))
    #expect(classifier.fixedTokenCount == nil)
    let first = try classifier.scorer(.logit, threads: 1)
    let prepared = classifier.preparedWeights.count
    #expect(prepared > 0)
    let other = try classifier.fitted(toTokens: 7)
    #expect(other.tokenCount == 7)
    let second = try other.scorer(.logit, threads: 1)
    // The weights of two layers are turned as they are read, those forwards and those backwards.
    #expect(other.preparedWeights.count <= prepared + 4)
    withExtendedLifetime((first, second)) {}
  }
}
