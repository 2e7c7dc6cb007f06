import Attribution
import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models
import ONNX
import ProtocolBuffers
import Tensors
import TestSupport
import Testing

/// What would be read wrongly without a word is refused or told.
@Suite("Misreadings") struct MisreadingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The built-in network for flowers, as a file that nobody knows; returns its path.
  private func unknownIris() throws -> String {
    let path = ExplainedSamples.models + "/iris/iris.onnx"
    var model = try ONNXModel(serializedBytes: Data(contentsOf: URL(fileURLWithPath: path)))
    model.producerName = "somebody"
    return try folder.write("unknown.onnx", model.serializedBytes())
  }

  @Test("A manifest that describes an input that is not there is refused")
  func manifest() throws {
    let path = try unknownIris()
    let text = #"{"inputs": [{"name": "X", "kind": "table", "columns": [{"name": "a"}]}]}"#
    _ = try folder.write("unknown.json", Data(text.utf8))
    let error = #expect(throws: ExplainingError.self) { try ExplainedSamples(path) }
    #expect(error?.description.contains("describes an input \"X\"; the network reads") == true)
  }

  @Test("What is told of a table stands in the report as well")
  func notes() throws {
    let table = try folder.write("rows.csv", Data("a,b,c,d\n1,2,3,4\n".utf8))
    let iris = try ExplainedSamples(try unknownIris())
    let warnings = try iris.report(try iris.explain(table)[0])["warnings"] as? [String]
    #expect(warnings?.contains { $0.contains("in their order") } == true)
  }

  @Test("Rows to draw from have the columns of the rows that are explained")
  func references() throws {
    let (rows, turned) = (
      try folder.write("rows.csv", Data("a,b,c,d\n1,2,3,4\n2,3,4,5\n".utf8)),
      try folder.write("turned.csv", Data("d,c,b,a\n4,3,2,1\n5,4,3,2\n".utf8))
    )
    let model = try unknownIris()
    func explain(reference: String) throws -> [Explanation] {
      try ExplainedSamples(model, references: [InputSource(path: reference)]) { draft in
        try draft.change(method: "expected-gradients")
        draft.set(.references, to: .texts([reference]))
        draft.set(.samples, to: .number(4))
      }.explain(rows)
    }
    #expect(try explain(reference: rows).count == 2)
    let error = #expect(throws: ExplainingError.self) { try explain(reference: turned) }
    #expect(error?.description.contains("expected the columns a, b, c, d") == true)
  }

  /// y = the mean of each of four channels, of 5×6 cells.
  @Test("A picture for a network of four channels is refused with the reason")
  func fourChannels() throws {
    func value(_ name: String, _ extents: [Int64]) -> ONNXValueInfo {
      ONNXValueInfo.with { value in
        value.name = name
        value.type.tensorType.elemType = 1
        value.type.tensorType.shape.dim = extents.map { extent in
          ONNXExtent.with { $0.value = .dimValue(extent) }
        }
      }
    }
    var model = ONNXModel()
    model.irVersion = 8
    model.opsetImport = [ONNXOperatorSet.with { $0.version = 17 }]
    model.graph.input = [value("x", [1, 4, 5, 6])]
    model.graph.output = [value("y", [1, 4, 1, 1])]
    model.graph.node = [
      ONNXNode.with { ($0.opType, $0.input, $0.output) = ("GlobalAveragePool", ["x"], ["y"]) }
    ]
    let path = try folder.write("four.onnx", model.serializedBytes())
    let error = #expect(throws: ExplainingError.self) {
      try ExplainedSamples(path).explain(ExplainedSamples.models + "/shapes/samples/star.png")
    }
    #expect(
      error?.description.contains("the network reads 4 channels, and a picture has 3") == true)
  }

  private func both(
    _ change: (inout RequestDraft) throws -> Void = { _ in }
  ) throws -> (samples: ExplainedSamples, files: [(name: String, path: String)]) {
    let picture = Image(width: 5, height: 6, samples: (0..<90).map { UInt8($0) })
    return (
      try ExplainedSamples(ExplainedSamples.goldens + "/branches.onnx") { draft in
        draft.network.preprocess = .unit
        try change(&draft)
      },
      [
        ("picture", try folder.write("photo.png", Data(picture.pngData()))),
        ("numbers", try folder.write("facts.csv", Data("a,b,c,d\n1,2,3,4\n3,4,5,6\n".utf8))),
      ]
    )
  }

  @Test("A baseline of one input is told with those of the others")
  func baselines() throws {
    let (samples, files) = try both { $0.baselines = [.mean, .median] }
    let request = SampleRequest(named: files, rows: try RowSelection("1"))
    let explanation = try #require(try samples.explain(request).first)
    let names = try samples.report(explanation)["baselines"] as? [String]
    #expect(names == ["mean", "median (picture: black)"])
    let (none, _) = try both { $0.baselines = [.pad] }
    #expect(throws: InputsError.self) { try none.explain(request) }
    let (table, _) = try both { $0.baselines = [.file(path: files[1].path)] }
    let found = try #require(try table.explain(request).first)
    #expect(
      try table.report(found)["baselines"] as? [String]
        == ["\(files[1].path) (picture: black)"])
  }

  @Test("Noise of one range is not put on inputs of several")
  func smoothing() throws {
    #expect(throws: ExplainingError.smoothingOfSeveral) {
      try both { $0.smooth = try SmoothingRequest("sg:2") }
    }
    let (held, files) = try both {
      $0.smooth = try SmoothingRequest("sg:2")
      $0.network.held = ["picture"]
    }
    #expect(try held.explain(SampleRequest(named: files)).count == 2)
  }

  @Test("Samples to draw from are of one input")
  func severalReferences() throws {
    let (_, files) = try both()
    let error = #expect(throws: ExplainingError.self) {
      try ExplainedSamples(
        ExplainedSamples.goldens + "/branches.onnx", references: [InputSource(path: files[0].path)]
      ) { draft in
        try draft.change(method: "expected-gradients")
        draft.set(.references, to: .texts([files[0].path]))
      }
    }
    #expect(error == .noReferences(kind: .several))
  }
}
