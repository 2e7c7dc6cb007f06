import Engine
import Tensors

/// Normalisations, over channels and over statistics of the training data.
extension NodeImport {
  /// BatchNormalization with frozen statistics.
  func batchNormalization() throws(ONNXError) -> ImportedValue {
    if try flag("training_mode") {
      throw failure("training_mode is not supported; export the model for inference")
    }
    if opset < 9, try !flag("spatial", default: true) {
      throw failure("attribute \"spatial\" other than 1 is not supported")
    }
    let (id, channels) = try channels()
    let operation = ChannelAffine(
      gain: try vector(1, "the scale", count: channels),
      bias: try vector(2, "the bias", count: channels),
      mean: try vector(3, "the mean", count: channels),
      variance: try vector(4, "the variance", count: channels),
      epsilon: try float("epsilon", default: 1e-5))
    return try add(operation, id)
  }

  /// LRN.
  func localResponseNormalization() throws(ONNXError) -> ImportedValue {
    let size = try integer("size")
    guard (1...Int(UInt16.max)).contains(size) else {
      throw failure("expected attribute \"size\" to be a number of channels, found \(size)")
    }
    let operation = LocalResponseNormalization(
      size: size, alpha: try float("alpha", default: 1e-4), beta: try float("beta", default: 0.75),
      bias: try float("bias", default: 1))
    return try add(operation, channels().id)
  }

  /// Softmax.
  func softmax() throws(ONNXError) -> ImportedValue {
    let id = try variable(0)
    return try add(Softmax(over: softmaxScope(of: id)), id)
  }

  /// LogSoftmax.
  func logSoftmax() throws(ONNXError) -> ImportedValue {
    let id = try variable(0)
    return try add(LogSoftmax(over: softmaxScope(of: id)), id)
  }

  /// Returns the first input, whose channels (axis 1 of the file) must be innermost in storage.
  private func channels() throws(ONNXError) -> (id: Graph.ValueID, count: Int) {
    let id = try variable(0)
    guard [2, 4].contains(rank(of: id)) else {
      throw failure("expected two or four axes (N×C or N×C×H×W), found \(rank(of: id))")
    }
    return (id, dimensions(of: id)[0])
  }

  /// Finds the numbers that a softmax normalises together: from opset 13 those along one axis,
  /// before those of all axes from one on. Axes of extent 1 make no difference.
  private func softmaxScope(of id: Graph.ValueID) throws(ONNXError) -> SoftmaxScope {
    let rank = rank(of: id)
    let example = dimensions(of: id)
    let first = try axis(integer("axis", default: opset < 13 ? 1 : -1), rank: rank)
    guard first > 0 else { throw failure("a softmax over the batch axis is not supported") }
    let wide = (1..<rank).filter { example[$0 - 1] > 1 }
    let normalized = opset < 13 ? wide.filter { $0 >= first } : wide.filter { $0 == first }
    if normalized == [StorageOrder.axes(rank: rank)[rank - 2]] { return .channels }
    if normalized == wide { return .example }
    throw failure("a softmax over axis \(first) of \(rank) is not supported, only over channels")
  }
}
