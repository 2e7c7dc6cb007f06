import Tensors
import Testing

@Suite("Convolutions and pooling of an ONNX file")
struct WindowTests {
  private let image = samples([2, 4, 7, 6])

  private func convolution(
    _ weights: Tensor, bias: [Float]? = nil,
    _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
  ) throws -> Tensor {
    var file = ModelFile(inputs: ["x": [0, 4, 7, 6]])
    file.constant("w", weights.shape.dimensions, weights.values)
    if let bias { file.constant("b", [bias.count], bias) }
    file.node("Conv", bias == nil ? ["x", "w"] : ["x", "w", "b"], ["y"], settings)
    return try file.run(image)
  }

  @Test("a convolution with strides, asymmetric padding, dilation and bias equals its definition")
  func general() throws {
    let weights = samples([5, 4, 3, 2], seed: 2)
    let bias: [Float] = [1, 2, 3, 4, 5]
    let reference = WindowReference(stride: [2, 1], dilation: [1, 2], pads: [1, 0, 2, 1])
    let result = try convolution(
      weights, bias: bias,
      ["strides": [2, 1], "dilations": [1, 2], "pads": [1, 0, 2, 1], "kernel_shape": [3, 2]])
    #expect(distance(result, reference.convolution(image, weights, bias: bias)) < 1e-5)
  }

  @Test("groups see their own channels only, down to one channel each", arguments: [2, 4])
  func groups(count: Int) throws {
    let weights = samples([8, 4 / count, 3, 3], seed: 3)
    let result = try convolution(weights, ["group": .integer(count)])
    let expected = WindowReference().convolution(image, weights, bias: nil, groups: count)
    #expect(distance(result, expected) < 1e-5)
  }

  @Test(
    "automatic padding puts the odd pixel where the mode says",
    arguments: [
      ("SAME_UPPER", [0, 1, 1, 1]), ("SAME_LOWER", [1, 1, 0, 1]), ("VALID", [0, 0, 0, 0]),
    ])
  func automaticPadding(mode: String, pads: [Int]) throws {
    let weights = samples([2, 4, 2, 3], seed: 4)
    let result = try convolution(weights, ["auto_pad": .text(mode)])
    let expected = WindowReference(pads: pads).convolution(image, weights, bias: nil)
    #expect(distance(result, expected) < 1e-5)
  }

  @Test("automatic padding of strided windows gives ⌈size / stride⌉ positions")
  func automaticPaddingWithStride() throws {
    let result = try convolution(
      samples([1, 4, 3, 3]), ["auto_pad": "SAME_UPPER", "strides": [2, 4]])
    #expect(result.shape == [2, 1, 4, 2])
  }

  @Test("windows that do not fit are refused with the node's name")
  func misfits() throws {
    func failure(
      _ extents: [Int], _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
    ) throws -> String {
      var file = ModelFile(inputs: ["x": [1, 4, 7, 6]])
      file.constant("w", extents, [Float](repeating: 0, count: extents.reduce(1, *)))
      file.node("Conv", ["x", "w"], ["y"], settings, name: "stem")
      return try file.failure()
    }
    #expect(try failure([1, 4, 8, 3]).contains("larger than the padded image"))
    #expect(
      try failure([1, 3, 1, 1])
        == "node \"stem\" (Conv): weights 1×3×1×1 in 1 groups do not fit 4 channels")
    #expect(try failure([3, 2, 1, 1], ["group": 2]).contains("in 2 groups"))
    #expect(try failure([1, 4, 1, 1], ["group": 0]).contains("in 0 groups"))
    #expect(try failure([1, 4, 3]).contains("expected weights O×I×2 extents"))
    #expect(try failure([0, 4, 3, 3]).contains("expected weights"))
    #expect(try failure([1, 4, 1, 1], ["strides": [0, 1]]).contains("\"strides\""))
    #expect(try failure([1, 4, 1, 1], ["pads": [0, -1, 0, 0]]).contains("\"pads\""))
    #expect(try failure([1, 4, 1, 1], ["dilations": [1]]).contains("\"dilations\""))
    #expect(try failure([1, 4, 1, 1], ["auto_pad": "SAME"]).contains("\"auto_pad\""))
    #expect(try failure([1, 4, 1, 1], ["kernel_shape": [1, 2]]).contains("\"kernel_shape\""))
    #expect(try failure([1, 4, 1, 1], ["group": "two"]).contains("not of kind integer"))
  }

  @Test("a convolution along one axis is that of pictures of one row")
  func oneAxis() throws {
    let (input, weights) = (samples([2, 4, 7]), samples([3, 4, 3], seed: 5))
    var file = ModelFile(inputs: ["x": [0, 4, 7]])
    file.constant("w", [3, 4, 3], weights.values)
    file.node("Conv", ["x", "w"], ["y"], ["pads": [1, 0], "strides": [2]])
    let reference = WindowReference(stride: [1, 2], pads: [0, 1, 0, 0]).convolution(
      input.reshaped(to: [2, 4, 1, 7]), weights.reshaped(to: [3, 4, 1, 3]), bias: nil)
    #expect(distance(try file.run(input), reference.reshaped(to: [2, 3, 3])) < 1e-5)
  }

  @Test("a convolution along three axes adds up those of its planes", arguments: [1, 2])
  func threeAxes(groups: Int) throws {
    let (input, weights) = (samples([1, 4, 3, 5, 4]), samples([2, 4 / groups, 2, 3, 3], seed: 5))
    var file = ModelFile(inputs: ["x": [0, 4, 3, 5, 4]])
    file.constant("w", weights.shape.dimensions, weights.values)
    file.node("Conv", ["x", "w"], ["y"], ["group": .integer(groups)])
    // Planes as examples: D×C×H×W, and weights of one plane each.
    let planes = input.transposed([2, 1, 3, 4, 0]).reshaped(to: [3, 4, 5, 4])
    let taps = weights.transposed([2, 0, 1, 3, 4])
    let size = taps.values.count / 2
    let sums = (0..<2).map { tap in
      WindowReference().convolution(
        planes,
        Tensor([2, 4 / groups, 3, 3], Array(taps.values[tap * size..<(tap + 1) * size])),
        bias: nil, groups: groups)
    }
    let plane = sums[0].values.count / 3
    let expected = (0..<2 * plane).map { sums[0].values[$0] + sums[1].values[$0 + plane] }
    let result = Tensor([2, 2, 3, 2], expected).transposed([1, 0, 2, 3])
    #expect(distance(try file.run(input), result.reshaped(to: [1, 2, 2, 3, 2])) < 1e-5)
  }

  @Test("convolutions along no or more than three axes are refused")
  func otherRanks() throws {
    for extents in [[1, 4], [1, 4, 2, 2, 2, 2]] {
      var file = ModelFile(inputs: ["x": extents])
      file.constant("w", [1, 4, 3], [Float](repeating: 0, count: 12))
      file.node("Conv", ["x", "w"])
      #expect(try file.failure().contains("one to three axes with channels (N×C×H×W)"))
    }
  }

  private func pooled(
    _ kind: String, opset: Int = 13, _ settings: KeyValuePairs<String, ModelFile.Setting>
  ) throws -> Tensor {
    var file = ModelFile(opset: opset, inputs: ["x": [1, 4, 7, 6]])
    file.node(kind, ["x"], ["y"], settings)
    return try file.run(image)
  }

  @Test("maximum pooling equals its definition, also dilated and padded")
  func maximum() throws {
    let reference = WindowReference(stride: [2, 1], dilation: [2, 1], pads: [1, 1, 0, 1])
    let result = try pooled(
      "MaxPool",
      ["kernel_shape": [3, 2], "strides": [2, 1], "dilations": [2, 1], "pads": [1, 1, 0, 1]])
    #expect(result == reference.pooling(image, kernel: [3, 2]) { $0.max() ?? 0 })
  }

  @Test("rounding up keeps a last window that hangs over, unless it begins beyond the image")
  func roundingUp() throws {
    let reference = WindowReference(stride: [2, 2])
    let result = try pooled(
      "MaxPool", ["kernel_shape": [2, 3], "strides": [2, 2], "ceil_mode": 1])
    #expect(result == reference.pooling(image, kernel: [2, 3], size: [4, 3]) { $0.max() ?? 0 })
    // A fourth column would begin at 9 − 1 = 8 of 6 + 1 columns.
    let dropped = try pooled(
      "MaxPool",
      ["kernel_shape": [1, 2], "strides": [1, 3], "pads": [0, 1, 0, 1], "ceil_mode": 1])
    #expect(dropped.shape == [2, 4, 7, 3])
  }

  @Test("average pooling leaves padding out, or counts it, as the file says")
  func average() throws {
    let reference = WindowReference(stride: [2, 2], pads: [1, 1, 1, 1])
    let excluding = try pooled(
      "AveragePool", ["kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]])
    #expect(distance(excluding, reference.pooling(image, kernel: [3, 3], mean)) < 1e-6)
    let including = try pooled(
      "AveragePool",
      ["kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1], "count_include_pad": 1])
    let expected = reference.pooling(image, kernel: [3, 3]) { $0.reduce(0, +) / 9 }
    #expect(distance(including, expected) < 1e-6)
  }

  @Test("average pooling that rounds up or is dilated divides by the pixels it sees")
  func averageRoundingUp() throws {
    let rounded = try pooled(
      "AveragePool",
      ["kernel_shape": [2, 3], "strides": [2, 2], "ceil_mode": 1, "count_include_pad": 1])
    let reference = WindowReference(stride: [2, 2])
    #expect(
      distance(rounded, reference.pooling(image, kernel: [2, 3], size: [4, 3], mean)) < 1e-6)
    let dilated = try pooled(
      "AveragePool", opset: 19, ["kernel_shape": [2, 2], "dilations": [3, 2]])
    let spread = WindowReference(dilation: [3, 2])
    #expect(distance(dilated, spread.pooling(image, kernel: [2, 2], mean)) < 1e-6)
  }

  @Test("global average pooling is the mean of every channel")
  func global() throws {
    let result = try pooled("GlobalAveragePool", [:])
    #expect(distance(result, WindowReference().pooling(image, kernel: [7, 6], mean)) < 1e-6)
  }

  @Test("pooling that has no answer is refused")
  func unusablePooling() throws {
    func failure(_ settings: KeyValuePairs<String, ModelFile.Setting>) throws -> String {
      var file = ModelFile(inputs: ["x": [1, 4, 7, 6]])
      file.node("MaxPool", ["x"], ["y"], settings)
      return try file.failure()
    }
    #expect(try failure([:]).contains("\"kernel_shape\" is missing"))
    #expect(try failure(["kernel_shape": [3]]).contains("a window over 2 axes"))
    #expect(try failure(["kernel_shape": [0, 3]]).contains("a window over 2 axes"))
    #expect(try failure(["kernel_shape": [9, 9]]).contains("larger than the padded image"))
    #expect(
      try failure(["kernel_shape": [2, 2], "pads": [2, 0, 0, 0]]).contains("padding smaller"))
  }

  @Test("the places of the maxima are not computed")
  func indices() throws {
    var file = ModelFile(inputs: ["x": [1, 4, 7, 6]])
    file.node("MaxPool", ["x"], ["m", "y"], ["kernel_shape": [2, 2]])
    #expect(try file.failure().contains("its output \"y\" is not computed"))
  }
}
