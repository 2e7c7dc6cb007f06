import ONNX

/// The ONNX graph while it is made.
final class GraphTranslation {
  /// The nodes that are translated.
  let network: NodeNetwork
  /// Version of TensorFlow's format when the file was written.
  let producer: Int
  /// Numbers that constants may have which the file does not list one by one, so that a small file
  /// cannot ask for much memory.
  private(set) var budget: Int
  private var graph = ONNXGraph()
  /// Outputs of the nodes so far.
  private var values: [String: [Value]] = [:]
  /// Constants, by the name of their value.
  private var constants: [String: ConstantArray] = [:]
  /// Constants that are in the graph, because a node reads them.
  private var stored: Set<String> = []
  /// Values with the order N×C×H×W of those with the order N×H×W×C.
  private var channelsFirst: [String: Value] = [:]
  /// Names of inputs, and of all that is computed from them.
  private var varying: Set<String> = []
  /// Names that were made up.
  private var names: Set<String> = []

  init(_ network: NodeNetwork, producer: Int, fileSize: Int) {
    self.network = network
    self.producer = producer
    budget = max(1 << 24, fileSize)
  }

  /// Translates all nodes.
  func model() throws(TensorFlowError) -> ONNXModel {
    for index in network.order {
      let node = network.nodes[index]
      guard let translator = OperatorTable.translator(of: node.op) else {
        throw .unsupportedOperators([.init(name: node.op, nodes: [node.name])])
      }
      let translation = NodeTranslation(node, inputs: network.sources[index], graph: self)
      values[node.name] = try translator(translation)
    }
    for index in network.outputs {
      for output in values[network.nodes[index].name] ?? [] {
        store(output.name)
        graph.output.append(ONNXValueInfo.with { $0.name = output.name })
      }
    }
    return ONNXModel.with {
      $0.irVersion = 8
      $0.producerName = "TensorFlow"
      $0.opsetImport = [ONNXOperatorSet.with { $0.version = 18 }]
      $0.graph = graph
    }
  }

  // MARK: - Values

  /// Returns the value that `reference` names, without a need for it in the graph.
  func value(_ reference: OutputReference) -> Value? {
    guard let outputs = values[reference.node], outputs.indices.contains(reference.index) else {
      return nil
    }
    return outputs[reference.index]
  }

  /// The constant of that name, if there is one.
  func constant(named name: String) -> ConstantArray? { constants[name] }

  /// Makes a constant; it enters the graph when a node reads it.
  func define(_ array: ConstantArray, named name: String) -> Value {
    constants[name] = array
    return Value(name: name, shape: PartialShape(array.extents))
  }

  /// Puts a constant into the graph, unless it is there or the name is not a constant's.
  func store(_ name: String) {
    guard let array = constants[name], stored.insert(name).inserted else { return }
    graph.initializer.append(
      ONNXTensor.with {
        $0.name = name
        $0.dims = array.extents.map(Int64.init)
        $0.dataType = array.type.onnx
        $0.rawData = array.bytes
      })
  }

  /// Takes from the numbers that constants may still have.
  func spend(_ count: Int) { budget = max(0, budget - count) }

  /// Returns a name that neither a node nor another value has.
  func uniqueName(_ wish: String) -> String {
    var name = wish
    while network.indices[name] != nil || !names.insert(name).inserted { name += "_" }
    return name
  }

  /// The value in the order N×C×H×W that `value` was made of, if it was.
  func channelsFirst(of value: Value) -> Value? { channelsFirst[value.name] }

  /// Notes that `value` holds the numbers of `other`, whose order is N×C×H×W.
  func note(_ value: Value, isChannelsLastOf other: Value) { channelsFirst[value.name] = other }

  /// Whether a value is an input of the network, or computed from one.
  func varies(_ value: Value) -> Bool { varying.contains(value.name) }

  // MARK: - Additions

  /// Adds a node.
  func add(_ node: ONNXNode) {
    for input in node.input { store(input) }
    if node.input.contains(where: varying.contains) { varying.formUnion(node.output) }
    graph.node.append(node)
  }

  /// Adds an input of the network, whose open extents get names.
  func addInput(_ name: String, type: ElementType, shape: PartialShape) -> Value {
    varying.insert(name)
    graph.input.append(
      ONNXValueInfo.with {
        $0.name = name
        $0.type.tensorType.elemType = type.onnx
        $0.type.tensorType.shape.dim = shape.extents.enumerated().map { axis, extent in
          ONNXExtent.with {
            if let extent {
              $0.dimValue = Int64(extent)
            } else {
              $0.dimParam = axis == 0 ? "N" : "\(name)_\(axis)"
            }
          }
        }
      })
    return Value(name: name, shape: shape)
  }
}
