import Classification
import Explaining
import Imaging
import Inputs
import Models
import Testing

@Suite("Explaining in one call") struct ExplainerSamplesTests {
  private static let scene = ExplainedSamples.models + "/shapes/samples/scene.png"

  private func explainer(
    _ model: String, _ change: (inout RequestDraft) throws -> Void = { _ in }
  ) throws -> Explainer {
    var draft = RequestDraft(network: NetworkRequest(model: model))
    try change(&draft)
    return try Explainer(Request(draft), in: ModelStore(environment: [:]))
  }

  @Test("a picture's file, its decoded bytes and the steps one by one give the same map")
  func picture() throws {
    let explainer = try explainer("shapes") { $0.set(.steps, to: .number(8)) }
    let steps = try ExplainedSamples("shapes") { $0.set(.steps, to: .number(8)) }
      .explain(Self.scene)
    let file = try explainer.explain(InputSource(path: Self.scene))
    let bytes = try ImageFile.bytes(path: Self.scene)
    let picture = try explainer.explain(Image.decode(bytes), named: "scene")
    #expect(file.count == 1 && picture.count == 1)
    #expect(file[0].attributions == steps[0].attributions)
    #expect(picture[0].attributions == steps[0].attributions)
    #expect(picture[0].sample.source.displayName == "scene")
  }

  @Test("every number that is asked for is explained, more than are explained at a time, too")
  func severalTargets() throws {
    let count = Explainer.quantitiesAtATime + 1
    let explainer = try explainer("shapes") {
      try $0.change(method: "gradient")
      $0.targets = [.top(count: count)]
    }
    let found = try explainer.explain(InputSource(path: Self.scene))
    let ranked = try #require(found.first).ranking.top.map(\.label.label)
    #expect(found.map(\.quantity.label) == Array(ranked.prefix(count)))
  }

  @Test("every row of a table is explained")
  func rows() throws {
    let explainer = try explainer("iris") { $0.set(.steps, to: .number(4)) }
    let path = ExplainedSamples.models + "/iris/samples.csv"
    let queue = try explainer.network.reader.queue(
      SampleRequest(sources: [InputSource(path: path)]), ReadingRequest())
    #expect(queue.sources.count > 1)
    let found = try explainer.explain(InputSource(path: path))
    #expect(found.map(\.sample.source) == queue.sources)
  }

  @Test("a picture for a network of tables, a file that is none and an unknown network are refused")
  func refusals() throws {
    let iris = try explainer("iris")
    let picture = try Image.read(path: Self.scene)
    #expect(throws: ExplainingError.needsPicture("picture \"scene\"", kind: .table)) {
      try iris.explain(picture, named: "scene")
    }
    #expect(throws: (any Error).self) {
      try explainer("shapes").explain(InputSource(path: Self.scene + ".missing"))
    }
    #expect(throws: ModelsError.self) { try explainer("no-such-network") }
  }
}
