import Attribution
import Explaining
import Foundation
import Imaging
import Inputs
import Tensors
import TestSupport
import Testing

/// `--rows`, whatever the rows are in.
@Suite("Chosen rows") struct SelectionTests {
  private let folder: TemporaryFolder
  private let second: RowSelection

  init() throws {
    folder = try TemporaryFolder()
    second = try RowSelection("2")
  }

  private func file(_ name: String, _ array: NumPyArray) throws -> String {
    try folder.write(name, Data(NumPyFile.encode(array)))
  }

  private func request(_ path: String, _ rows: RowSelection?) -> SampleRequest {
    SampleRequest(sources: [InputSource(path: path)], rows: rows)
  }

  @Test("Rows of an array are chosen")
  func arrays() throws {
    let rows = Tensor([3, 4], (0..<12).map { Float($0) / 6 })
    let path = try folder.write("rows.npy", Data(NumPyFile.encode(rows)))
    let iris = try ExplainedSamples("iris")
    let (all, chosen) = (try iris.explain(path), try iris.explain(request(path, second)))
    #expect(chosen.count == 1 && chosen[0].attributions == all[1].attributions)
    #expect(chosen[0].sample.source.number == 2)
    let report = try iris.report(chosen[0])
    #expect(report["row"] as? Int == 2 && report["file"] as? String == path)
    #expect(throws: TableError.self) { try iris.explain(request(path, try RowSelection("4"))) }
  }

  @Test("Texts of arrays of ids, and of one list of ids in JSON, are chosen")
  func identifiers() throws {
    let ids = NumPyArray(Tensor([2, 4], [2, 407, 243, 3, 2, 243, 407, 3]), type: .int64)
    let named = [("input_ids", try file("ids.npy", ids))]
    let mood = try ExplainedSamples("mood")
    let all = try mood.explain(SampleRequest(named: named))
    let chosen = try mood.explain(SampleRequest(named: named, rows: second))
    #expect(chosen.count == 1 && chosen[0].attributions == all[1].attributions)
    let list = try folder.write("ids.json", Data("[2, 407, 243, 3]".utf8))
    #expect(try mood.explain(request(list, try RowSelection("1"))).count == 1)
    #expect(throws: TableError.self) { try mood.explain(request(list, second)) }
  }

  @Test("Of several inputs those that belong together are chosen")
  func several() throws {
    let pixels = (0..<180).map { UInt8($0) }
    let photos = try [pixels.prefix(90), pixels.suffix(90)].enumerated().map { place, samples in
      InputSource(
        path: try folder.write(
          "\(place).png", Data(Image(width: 5, height: 6, samples: Array(samples)).pngData())))
    }
    let facts = try folder.write("facts.csv", Data("a,b,c,d\n1,2,3,4\n8,7,6,5\n".utf8))
    let both = try ExplainedSamples(ExplainedSamples.goldens + "/branches.onnx") {
      $0.network.preprocess = .unit
    }
    let named = [("numbers", facts)]
    let all = try both.explain(SampleRequest(sources: photos, named: named))
    let chosen = try both.explain(SampleRequest(sources: photos, named: named, rows: second))
    #expect(all.count == 2 && chosen.count == 1)
    #expect(chosen[0].attributions == all[1].attributions)
    let points = chosen[0].parts.map(\.explanation.sample.point)
    #expect(
      points.contains(Tensor([4], [8, 7, 6, 5])) || points.contains(Tensor([1, 4], [8, 7, 6, 5])))
  }

  @Test("Masks that no text can have are refused")
  func masks() throws {
    let ids = try file("ids.npy", NumPyArray(Tensor([1, 3], [2, 407, 3]), type: .int64))
    let mood = try ExplainedSamples("mood")
    let seven = try file("seven.npy", NumPyArray(Tensor([1, 3], [1, 7, 1]), type: .int64))
    let error = #expect(throws: TextError.self) {
      try mood.explain(SampleRequest(named: [("input_ids", ids), ("attention_mask", seven)]))
    }
    #expect(error?.description.contains("mask[1]: expected 0 or 1, found 7") == true)
    let two = try file("two.npy", NumPyArray(Tensor([2, 3], repeating: 1), type: .int64))
    #expect(throws: ExplainingError.self) {
      try mood.explain(SampleRequest(named: [("input_ids", ids), ("attention_mask", two)]))
    }
  }
}
