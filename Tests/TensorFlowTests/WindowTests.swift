import ONNX
import TensorFlow
import Testing

@Suite("Windows of a TensorFlow graph")
struct WindowTests {
  private func model(
    _ extents: [Int]? = [-1, 8, 8, 2], weights: [Int] = [3, 3, 2, 4], kind: String = "Conv2D",
    settings: KeyValuePairs<String, GraphFile.Setting>
  ) throws -> ONNXModel {
    var file = GraphFile(extents)
    file.weights("w", weights)
    file.node(kind, ["x", "w"], "y", settings)
    return try file.model()
  }

  @Test("A convolution reads N×C×H×W, and its result is N×H×W×C again")
  func convolution() throws {
    let model = try model(settings: ["strides": [1, 2, 1, 1], "padding": "SAME"])
    #expect(model.kinds == ["Transpose", "Transpose", "Conv", "Transpose"])
    #expect(model.graph.node[0].integers("perm") == [0, 3, 1, 2])
    #expect(model.graph.node[1].integers("perm") == [3, 2, 0, 1])
    #expect(model.graph.node[3].integers("perm") == [0, 2, 3, 1])
    #expect(model.graph.node[3].output == ["y"])
    let convolution = try model.node("Conv")
    #expect(convolution.integers("strides") == [2, 1])
    #expect(convolution.integers("kernel_shape") == [3, 3])
    #expect(convolution.text("auto_pad") == "SAME_UPPER")
    #expect(model.graph.output.map(\.name) == ["y"])
    #expect(model.opsetImport.map(\.version) == [18])
  }

  @Test("Images N×C×H×W stay as they are")
  func channelsFirst() throws {
    let model = try model(
      [-1, 2, 8, 8],
      settings: [
        "strides": [1, 1, 3, 2], "padding": "EXPLICIT", "data_format": "NCHW",
        "explicit_paddings": [0, 0, 0, 0, 1, 2, 3, 4],
      ])
    #expect(model.kinds == ["Transpose", "Conv"])
    #expect(try model.node("Conv").integers("strides") == [3, 2])
    #expect(try model.node("Conv").integers("pads") == [1, 3, 2, 4])
  }

  @Test("Dilated windows have pads in numbers, and weights for fewer channels make groups")
  func dilationAndGroups() throws {
    let node = try model(
      [-1, 8, 8, 6],
      settings: ["strides": [1, 1, 1, 1], "dilations": [1, 2, 3, 1], "padding": "SAME"]
    ).node("Conv")
    #expect(node.integers("pads") == [2, 3, 2, 3])
    #expect(node.setting("group")?.i == 3)
  }

  @Test("A depthwise convolution has a group for each channel")
  func depthwise() throws {
    let model = try model(
      kind: "DepthwiseConv2dNative", settings: ["strides": [1, 1, 1, 1], "padding": "VALID"])
    #expect(model.kinds == ["Transpose", "Transpose", "Reshape", "Conv", "Transpose"])
    #expect(try model.node("Conv").setting("group")?.i == 2)
    #expect(try model.node("Conv").integers("pads") == [0, 0, 0, 0])
    #expect(try model.integers("y/extents") == [8, 1, 3, 3])
  }

  @Test("Means of windows leave out the padding, and windows share a Transpose")
  func pooling() throws {
    var file = GraphFile()
    let settings: KeyValuePairs<String, GraphFile.Setting> = [
      "ksize": [1, 3, 2, 1], "strides": [1, 2, 1, 1], "padding": "SAME",
    ]
    file.node("MaxPool", ["x"], "m", settings)
    file.node("AvgPool", ["m"], "y", settings)
    let model = try file.model()
    #expect(model.kinds == ["Transpose", "MaxPool", "Transpose", "AveragePool", "Transpose"])
    let node = try model.node("AveragePool")
    #expect(node.input == ["m/image"])
    #expect(node.integers("kernel_shape") == [3, 2])
    #expect(node.setting("count_include_pad")?.i == 0)
  }

  @Test(
    "Weights tell the channels of an input that has no shape, or an open one",
    arguments: [nil, [-1, -1, -1, -1]])
  func openInput(extents: [Int]?) throws {
    let model = try model(extents, settings: ["strides": [1, 1, 1, 1], "padding": "SAME"])
    #expect(model.inputExtents == [nil, nil, nil, 2])
  }

  @Test("Before version 24 of the format, a shape without extents is none")
  func oldInput() throws {
    var file = GraphFile([])
    file.weights("w", [1, 1, 3, 4])
    file.node("Sub", ["x", "w"], "s")
    file.node("Conv2D", ["s", "w"], "y", ["strides": [1, 1, 1, 1], "padding": "SAME"])
    file.message.versions.producer = 16
    #expect(try file.model().inputExtents == [nil, nil, nil, 3])
  }

  @Test("Windows that ONNX does not have are refused")
  func refusals() throws {
    let settings: [KeyValuePairs<String, GraphFile.Setting>] = [
      ["strides": [1, 1, 1, 1], "padding": "SAME", "data_format": "NCHW_VECT_C"],
      ["strides": [1, 1, 1], "padding": "SAME"],
      ["strides": [2, 1, 1, 1], "padding": "SAME"],
      ["strides": [1, 1, 1, 1]],
    ]
    for setting in settings {
      #expect(throws: TensorFlowError.self) { try model(settings: setting) }
    }
    #expect(throws: TensorFlowError.self) {
      try model(weights: [3, 3, 2], settings: ["strides": [1, 1, 1, 1], "padding": "SAME"])
    }
    var file = GraphFile()
    file.node(
      "MaxPool", ["x"], "y", ["ksize": [1, 1, 1, 2], "strides": [1, 1, 1, 1], "padding": "SAME"])
    #expect(try file.failure().contains("goes beyond height and width"))
  }
}
