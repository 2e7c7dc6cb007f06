import Classification
import Foundation
import Imaging
import Models
import ProtocolBuffers
import TensorFlow
import Tensors
import TestSupport
import Testing

@Suite("A frozen graph of the store") struct FrozenGraphTests {
  /// Means of three channels, softmax over four columns, and another name for that; a second head.
  private func graph() throws -> Data {
    var graph = TensorFlowGraph()
    graph.versions.producer = 16
    func add(
      _ kind: String, _ inputs: [String], _ name: String, _ tensor: TensorFlowTensor? = nil
    ) {
      graph.node.append(
        .with { node in
          (node.op, node.input, node.name) = (kind, inputs, name)
          if let tensor { node.attr["value"] = .with { $0.tensor = tensor } }
          guard kind == "Placeholder" else { return }
          node.attr["dtype"] = .with { $0.type = 1 }
          node.attr["shape"] = .with { $0.shape = shape([-1, 4, 4, 3]) }
        })
    }
    add("Placeholder", [], "input")
    add(
      "Const", [], "axes",
      .with { ($0.dtype, $0.tensorShape, $0.intVal) = (3, shape([2]), [1, 2]) })
    add("Mean", ["input", "axes"], "means")
    for index in 0..<2 {
      let weights = (0..<12).map { weight($0, index) }
      add(
        "Const", [], "w\(index)",
        .with { ($0.dtype, $0.tensorShape, $0.floatVal) = (1, shape([3, 4]), weights) })
      add("MatMul", ["means", "w\(index)"], "softmax\(index)_pre_activation")
      add("Softmax", ["softmax\(index)_pre_activation"], "softmax\(index)")
      add("Identity", ["softmax\(index)"], "output\(index)")
    }
    return graph.serializedBytes()
  }

  private func weight(_ place: Int, _ head: Int) -> Float { Float((place * 7 + head) % 5) / 500 }

  private func shape(_ extents: [Int64]) -> TensorFlowShape {
    .with { $0.dim = extents.map { extent in TensorFlowExtent.with { $0.size = extent } } }
  }

  @Test("it is found by name, and a manifest's output may be any value in it")
  func classifier() throws {
    let folder = try TemporaryFolder()
    try folder.write("first.pb", graph())
    try folder.write("l.txt", "dummy\nkit fox\nEnglish setter\n")
    try folder.write(
      "first.json",
      """
      {"input": {"width": 4, "height": 4, "preprocessing": {"mean": 117}},
       "output": {"name": "softmax1", "head": "softmax"},
       "labels": {"file": "l.txt", "lines": 3, "classes": 4}}
      """)
    let store = try ModelStore(environment: ["IGTOOL_MODELS": folder.path])
    #expect(store.list().contains { $0.name == "first" && $0.hasManifest })
    let classifier = try Classifier(store.locate("first"))
    #expect(classifier.outputName == "softmax1" && classifier.outputHead == .softmax)
    #expect(classifier.warnings == [])
    #expect(
      (0..<4).map { classifier.labels[$0].label }
        == ["dummy", "kit fox", "English setter", "class 3"])
    #expect(classifier.labels.isNothing(classifier.labels[0]))
    let picture = Tensor([4, 4, 3], (0..<48).map { Float($0 % 3) * 60 - 117 })
    let found = try classifier.recognizer().probabilities(of: picture)
    let means = [-117, -57, 3.0]
    let logits = (0..<4).map { column -> Double in
      (0..<3).reduce(0.0) { sum, row in sum + means[row] * Double(weight(4 * row + column, 1)) }
    }
    let total = logits.reduce(0) { $0 + exp($1) }
    for (probability, logit) in zip(found, logits) {
      #expect(abs(probability - exp(logit) / total) < 1e-5)
    }
    #expect(throws: ClassificationError.self) {
      var options = Classifier.Options()
      options.output = "softmax7"
      _ = try Classifier(store.locate("first"), options: options)
    }
  }
}
