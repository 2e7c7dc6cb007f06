import Engine
import Tensors

/// A network that was read from an `.onnx` file.
public struct ImportedModel: Sendable {
  /// The network; its inputs and outputs are in the order of the file.
  public let graph: Graph
  /// What is handed in, in the order of `graph.inputs`.
  public let inputs: [ModelValue]
  /// What is handed out, in the order of `graph.outputs`.
  public let outputs: [ModelValue]
  /// Outputs of the file that cannot be computed (text, dictionaries), with the reason.
  public let unavailableOutputs: [(name: String, reason: String)]
  /// What the nodes of the file compute for every example, in the order in which they run.
  public let layers: [ImportedLayer]
  /// What the file says about itself.
  public let description: ModelDescription
}

/// The first output of a node of an ONNX file.
public struct ImportedLayer: Hashable, Sendable {
  /// Name of the output in the file.
  public let name: String
  /// Name of the node; that of the output where the file gives none.
  public let node: String
  /// ONNX name of the node's operator.
  public let operatorName: String
  /// The value in the graph. Nodes that change nothing (Identity, Dropout) share that of the node
  /// before them.
  public let value: Graph.ValueID
  /// Whether the value is a picture, H×W×C in the graph.
  public let isImage: Bool
  /// Whether the value is floating-point numbers.
  public let isNumeric: Bool
  /// Extents in the order of the file.
  public let extents: [Int]
  /// The file's axis behind each axis of the graph's value; others have extent 1.
  public let order: [Int]

  init(name: String, node: String, operatorName: String, variable: Variable) {
    self.name = name
    self.node = node
    self.operatorName = operatorName
    value = variable.id
    isImage = variable.rank == 4 && [[2, 3, 1], [1, 2, 3]].contains(variable.order)
    isNumeric = variable.type.isFloatingPoint
    extents = variable.dimensions
    order = variable.order
  }

  /// Returns an array of storage order in the order of the file.
  public func toFile(_ tensor: Tensor) -> Tensor {
    tensor.inFileOrder(extents: extents, order: order)
  }
}

/// An extent of an array in an ONNX file.
public enum Dimension: Hashable, Sendable, CustomStringConvertible {
  /// A number.
  case fixed(Int)
  /// Not known in advance; the name is empty if the file gives none.
  case symbolic(String)

  /// The number or the name, `?` without one.
  public var description: String {
    switch self {
    case .fixed(let extent): "\(extent)"
    case .symbolic(let name): name.isEmpty ? "?" : name
    }
  }

  /// The number, if it is one.
  public var extent: Int? { if case .fixed(let extent) = self { extent } else { nil } }
}

/// An input or output of a network, as the ONNX file has it and as the graph has it.
public struct ModelValue: Hashable, Sendable {
  /// Name in the file.
  public let name: String
  /// Type of its numbers in the file.
  public let type: ElementType
  /// Extents as the file declares them, outermost first; for an output without a declared shape
  /// those that it has.
  public let dimensions: [Dimension]
  /// Extents that it has in this network: one example, open extents chosen.
  public let extents: [Int]
  /// The file's axis behind each axis of the graph's value; others have extent 1.
  public let order: [Int]
  /// Names of the columns, where a node of the file gives them.
  public let classNames: [String]?

  /// Shape in the graph: H×W×C for a picture.
  public var shape: Shape { Shape(order.map { extents[$0] }) }

  /// How a picture lies in the file's array.
  public enum ImageLayout: Hashable, Sendable {
    /// N×C×H×W
    case channelsFirst
    /// N×H×W×C
    case channelsLast
  }

  /// How it is a picture; nil if it is none.
  public var imageLayout: ImageLayout? {
    switch (extents.count, order) {
    case (4, [2, 3, 1]): .channelsFirst
    case (4, [1, 2, 3]): .channelsLast
    default: nil
    }
  }

  /// Returns an array of the file's order in storage order.
  public func toStorage(_ tensor: Tensor) -> Tensor {
    let wide = extents.indices.filter { extents[$0] > 1 }
    let order = order.filter { extents[$0] > 1 }
    return tensor.reshaped(to: Shape(wide.map { extents[$0] }))
      .transposed(order.map { wide.firstIndex(of: $0) ?? 0 }).reshaped(to: shape)
  }

  /// Returns an array of storage order in the order of the file.
  public func toFile(_ tensor: Tensor) -> Tensor {
    tensor.inFileOrder(extents: extents, order: order)
  }
}

extension Tensor {
  /// Returns an array of storage order in the order of a file: `order` has the file's axis behind
  /// each stored one.
  fileprivate func inFileOrder(extents: [Int], order: [Int]) -> Tensor {
    let order = order.filter { extents[$0] > 1 }
    return reshaped(to: Shape(order.map { extents[$0] }))
      .transposed(order.indices.sorted { order[$0] < order[$1] }).reshaped(to: Shape(extents))
  }
}
