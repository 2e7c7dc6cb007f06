import Engine
import Foundation
import ONNX
import Tensors
import Testing

@Suite("Reading an ONNX file")
struct ImporterTests {
  private func relu(opset: Int = 13, inputs: KeyValuePairs<String, [Int]> = ["x": [1, 2, 4, 4]])
    -> ModelFile
  {
    var file = ModelFile(opset: opset, inputs: inputs)
    file.node("Relu", name: "first")
    return file
  }

  @Test("a file tells what it takes, what it gives and what it is made of")
  func description() throws {
    var file = ModelFile(inputs: ["x": [0, 2, 5, 4], "w": [3, 2, 1, 1]])
    file.constant("w", [3, 2, 1, 1], [1, 2, 3, 4, 5, 6])
    file.message.producerVersion = "1.0"
    file.node("Conv", ["x", "w"], ["c"])
    file.node("Relu", ["c"], ["r"])
    file.node("Relu", ["r"], ["y"])
    let model = try file.load()
    #expect(model.inputs.map(\.name) == ["x"])
    #expect(
      model.inputs[0].dimensions == [.symbolic("open"), .fixed(2), .fixed(5), .fixed(4)])
    #expect(model.inputs[0].shape == [5, 4, 2])
    #expect(model.outputs[0].dimensions.map(\.description) == ["open", "3", "5", "4"])
    #expect(model.outputs[0].shape == [5, 4, 3])
    #expect(model.operatorCounts.map(\.name) == ["Relu", "Conv"])
    #expect(model.operatorCounts.map(\.count) == [2, 1])
    #expect((model.producer, model.opset, model.irVersion) == ("test 1.0", 13, 8))
    #expect(model.parameterCount == 6)
    #expect(model.graph.value(named: "y") == model.graph.outputs[0])
  }

  @Test("the table has every operator that this version promises")
  func operators() throws {
    var file = ModelFile()
    file.node("Resize", name: "up")
    #expect(
      try file.failure().hasSuffix(
        "supported: Add, AveragePool, BatchNormalization, Cast, Clip, Concat, Constant, "
          + "ConstantOfShape, Conv, Div, Dropout, Flatten, Gather, Gemm, GlobalAveragePool, "
          + "Identity, LRN, LeakyRelu, LogSoftmax, MatMul, MaxPool, Mul, Relu, Reshape, Shape, "
          + "Sigmoid, Softmax, Squeeze, Sub, Sum, Tanh, Transpose, Unsqueeze"))
  }

  @Test("all unsupported operators are named at once, with their nodes")
  func unsupported() throws {
    var file = ModelFile()
    for index in 0..<3 { file.node("Resize", ["x"], ["u\(index)"], name: "up\(index)") }
    file.node("LSTM", ["x"], ["l"], name: "rnn_1")
    file.node("Relu")
    file.message.graph.node[4].domain = "com.acme"
    #expect(
      try file.failure().hasPrefix(
        "unsupported operators: LSTM (node \"rnn_1\"), Resize (node \"up0\", 2 more), "
          + "com.acme.Relu (node \"y\"); supported: Add, "))
  }

  @Test("a batch of arrays goes to storage order and back")
  func order() throws {
    let value = try relu().load().inputs[0]
    let batch = samples([2, 3, 5, 4])
    #expect(value.toStorage(batch) == batch.transposed([0, 2, 3, 1]))
    #expect(value.toONNX(value.toStorage(batch)) == batch)
    #expect(value.toStorage(samples([2, 3])) == samples([2, 3]))
    let large = samples([1, 70, 33, 65])
    #expect(value.toStorage(large) == large.transposed([0, 2, 3, 1]))
  }

  @Test("an image of open size takes the size that the caller chooses")
  func openSize() throws {
    let file = relu(inputs: ["x": [0, 3, 0, 0]])
    #expect(
      try file.failure()
        == "input \"x\" has no fixed height and width (open×3×open×open); choose them with --size")
    #expect(try file.load(inputSize: (height: 5, width: 7)).inputs[0].shape == [5, 7, 3])
    #expect(throws: ONNXError.self) { try file.load(inputSize: (height: 0, width: 7)) }
    #expect(throws: ONNXError.self) { try file.load(inputSize: (height: 1 << 30, width: 1 << 30)) }
    #expect(throws: ONNXError.self) { try relu().load(inputSize: (height: 5, width: 5)) }
    #expect(try relu().load(inputSize: (height: 4, width: 4)).inputs[0].shape == [4, 4, 2])
  }

  @Test("inputs that are not batches of numbers are refused")
  func inputs() throws {
    #expect(try relu(inputs: ["x": [1, 0, 4, 4]]).failure().contains("number of channels"))
    #expect(try relu(inputs: ["x": [1, 0, 4]]).failure().contains("fixed extents"))
    #expect(try relu(inputs: ["x": []]).failure().contains("found 0 axes"))
    #expect(try relu(inputs: ["x": [1, 1 << 40, 1 << 40, 4]]).failure().contains("too large"))
    #expect(try relu(inputs: ["x": [1, 2], "z": [3, 2]]).failure().contains("[1, 3]"))
    #expect(try relu(inputs: ["x": [1, 2], "x": [1, 2]]).failure().contains("more than once"))
    var integers = relu()
    integers.message.graph.input[0].type.tensorType.elemType = 7
    #expect(try integers.failure().contains("found element type 7"))
    integers.message.graph.input[0].clearType()
    #expect(try integers.failure().contains("array with known axes"))
    var none = ModelFile(inputs: [:])
    none.constant("x", [1], [1])
    none.node("Identity")
    #expect(try none.failure().contains("output \"y\" is constant"))
  }

  @Test("several inputs and outputs keep the order of the file")
  func severalValues() throws {
    var file = ModelFile(inputs: ["b": [0, 2], "a": [0, 3]])
    file.node("Relu", ["a"], ["z"])
    file.node("Relu", ["b"], ["y"])
    file.message.graph.output = ["z", "y", "b"].map { name in ONNXValueInfo.with { $0.name = name }
    }
    let model = try file.load()
    #expect(model.inputs.map(\.name) == ["b", "a"])
    #expect(model.outputs.map(\.name) == ["z", "y", "b"])
    let outputs = try ForwardSession(model.graph).outputs(
      for: [Tensor([1, 2], [-1, 2]), Tensor([1, 3], [-1, 0, 4])])
    #expect(outputs.map(\.values) == [[0, 0, 4], [0, 2], [-1, 2]])
  }

  @Test("what every node computes is found by the names of the file, also behind an Identity")
  func layers() throws {
    var file = ModelFile(inputs: ["x": [0, 2]])
    file.constant("c", [2], [1, 2])
    file.node("Identity", ["c"], ["same"])
    file.node("Relu", ["b"], ["y"], name: "last")
    file.node("Dropout", ["a"], ["b"], name: "drop")
    file.node("Add", ["x", "same"], ["a"])
    let model = try file.load()
    #expect(model.layers.map(\.name) == ["a", "b", "y"])
    #expect(model.layers.map(\.node) == ["a", "drop", "last"])
    #expect(model.layers.map(\.operatorName) == ["Add", "Dropout", "Relu"])
    #expect(model.layers.map { model.graph[$0.value].name } == ["a", "a", "y"])
    #expect(model.layers[0].value == model.layers[1].value)
  }

  @Test("nodes may be out of order, but not in a circle")
  func nodeOrder() throws {
    var file = ModelFile(inputs: ["x": [0, 2]])
    file.node("Relu", ["b"], ["y"])
    file.node("Tanh", ["a"], ["b"])
    file.node("Relu", ["x"], ["a"])
    #expect(try file.load().graph.nodes.map(\.name) == ["a", "b", "y"])
    var circle = ModelFile()
    circle.node("Relu", ["b"], ["a"])
    circle.node("Relu", ["a"], ["b"])
    circle.node("Relu", ["b"], ["y"])
    #expect(try circle.failure().contains("depends on itself"))
  }

  @Test("a chain of many thousand nodes is read")
  func longChain() throws {
    var file = ModelFile(inputs: ["x": [0, 2]])
    for index in 0..<4999 { file.node("Relu", ["v\(index + 1)"], ["v\(index)"]) }
    file.node("Relu", ["x"], ["v4999"])
    file.node("Relu", ["v0"])
    #expect(try file.load().graph.nodes.count == 5001)
  }

  @Test("names that are missing or taken twice are refused")
  func names() throws {
    var missing = ModelFile()
    missing.node("Relu", ["z"], ["y"], name: "first")
    #expect(try missing.failure().hasPrefix("node \"first\" reads \"z\", which is no input"))
    var twice = relu()
    twice.node("Tanh")
    #expect(try twice.failure() == "value \"y\" is the output of two nodes")
    var input = ModelFile()
    input.node("Relu", ["x"], ["x"])
    #expect(throws: ONNXError.self) { try input.load() }
    var constants = relu()
    constants.constant("w", [1], [1])
    constants.constant("w", [1], [1])
    #expect(try constants.failure() == "value \"w\" is defined more than once")
    var outputs = relu()
    outputs.message.graph.output.append(outputs.message.graph.output[0])
    #expect(try outputs.failure().contains("listed more than once"))
    outputs.message.graph.output = []
    #expect(try outputs.failure().contains("no output"))
    var nameless = ModelFile()
    nameless.node("Relu", ["x"], [])
    #expect(try nameless.failure().contains("expected an output"))
    var settings = ModelFile()
    settings.node("LRN", ["x"], ["y"], ["size": 3, "size": 3])
    #expect(try settings.failure().contains("given twice"))
  }

  @Test("names from a file cannot break the line of an error")
  func printableNames() throws {
    var file = ModelFile()
    file.node("Re\nlu\u{1b}[31m", name: String(repeating: "n", count: 1000))
    let failure = try file.failure()
    #expect(!failure.contains("\n") && !failure.contains("\u{1b}"))
    #expect(failure.hasPrefix("unsupported operators: Re?lu?[31m (node \"nnn"))
    #expect(failure.utf8.count < 1000)
  }

  @Test(
    "files of other versions are refused",
    arguments: [
      (0, 8, "opset 0 does not exist"), (22, 8, "opset 22 is newer than 21"),
      (13, 2, "format version 2 is older than 3"), (13, 0, "not an ONNX model"),
    ])
  func versions(opset: Int, format: Int, message: String) throws {
    var file = relu(opset: opset)
    file.message.irVersion = Int64(format)
    #expect(try file.failure().contains(message))
  }

  @Test("all versions of the operators up to 21 are read", arguments: 1...21)
  func opsets(opset: Int) throws {
    #expect(try relu(opset: opset).failure() == "none")
  }

  @Test("bytes that are no model are refused")
  func damage() throws {
    #expect(throws: ONNXError.self) { try ONNXImporter.load([UInt8]()) }
    #expect(throws: ONNXError.self) { try ONNXImporter.load(Array("<html>".utf8)) }
    #expect(throws: ONNXError.self) { try ONNXImporter.load(Data([0x89, 0x50, 0x4e, 0x47])) }
    var file = relu()
    file.message.clearGraph()
    #expect(try file.failure().contains("it has no graph"))
    file.message.opsetImport = []
    #expect(try file.failure().contains("expected one version"))
  }
}
