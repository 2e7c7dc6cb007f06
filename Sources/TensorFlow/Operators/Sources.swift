import ONNX

extension NodeTranslation {
  /// Const: the array enters the ONNX graph when it is read there.
  func constant() throws(TensorFlowError) -> [Value] {
    guard case .tensor(let tensor) = node.attr["value"]?.value else {
      throw failure("expected an array as its value")
    }
    let array = try ConstantArray(tensor, of: name, limit: graph.budget)
    let listed = tensor.tensorContent.isEmpty ? array.bytes.count / array.type.width : 0
    graph.spend(listed)
    return [graph.define(array, named: name)]
  }

  /// Identity and its like: another name for the input.
  func identity() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    if let array = graph.constant(named: input.name) {
      return [graph.define(array, named: name)]
    }
    return result("Identity", [input], shape: input.shape)
  }

  /// IdentityN: other names for all inputs.
  func identities() throws(TensorFlowError) -> [Value] {
    try allInputs().enumerated().map { index, input in
      let output = Value(name: outputName(index), shape: input.shape)
      if let array = graph.constant(named: input.name) {
        return graph.define(array, named: output.name)
      }
      add("Identity", [input], [], outputs: [output])
      return output
    }
  }

  /// Placeholder: an input of the network.
  func placeholder() throws(TensorFlowError) -> [Value] {
    let type = try type("dtype")
    return [graph.addInput(name, type: type, shape: try PlaceholderShape(self).shape())]
  }

  /// PlaceholderWithDefault: an input if it may be an image or a list of features, and otherwise its
  /// default, as in a switch between training and inference, or where the default is computed from
  /// an input, as between the layers that were trained again and those before them.
  func placeholderWithDefault() throws(TensorFlowError) -> [Value] {
    guard case .shape(let shape) = node.attr["shape"]?.value, shape.dim.count > 1,
      try type("dtype") == .float, !graph.varies(try input(0))
    else { return try identity() }
    return try placeholder()
  }

  /// NoOp computes nothing.
  func nothing() -> [Value] { [] }
}
