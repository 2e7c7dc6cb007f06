import Attribution
import Explaining
import Foundation
import Imaging
import Inputs
import Tensors
import Testing

@Suite("What methods cost")
struct MethodCostTests {
  private static let star = ExplainedSamples.models + "/shapes/samples/star.png"

  /// Settings that make a method quick, and what it cannot do without.
  private func prepare(_ draft: inout RequestDraft, for entry: MethodEntry) throws {
    draft.method = entry.name
    if entry.setting(.steps) != nil { draft.set(.steps, to: .number(5)) }
    if entry.setting(.samples) != nil { draft.set(.samples, to: .number(7)) }
    if entry.setting(.references) != nil { draft.set(.references, to: .texts([Self.star])) }
    if entry.need == .layer { draft.layer = "inception_4b" }
    if entry.choices.contains(.baseline) { draft.baselines = [.black, .white] }
  }

  @Test(
    "The table knows how many evaluations a method takes, and whether it promises a sum",
    arguments: MethodTable.entries.map(\.name))
  func evaluations(name: String) throws {
    let entry = try #require(MethodTable[name])
    var draft = RequestDraft(network: NetworkRequest(model: "shapes"))
    try prepare(&draft, for: entry)
    let samples = try ExplainedSamples(
      "shapes", references: entry.setting(.references) == nil ? [] : [InputSource(path: Self.star)]
    ) { $0 = draft }
    let explanation = try samples.explain(Self.star)[0]
    let request = samples.request
    let cost = entry.cost(
      request.settings,
      CostContext(
        features: samples.network.reader.features, baselines: request.baselines.count))
    let found = explanation.map.evaluations
    #expect(cost.isLimit ? found <= cost.count : found == cost.count, "\(found), \(cost)")
    #expect((explanation.map.expectedSum != nil) == entry.promisesSum)
  }

  @Test("The adaptive rule stops at its limit")
  func adaptive() throws {
    let ig = MethodTable.standard
    let settings = try ig.settings(given: [.maximumEvaluations: .number(31)])
    let features = Features(picture: [4, 4, 3])
    #expect(ig.cost(settings, CostContext(features: features, baselines: 2)) == .atMost(31))
    let even = try ig.settings(given: [.steps: .number(10)])
    #expect(ig.cost(even, CostContext(features: features, baselines: 2)) == .exactly(22))
  }

  @Test("Defaults are what suits the network: windows of pixels on pictures, of columns on rows")
  func standard() throws {
    let shapes = try ExplainedSamples("shapes").network.reader
    let iris = try ExplainedSamples("iris").network.reader
    let occlusion = try #require(MethodTable["occlusion"])
    // A window at every sixteenth pixel of 96, and the picture itself; four columns.
    #expect(try occlusion.standardCost(for: shapes) == .exactly(26))
    #expect(try occlusion.standardCost(for: iris) == .exactly(5))
    #expect(try MethodTable["blur-ig"]?.standardCost(for: iris) == nil)
    #expect(try MethodTable["blur-ig"]?.standardCost(for: shapes) == .exactly(101))
  }
}
