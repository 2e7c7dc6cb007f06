import ONNX

extension NodeTranslation {
  /// BiasAdd: a number is added to each channel.
  func biasAddition() throws(TensorFlowError) -> [Value] {
    let (value, bias) = (try input(0), try input(1))
    let shape = value.shape
    guard try text("data_format", default: "NHWC").hasPrefix("NC") else {
      return result("Add", [value, bias], shape: shape)
    }
    // A shape that is not known is an image's: only for images is the order ever chosen.
    let trailing = max(0, (shape?.rank ?? 4) - 2)
    let extents = list([-1] + [Int](repeating: 1, count: trailing), suffix: "extents")
    let column = step("Reshape", [bias, extents], suffix: "bias")
    return result("Add", [value, column], shape: shape)
  }

  /// FusedBatchNorm and its versions, with the statistics of the training set.
  func batchNormalization() throws(TensorFlowError) -> [Value] {
    guard try !flag("is_training", default: true) else {
      throw failure(
        "it normalizes each batch by itself, as in training; freeze the model for inference")
    }
    let order = try imageOrder()
    let image = try channelsFirst(input(0), order: order)
    let roles = ["the scale", "the offset", "the mean", "the variance"]
    var parameters: [Value] = []
    for (index, role) in roles.enumerated() { parameters.append(try input(index + 1, role)) }
    return imageResult(
      "BatchNormalization", [image] + parameters,
      [.float("epsilon", try float("epsilon", default: 1e-4))], order: order, shape: image.shape)
  }

  /// BatchNormWithGlobalNormalization, the first of them: mean and variance come before the offset
  /// and the scale, which it may leave out.
  func globalBatchNormalization() throws(TensorFlowError) -> [Value] {
    let image = try channelsFirst(input(0), order: .channelsLast)
    let (mean, variance) = (try input(1, "the mean"), try input(2, "the variance"))
    let (offset, scale) = (try input(3, "the offset"), try input(4, "the scale"))
    var factors = scale
    if try !flag("scale_after_normalization") {
      let count = try constant(4, "the scale").extents.reduce(1, *)
      factors = graph.define(
        ConstantArray(floats: [Float](repeating: 1, count: count)),
        named: graph.uniqueName("\(name)/ones"))
    }
    return imageResult(
      "BatchNormalization", [image, factors, offset, mean, variance],
      [.float("epsilon", try float("variance_epsilon", default: 0))], order: .channelsLast,
      shape: image.shape)
  }

  /// LRN: x / (bias + alpha · Σ x²)^beta, the sum over 2 · radius + 1 channels. ONNX divides its
  /// alpha by their number.
  func localResponseNormalization() throws(TensorFlowError) -> [Value] {
    let radius = try integer("depth_radius", default: 5)
    guard 0...(1 << 20) ~= radius else {
      throw failure("a depth_radius of \(radius) is not usable")
    }
    let size = 2 * radius + 1
    let image = try channelsFirst(input(0), order: .channelsLast)
    return imageResult(
      "LRN", [image],
      [
        .integer("size", size),
        .float("alpha", try float("alpha", default: 1) * Float(size)),
        .float("beta", try float("beta", default: 0.5)),
        .float("bias", try float("bias", default: 1)),
      ],
      order: .channelsLast, shape: image.shape)
  }

  /// Softmax and LogSoftmax, along the last axis.
  func softmax(_ kind: String) throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    return result(kind, [input], [.integer("axis", -1)], shape: input.shape)
  }
}
