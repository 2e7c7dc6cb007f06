/// What the file says of the shape of a Placeholder.
///
/// Where it leaves the channels of an image open, or says nothing at all, the weights of the
/// convolution that reads the input tell them.
struct PlaceholderShape {
  /// Operators whose first input and output have the same number of channels.
  private static let channelwise: Set = [
    "Add", "AddV2", "AvgPool", "BiasAdd", "Cast", "CheckNumerics", "Div", "FusedBatchNorm",
    "FusedBatchNormV2", "FusedBatchNormV3", "Identity", "LRN", "MaxPool", "MirrorPad", "Mul", "Pad",
    "PadV2", "RealDiv", "Relu", "ResizeBilinear", "ResizeNearestNeighbor", "StopGradient", "Sub",
  ]
  /// Version of the format in which a shape without extents means a number, and not that the shape
  /// is not known.
  private static let scalarVersion = 24

  private let translation: NodeTranslation
  private var network: NodeNetwork { translation.graph.network }

  init(_ translation: NodeTranslation) {
    self.translation = translation
  }

  /// Returns the shape, with open extents where nobody tells them.
  func shape() throws(TensorFlowError) -> PartialShape {
    let given = given()
    if let given, given.rank != 4 || given.extents[1...].allSatisfy({ $0 != nil }) {
      return try checked(given)
    }
    guard let reader = convolution() else {
      if let given { return try checked(given) }
      throw .input(
        node: translation.name,
        detail: "the file does not tell its shape, and no convolution that reads it tells the "
          + "number of axes; freeze the model with an input of known shape")
    }
    var shape = given ?? PartialShape(rank: 4)
    if shape.extents[reader.axis] == nil { shape.extents[reader.axis] = reader.channels }
    return try checked(shape)
  }

  private func checked(_ shape: PartialShape) throws(TensorFlowError) -> PartialShape {
    guard ConstantArray.count(of: shape.extents.map { $0 ?? 1 }) != nil else {
      let extents = shape.extents.map { $0.map(String.init) ?? "?" }.joined(separator: "×")
      throw .input(node: translation.name, detail: "extents \(extents) are too many or too large")
    }
    return shape
  }

  private func given() -> PartialShape? {
    if case .shape(let shape) = translation.node.attr["shape"]?.value, !shape.unknownRank,
      !shape.dim.isEmpty || translation.graph.producer >= Self.scalarVersion
    {
      return PartialShape(shape)
    }
    if case .list(let list) = translation.node.attr["_output_shapes"]?.value,
      let shape = list.shape.first, !shape.unknownRank, !shape.dim.isEmpty
    {
      return PartialShape(shape)
    }
    return nil
  }

  /// The first convolution behind the input, with nothing between that changes the number of
  /// channels: which axis they are, and how many.
  private func convolution() -> (axis: Int, channels: Int)? {
    var reached: Set = [translation.name]
    // Nodes come behind what they read.
    for index in network.order {
      let node = network.nodes[index]
      guard network.sources[index].contains(where: { reached.contains($0.node) }) else { continue }
      if Self.channelwise.contains(node.op) { reached.insert(node.name) }
      guard ["Conv2D", "DepthwiseConv2dNative"].contains(node.op),
        network.sources[index].count > 1, reached.contains(network.sources[index][0].node),
        let channels = weightChannels(network.sources[index][1])
      else { continue }
      var isFirst = false
      if case .s(let format) = node.attr["data_format"]?.value {
        isFirst = format.elementsEqual("NCHW".utf8)
      }
      return (isFirst ? 1 : 3, channels)
    }
    return nil
  }

  /// Number of input channels of weights H×W×C×K, if they are constant.
  private func weightChannels(_ reference: OutputReference) -> Int? {
    var next = network.indices[reference.node]
    for _ in network.nodes {
      guard let index = next else { return nil }
      let node = network.nodes[index]
      if case .tensor(let tensor) = node.attr["value"]?.value {
        let extents = tensor.tensorShape.dim
        return extents.count == 4 && extents[2].size > 0 ? Int(extents[2].size) : nil
      }
      guard node.op == "Identity" else { return nil }
      next = network.sources[index].first.flatMap { network.indices[$0.node] }
    }
    return nil
  }
}

extension PartialShape {
  /// The shape in a file, where extents that are not known are negative.
  init(_ shape: TensorFlowShape) {
    self.init(shape.dim.map { $0.size < 0 ? nil : Int($0.size) })
  }
}
