import Attribution
import Explaining
import Foundation
import Inputs
import Tensors
import TestSupport
import Testing

/// Rows of tables, by the built-in network for Fisher's flowers.
@Suite("Tables") struct TableTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      let line: Int
      let target: Int
      let baselines: [String: [String: GoldenAttribution]]
    }
    let cases: [Case]
  }

  private let table = ExplainedSamples.models + "/iris/samples.csv"

  @Test("Rows of a file are explained as in double precision", arguments: ["zero", "mean"])
  func references(baseline: String) throws {
    let golden = try ExplainedSamples.golden(Golden.self, "table-iris.json")
    for kind in ["probability", "logit"] {
      let samples = try ExplainedSamples("iris") { draft in
        draft.baselines = [try Baseline(baseline)]
        draft.score = .init(rawValue: kind)
        draft.integrateExactly()
      }
      let found = try samples.explain(table)
      for row in golden.cases {
        // Lines count the header.
        let explanation = found[row.line - 2]
        let known = try #require(row.baselines[baseline]?[kind])
        let columns = try #require(explanation.featureAttributions)
        #expect(explanation.quantity.classIndex == row.target)
        #expect(distance(columns, known.attribution) <= 1e-5 * max(known.norm, 0.1))
      }
    }
  }

  @Test("Covering a column costs what it costs to put the baseline's value there")
  func occlusion() throws {
    let folder = try TemporaryFolder()
    let header = "petal width (cm),petal length (cm),sepal width (cm),sepal length (cm)\n"
    let rows = ["1,2,3,4", "0,2,3,4", "1,0,3,4", "1,2,0,4", "1,2,3,0"]
    let path = try folder.write("rows.csv", Data((header + rows.joined(separator: "\n")).utf8))
    let covered = try ExplainedSamples("iris") { draft in
      try draft.change(method: "occlusion")
      draft.targets = [.index(0)]
      draft.score = .logit
    }
    let map = try #require(try covered.explain(path)[0].featureAttributions)
    let plain = try ExplainedSamples("iris") { draft in
      try draft.change(method: "gradient")
      draft.targets = [.index(0)]
      draft.score = .logit
    }
    let scores = try plain.explain(path).map(\.map.scoreAtInput)
    // The network's order is the other way round.
    let expected = (1..<5).reversed().map { scores[0] - scores[$0] }
    #expect(distance(map, expected) < 1e-4)
  }

  @Test("A report has the row and its columns")
  func report() throws {
    let samples = try ExplainedSamples("iris")
    let request = SampleRequest(
      sources: [InputSource(path: table)], rows: try RowSelection("3"))
    let explanation = try #require(try samples.explain(request).first)
    let report = try samples.report(explanation)
    #expect(report["row"] as? Int == 3 && report["file"] as? String == table)
    #expect(report["image"] == nil && report["width"] == nil)
    let columns = try #require(report["columns"] as? [[String: Any]])
    #expect(columns.map { $0["name"] as? String ?? "" }.first == "sepal length (cm)")
    #expect(columns.compactMap { $0["value"] as? String } == ["5.4", "3.4", "1.7", "0.2"])
    let sum = columns.compactMap { $0["attribution"] as? Double }.reduce(0, +)
    #expect(abs(sum - (report["sum"] as? Double ?? .nan)) < 1e-9)
    let asked = report["request"] as? [String: Any]
    #expect(asked?["baselines"] as? [String] == ["zero"])
  }

  @Test(
    "What needs a picture is refused",
    arguments: [
      ("--method blur-ig", "blur-ig", false), ("--method xrai", "xrai", false),
      ("--regions", "gradient", true),
    ])
  func pictures(name: String, method: String, regions: Bool) throws {
    let error = #expect(throws: ExplainingError.self) {
      try ExplainedSamples("iris") { draft in
        try draft.change(method: method)
        if regions { draft.regions = true }
      }
    }
    #expect(error?.description.contains("\(name) needs the rows and columns of a picture") == true)
  }

  @Test("Baselines of pictures and texts are none of rows", arguments: ["black", "noise:2", "pad"])
  func baselines(name: String) throws {
    let samples = try ExplainedSamples("iris") { $0.baselines = [try Baseline(name)] }
    let error = #expect(throws: TableError.self) { try samples.explain(table) }
    #expect(error?.description.contains("expected zero, mean, median, mode, row:N") == true)
  }

  @Test("Baselines that are rows are themselves: nothing changes on the way")
  func ownRow() throws {
    let samples = try ExplainedSamples("iris") { $0.baselines = [.row(2)] }
    let found = try samples.explain(table)
    #expect(found[1].attributions.values.allSatisfy { $0 == 0 })
    #expect(found[0].attributions.values.contains { $0 != 0 })
  }

  @Test("Rows of an array are what the network takes")
  func arrays() throws {
    let folder = try TemporaryFolder()
    // What a row of means is when it is standardised, and another row.
    let rows = Tensor([2, 4], [0, 0, 0, 0, 1, 1, 1, 1])
    let path = try folder.write("rows.npy", Data(NumPyFile.encode(rows)))
    let found = try ExplainedSamples("iris").explain(path)
    let mean =
      "sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)\n"
      + "5.8433,3.0573,3.758,1.1993"
    let table = try ExplainedSamples("iris").explain(
      try folder.write("mean.csv", Data(mean.utf8)))
    #expect(found.count == 2)
    #expect(abs(found[0].map.scoreAtInput - table[0].map.scoreAtInput) < 1e-6)
    #expect(found[0].map.sum == 0 && found[1].map.sum != 0)
  }
}
