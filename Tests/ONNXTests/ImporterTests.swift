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
    file.message.metadataProps = [.with { ($0.key, $0.value) = ("task", "none") }]
    file.node("Conv", ["x", "w"], ["c"])
    file.node("Relu", ["c"], ["r"])
    file.node("Relu", ["r"], ["y"])
    let model = try file.load()
    #expect(model.inputs.map(\.name) == ["x"])
    #expect(
      model.inputs[0].dimensions == [.symbolic("open"), .fixed(2), .fixed(5), .fixed(4)])
    #expect(model.inputs[0].shape == [5, 4, 2])
    #expect(model.outputs[0].dimensions.map(\.description) == ["1", "3", "5", "4"])
    #expect(model.outputs[0].shape == [5, 4, 3])
    let description = model.description
    #expect(description.operatorCounts.map(\.name) == ["Relu", "Conv"])
    #expect(description.operatorCounts.map(\.count) == [2, 1])
    #expect(
      (description.producer, description.opset, description.irVersion) == ("test 1.0", 13, 8))
    #expect(description.parameterCount == 6)
    #expect(description.metadata == ["task": "none"])
    #expect(model.graph.value(named: "y") == model.graph.outputs[0])
  }

  @Test("a file that cannot be read still tells what it is")
  func descriptionOnly() throws {
    var file = ModelFile(inputs: ["x": [0, 3]])
    file.node("LSTM")
    let description = try ONNXImporter.describe(ONNXImporter.decode(Data(file.bytes())))
    #expect(description.operatorCounts.map(\.name) == ["LSTM"])
    #expect(description.inputs.map(\.dimensions) == [[.symbolic("open"), .fixed(3)]])
    #expect(description.inputs.map(\.type) == [.float])
    #expect(description.outputs.map(\.name) == ["y"])
  }

  static let promised = """
    Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool \
    BatchNormalization Cast CastLike Ceil Celu CenterCropPad Clip Concat Constant \
    ConstantOfShape Conv ConvTranspose Cos Cosh CumSum DepthToSpace Div Dropout Einsum Elu \
    Equal Erf Exp Expand Flatten Floor Gather GatherElements GatherND Gelu Gemm \
    GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GroupNormalization \
    HardSigmoid HardSwish Hardmax Identity InstanceNormalization IsInf IsNaN LRN \
    LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization LpPool MatMul \
    Max MaxPool Mean MeanVarianceNormalization Min Mish Mod Mul Neg NonZero Not OneHot Or PRelu \
    Pad Pow RMSNormalization Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp \
    ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize \
    ReverseSequence RotaryEmbedding Round Scatter ScatterElements ScatterND Selu Shape Shrink \
    Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze \
    Sub Sum Swish Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Upsample Where Xor
    """

  @Test("the table has every operator that this version promises")
  func operators() throws {
    for kind in Self.promised.split(separator: " ") {
      var file = ModelFile()
      file.node(String(kind), ["x", "x", "x", "x", "x", "x", "x"])
      #expect(try !file.failure().contains("unsupported"), "\(kind)")
    }
  }

  @Test("all that is in the way is named at once: operators with their nodes, then the rest")
  func unsupported() throws {
    var file = ModelFile()
    for index in 0..<3 {
      file.node("NonMaxSuppression", ["x"], ["u\(index)"], name: "boxes\(index)")
    }
    file.node("LSTM", ["x"], ["l"], name: "rnn_1")
    file.node("LRN", ["x"], ["n"], ["size": 0])
    file.node("Relu", ["u0", "u1", "u2", "l", "n"])
    file.useSet("com.acme")
    #expect(
      try file.failure()
        == "unsupported operators: LSTM (node \"rnn_1\"): recurrent layers are not read, "
        + "NonMaxSuppression (node \"boxes0\", 2 more): boxes are chosen, which has no gradient; "
        + "export the network without it or choose an output before it with --output, "
        + "com.acme.Relu (node \"y\"); node \"n\" (LRN): expected attribute \"size\" to be a "
        + "number of channels, found 0")
  }

  @Test("outputs behind an obstacle are left out, unless they are asked for")
  func unavailable() throws {
    var file = ModelFile(inputs: ["x": [0, 2]])
    file.node("Relu")
    file.node("LSTM", ["x"], ["z"])
    file.message.graph.output.append(ONNXValueInfo.with { $0.name = "z" })
    let model = try file.load()
    #expect(model.outputs.map(\.name) == ["y"])
    #expect(model.unavailableOutputs.map(\.name) == ["z"])
    #expect(model.unavailableOutputs[0].reason.contains("LSTM"))
    var options = ImportOptions()
    options.outputs = ["y"]
    #expect(try file.load(options).unavailableOutputs.isEmpty)
    options.outputs = ["y", "z"]
    #expect(try file.failure(options).contains("recurrent"))
    options.outputs = ["w"]
    #expect(try file.failure(options) == "it has no output \"w\"; its outputs are \"y\", \"z\"")
  }

  @Test("any value that a node computes can be asked for as an output")
  func inside() throws {
    var file = ModelFile(inputs: ["x": [0, 2]])
    file.node("Softmax", ["x"], ["p"])
    file.node("Identity", ["p"])
    var options = ImportOptions()
    options.outputs = ["p"]
    let model = try file.load(options)
    #expect(model.outputs.map(\.name) == ["p"])
    #expect(model.graph.value(named: "p") == model.graph.outputs[0])
  }

  @Test("an array goes to storage order and back")
  func order() throws {
    for extents in [[1, 2, 5, 4], [1, 70, 33, 65]] {
      let value = try relu(inputs: ["x": extents]).load().inputs[0]
      let image = samples(Shape(extents))
      let stored = image.transposed([0, 2, 3, 1])
        .reshaped(to: [extents[2], extents[3], extents[1]])
      #expect(value.imageLayout == .channelsFirst)
      #expect(value.toStorage(image) == stored)
      #expect(value.toFile(stored) == image)
    }
    let last = try relu(inputs: ["x": [1, 6, 5, 3]]).load().inputs[0]
    #expect(last.imageLayout == .channelsLast)
    let image = samples([1, 6, 5, 3])
    #expect(last.toStorage(image) == image.reshaped(to: [6, 5, 3]))
    let row = try relu(inputs: ["x": [0, 3]]).load().inputs[0]
    #expect(row.imageLayout == nil)
    #expect(row.toStorage(samples([1, 3])) == samples([1, 3]))
  }

  private func sized(_ height: Int, _ width: Int) -> ImportOptions {
    var options = ImportOptions()
    options.imageSize = (height, width)
    return options
  }

  @Test("an image of open size takes the size that the caller chooses")
  func openSize() throws {
    let file = relu(inputs: ["x": [0, 3, 0, 0]])
    #expect(
      try file.failure()
        == "input \"x\" has no fixed height and width (open×3×size2×size3); choose them with --size"
    )
    #expect(try file.load(sized(5, 7)).inputs[0].shape == [5, 7, 3])
    #expect(try file.failure(sized(0, 7)).contains("0×7 is not usable"))
    #expect(try file.failure(sized(1 << 30, 1 << 30)).contains("too large"))
    #expect(try relu().failure(sized(5, 5)).contains("its size is fixed at 4×4, not 5×5"))
    #expect(try relu().load(sized(4, 4)).inputs[0].shape == [4, 4, 2])
  }

  @Test("open extents of other inputs are those of an array that the caller has")
  func extents() throws {
    let file = relu(inputs: ["x": [0, 0, 4]])
    #expect(try file.failure().contains("its extents open×size1×4 are open"))
    var options = ImportOptions()
    options.extents = ["x": [1, 6, 4]]
    #expect(try file.load(options).inputs[0].extents == [1, 6, 4])
    options.extents = ["x": [1, 6, 5]]
    #expect(
      try file.failure(options).contains("expected an array of shape open×size1×4, found 1×6×5"))
    for extents in [[1, -6, 4], [-1, 6, 4], [1, 1 << 40, 4], [1, 0, 4]] {
      options.extents = ["x": extents]
      #expect(throws: ONNXError.self) { try file.load(options) }
    }
  }

  @Test("negative extents of a file are open, as some exporters write them")
  func negativeExtents() throws {
    let file = relu(inputs: ["x": [-1, 3, -1, -1]])
    #expect(try file.failure().contains("(?×3×?×?); choose them with --size"))
    #expect(try file.load(sized(5, 7)).inputs[0].extents == [1, 3, 5, 7])
    #expect(try relu(inputs: ["x": [.min, 3]]).load().inputs[0].extents == [1, 3])
  }

  @Test("inputs of open channels, of too many numbers, of text and with one name are refused")
  func inputs() throws {
    #expect(try relu(inputs: ["x": [1, 0, 8, 8]]).failure().contains("number of channels"))
    #expect(try relu(inputs: ["x": [1, 0, 4]]).failure().contains("extents 1×size1×4 are open"))
    #expect(try relu(inputs: ["x": [1, 1 << 40, 1 << 40, 4]]).failure().contains("too large"))
    #expect(try relu(inputs: ["x": [1, .max, .max]]).failure().contains("too large"))
    #expect(
      try relu(inputs: ["x": [1, 1, 1, 1, 1, 1, 1, 1, 2]]).failure().contains("at most 8 axes"))
    #expect(try relu(inputs: ["x": [1, 2], "x": [1, 2]]).failure().contains("more than once"))
    var typed = relu()
    typed.message.graph.input[0].type.tensorType.elemType = 99
    #expect(try typed.failure().contains("element type 99 is not supported"))
    typed.message.graph.input[0].type.tensorType.elemType = 8
    #expect(try typed.failure().contains("it is text"))
    typed.message.graph.input[0].clearType()
    #expect(try typed.failure().contains("array with known axes"))
    var none = ModelFile(inputs: [:])
    none.constant("x", [1], [1])
    none.node("Identity")
    #expect(try none.failure().contains("output \"y\": it is constant"))
  }

  @Test("scalars, any batch and integers are accepted")
  func anyInputs() throws {
    let scalar = relu(inputs: ["x": []])
    #expect(try scalar.run(Tensor([], [-3])) == Tensor([], [0]))
    #expect(try relu(inputs: ["x": [3, 2]]).load().inputs[0].extents == [1, 2])
    // No batch is freed where inputs do not have it in common.
    let mixed = relu(inputs: ["x": [1, 2], "z": [3, 2]])
    #expect(try mixed.load().inputs.map(\.extents) == [[1, 2], [3, 2]])
    var pixels = ModelFile(inputs: ["x": [0, 2]])
    pixels.message.graph.input[0].type.tensorType.elemType = 2
    pixels.constant("scale", [], [255])
    pixels.node("Cast", ["x"], ["f"], ["to": 1])
    pixels.node("Div", ["f", "scale"])
    let model = try pixels.load()
    #expect((model.inputs[0].type, model.outputs[0].type) == (.uint8, .float))
    let shares = try pixels.run(Tensor([1, 2], [51, 255]))
    #expect(distance(shares, Tensor([1, 2], [0.2, 1])) < 1e-7)
  }

  @Test("a fixed batch of 8 is freed, also in a Reshape")
  func fixedBatch() throws {
    var file = ModelFile(inputs: ["x": [8, 3, 2, 2]])
    file.integers("shape", [8, 12])
    file.node("Relu", ["x"], ["r"])
    file.node("Reshape", ["r", "shape"])
    let model = try file.load()
    #expect((model.inputs[0].extents, model.outputs[0].extents) == ([1, 3, 2, 2], [1, 12]))
    let images = samples([3, 3, 2, 2])
    let expected = Tensor([3, 12], images.values.map { max($0, 0) })
    #expect(try file.runExamples([images])[0] == expected)
    let all = samples([8, 3, 2, 2])
    #expect(try file.run(all) == Tensor([8, 12], all.values.map { max($0, 0) }))
  }

  @Test("rows that have one answer together are no batch: the file's own numbers stay")
  func bagOfRows() throws {
    func bag(_ extents: [Int], keeping: Int) throws -> ImportedModel {
      var file = ModelFile(opset: 13, inputs: ["x": [7, 2]])
      file.node("ReduceMean", ["x"], ["y"], ["axes": [0], "keepdims": .integer(keeping)])
      file.message.graph.output[0] = ModelFile(inputs: ["y": extents]).message.graph.input[0]
      return try file.load()
    }
    let one = try bag([1, 2], keeping: 1)
    #expect((one.inputs[0].extents, one.outputs[0].extents) == ([7, 2], [1, 2]))
    #expect(try bag([2], keeping: 0).inputs[0].extents == [7, 2])
    #expect(try relu(inputs: ["x": [7, 2]]).load().inputs[0].extents == [1, 2])
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
    let outputs = try file.runAll([Tensor([1, 2], [-1, 2]), Tensor([1, 3], [-1, 0, 4])])
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
    #expect(try nameless.failure().contains("the list of outputs reads \"y\""))
    var settings = ModelFile()
    settings.node("LRN", ["x"], ["y"], ["size": 3, "size": 3])
    #expect(try settings.failure().contains("given twice"))
  }

  @Test("an attribute that the operator does not have in that opset is refused")
  func unknownAttributes() throws {
    var file = ModelFile()
    file.node("Relu", ["x"], ["y"], ["slope": 0.1], name: "first")
    #expect(
      try file.failure()
        == "node \"first\" (Relu): it has no attribute \"slope\" in opset 13; export the network "
        + "again")
    var clip = ModelFile()
    clip.node("Clip", ["x"], ["y"], ["min": 0.0])
    #expect(try clip.failure().contains("no attribute \"min\""))
  }

  private func function(_ name: String) -> ONNXFunction {
    .with {
      ($0.name, $0.domain, $0.input, $0.output) = (name, "local", ["a"], ["b"])
      $0.opsetImport = [ONNXOperatorSet.with { $0.version = 13 }]
    }
  }

  @Test("functions of the file are put in the place of their calls")
  func functions() throws {
    var bend = function("Bend")
    bend.node = [
      .with {
        ($0.opType, $0.input, $0.output) = ("LeakyRelu", ["a"], ["t"])
        $0.attribute = [.with { ($0.name, $0.refAttrName, $0.type) = ("alpha", "slope", 1) }]
      }, .with { ($0.opType, $0.input, $0.output) = ("Neg", ["t"], ["b"]) },
    ]
    var twice = function("Twice")
    twice.node = [("a", "m"), ("m", "b")].map { input, output in
      .with {
        ($0.opType, $0.domain, $0.input, $0.output) = ("Bend", "local", [input], [output])
        $0.attribute = [.with { ($0.name, $0.type, $0.f) = ("slope", 1, 0.5) }]
      }
    }
    var file = ModelFile(inputs: ["x": [0, 2]])
    file.node("Twice")
    file.useSet("local")
    file.message.functions = [bend, twice]
    // 4 → −4 → 2, −4 → 2 → −2.
    #expect(try file.run(Tensor([1, 2], [4, -4])) == Tensor([1, 2], [2, -2]))
    var endless = function("Twice")
    endless.node = [
      .with { ($0.opType, $0.domain, $0.input, $0.output) = ("Twice", "local", ["a"], ["b"]) }
    ]
    file.message.functions = [endless]
    #expect(try file.failure() == "function \"Twice\" calls itself")
    file.message.functions = [bend]
    #expect(try file.failure().contains("unsupported operators: local.Twice"))
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
      (0, 8, "opset 0 does not exist"), (99, 8, "opset 99 is newer than 28"),
      (29, 8, "opset 29 is newer than 28"), (13, 2, "format version 2 is not one of 3 to 14"),
      (13, 15, "format version 15 is not one of 3 to 14"), (13, 0, "not an ONNX model"),
    ])
  func versions(opset: Int, format: Int, message: String) throws {
    var file = relu(opset: opset)
    file.message.irVersion = Int64(format)
    #expect(try file.failure().contains(message))
  }

  @Test("all versions of the operators up to 28 are read", arguments: 1...28)
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
    file = relu()
    file.message.opsetImport = []
    #expect(try file.failure().contains("does not say its version of the ONNX operators"))
    file.message.opsetImport = [13, 14].map { version in .with { $0.version = version } }
    #expect(try file.failure().contains("versions 13 and 14 of one set"))
  }
}
