import ONNX

/// How the axes of an image are ordered.
enum ImageOrder {
  /// N×C×H×W, as in ONNX.
  case channelsFirst
  /// N×H×W×C.
  case channelsLast

  /// Axis of the channels.
  var channels: Int { self == .channelsFirst ? 1 : 3 }
  /// Axes of height and width.
  var plane: ClosedRange<Int> { self == .channelsFirst ? 2...3 : 1...2 }
  /// Axis `k` of N×C×H×W is axis `toChannelsFirst[k]` of N×H×W×C.
  static let toChannelsFirst = [0, 3, 1, 2]
  /// Axis `k` of N×H×W×C is axis `toChannelsLast[k]` of N×C×H×W.
  static let toChannelsLast = [0, 2, 3, 1]
}

extension NodeTranslation {
  /// The order of images that the node reads and writes.
  func imageOrder() throws(TensorFlowError) -> ImageOrder {
    switch try text("data_format", default: "NHWC") {
    case "NHWC": return .channelsLast
    case "NCHW": return .channelsFirst
    case let other: throw failure("images in the order \(other) are not supported")
    }
  }

  /// Returns an image in ONNX's order.
  func channelsFirst(_ image: Value, order: ImageOrder) throws(TensorFlowError) -> Value {
    if let shape = image.shape, shape.rank != 4 {
      throw failure("expected an image (4 axes), found \(shape.rank) axes")
    }
    guard order == .channelsLast else { return image }
    if let source = graph.channelsFirst(of: image) { return source }
    return step(
      "Transpose", [image], [.integers("perm", ImageOrder.toChannelsFirst)],
      suffix: "channels_first",
      shape: (image.shape ?? PartialShape(rank: 4)).permuted(ImageOrder.toChannelsFirst))
  }

  /// Adds an ONNX node for images. `inputs` begin with an image in ONNX's order; `shape` is in that
  /// order, the result in `order`.
  func imageResult(
    _ kind: String, _ inputs: [Value], _ settings: [ONNXAttribute], order: ImageOrder,
    shape: PartialShape?
  ) -> [Value] {
    guard order == .channelsLast else { return result(kind, inputs, settings, shape: shape) }
    let inner = step(kind, inputs, settings, suffix: "image", shape: shape)
    let outputs = result(
      "Transpose", [inner], [.integers("perm", ImageOrder.toChannelsLast)],
      shape: shape?.permuted(ImageOrder.toChannelsLast))
    graph.note(outputs[0], isChannelsLastOf: inner)
    return outputs
  }

  /// Returns height and width in a setting with one number for each axis; the others must be
  /// `other`.
  func plane(
    _ setting: String, order: ImageOrder, default value: [Int]? = nil
  ) throws(TensorFlowError) -> [Int] {
    let given = try integers(setting)
    if given.isEmpty, let value { return value }
    guard given.count == 4 else {
      throw failure("expected 4 numbers as \(setting), found \(given.count)")
    }
    guard given[0] == 1, given[order.channels] == 1 else {
      throw failure("\(setting) \(given) goes beyond height and width, which is not supported")
    }
    let plane = Array(given[order.plane])
    guard plane.allSatisfy({ $0 > 0 && $0 <= Int(Int32.max) }) else {
      throw failure("expected positive \(setting), found \(given)")
    }
    return plane
  }

  /// The setting of ONNX for the padding of windows of such height and width.
  func padding(
    _ side: [Int], strides: [Int], dilations: [Int] = [1, 1], order: ImageOrder
  ) throws(TensorFlowError) -> ONNXAttribute {
    switch try text("padding", default: "") {
    case "SAME":
      guard strides == [1, 1], dilations != [1, 1] else { return .text("auto_pad", "SAME_UPPER") }
      // Not every reader of ONNX knows this with dilation; with strides of 1 the size is no matter.
      let sums = zip(side, dilations).map { ($0 - 1).multipliedReportingOverflow(by: $1) }
      guard sums.allSatisfy({ !$0.overflow }) else { throw failure("the window is too large") }
      let pads = sums.map(\.partialValue)
      return .integers("pads", pads.map { $0 / 2 } + pads.map { $0 - $0 / 2 })
    case "VALID": return .integers("pads", [0, 0, 0, 0])
    case "EXPLICIT":
      let pads = try integers("explicit_paddings")
      let isUsable = pads.allSatisfy { 0...Int(Int32.max) ~= $0 }
      guard pads.count == 8, isUsable else { throw failure("paddings \(pads) are not usable") }
      let (row, column) = (2 * order.plane.lowerBound, 2 * order.plane.upperBound)
      let plane = [pads[row], pads[column], pads[row + 1], pads[column + 1]]
      guard plane.reduce(0, +) == pads.reduce(0, +) else {
        throw failure("paddings \(pads) go beyond height and width, which is not supported")
      }
      return .integers("pads", plane)
    case let other: throw failure("padding \(quoted(other)) is not supported")
    }
  }

  // MARK: - Convolutions

  /// Conv2D, with weights H×W×C×K.
  func convolution() throws(TensorFlowError) -> [Value] {
    let weights = try weights()
    let order = try imageOrder()
    let image = try channelsFirst(input(0), order: order)
    let kernel = step(
      "Transpose", [weights.value], [.integers("perm", [3, 2, 0, 1])], suffix: "weights")
    var groups = 1
    if let channels = image.shape?.extents[1], channels % weights.extents[2] == 0 {
      groups = max(1, channels / weights.extents[2])
    }
    return try convolution(
      image, kernel, extents: weights.extents, groups: groups, channels: weights.extents[3],
      order: order)
  }

  /// DepthwiseConv2dNative, with weights H×W×C×M: M outputs for each channel.
  func depthwiseConvolution() throws(TensorFlowError) -> [Value] {
    let weights = try weights()
    let order = try imageOrder()
    let image = try channelsFirst(input(0), order: order)
    let turned = step(
      "Transpose", [weights.value], [.integers("perm", [2, 3, 0, 1])], suffix: "turned_weights")
    let channels = weights.extents[2] * weights.extents[3]
    let target = list([channels, 1, weights.extents[0], weights.extents[1]], suffix: "extents")
    let kernel = step("Reshape", [turned, target], suffix: "weights")
    return try convolution(
      image, kernel, extents: weights.extents, groups: weights.extents[2], channels: channels,
      order: order)
  }

  private func weights() throws(TensorFlowError) -> (value: Value, extents: [Int]) {
    let extents = try constant(1, "the weights").extents
    guard extents.count == 4, extents.allSatisfy({ $0 > 0 }) else {
      throw failure("expected weights H×W×C×K, found extents \(extents)")
    }
    return (try input(1), extents)
  }

  private func convolution(
    _ image: Value, _ kernel: Value, extents: [Int], groups: Int, channels: Int, order: ImageOrder
  ) throws(TensorFlowError) -> [Value] {
    let side = Array(extents[..<2])
    let strides = try plane("strides", order: order)
    let dilations = try plane("dilations", order: order, default: [1, 1])
    return imageResult(
      "Conv", [image, kernel],
      [
        .integers("kernel_shape", side), .integers("strides", strides),
        .integers("dilations", dilations), .integer("group", groups),
        try padding(side, strides: strides, dilations: dilations, order: order),
      ],
      order: order,
      shape: PartialShape([image.shape?.extents[0], channels, nil, nil]))
  }

  // MARK: - Pooling

  /// MaxPool.
  func maximumPooling() throws(TensorFlowError) -> [Value] { try pooling("MaxPool", []) }

  /// AvgPool: means of the numbers in the picture, without the padding.
  func averagePooling() throws(TensorFlowError) -> [Value] {
    try pooling("AveragePool", [.integer("count_include_pad", 0)])
  }

  private func pooling(
    _ kind: String, _ settings: [ONNXAttribute]
  ) throws(TensorFlowError) -> [Value] {
    let order = try imageOrder()
    let image = try channelsFirst(input(0), order: order)
    let side = try plane("ksize", order: order)
    let strides = try plane("strides", order: order)
    let window: [ONNXAttribute] = [
      .integers("kernel_shape", side), .integers("strides", strides),
      try padding(side, strides: strides, order: order),
    ]
    return imageResult(
      kind, [image], window + settings, order: order,
      shape: PartialShape([image.shape?.extents[0], image.shape?.extents[1], nil, nil]))
  }
}
