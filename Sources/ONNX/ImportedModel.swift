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
  /// What the nodes of the file compute for every example, in the order in which they run.
  public let layers: [ImportedLayer]
  /// Program that wrote the file, with its version; empty if unknown.
  public let producer: String
  /// Version of the standard operators.
  public let opset: Int
  /// Version of the file format.
  public let irVersion: Int
  /// How often each ONNX operator occurs, the most frequent first.
  public let operatorCounts: [(name: String, count: Int)]
  /// Number of floating-point constants in the file.
  public let parameterCount: Int
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
  var extent: Int? { if case .fixed(let extent) = self { extent } else { nil } }
}

/// An input or output of a network, as the ONNX file has it and as the graph has it.
public struct ModelValue: Hashable, Sendable {
  /// Name in the file.
  public let name: String
  /// Extents in the file's order, batch first: N×C×H×W for images.
  public let dimensions: [Dimension]
  /// Shape of one example in storage order: H×W×C for images.
  public let shape: Shape

  /// Returns a batch in the order of the file (N×C×H×W) in storage order (N×H×W×C); arrays that
  /// have not four axes stay as they are.
  public func toStorage(_ tensor: Tensor) -> Tensor {
    tensor.shape.rank == 4 ? tensor.permuted([0, 2, 3, 1]) : tensor
  }

  /// Returns a batch in storage order (N×H×W×C) in the order of the file (N×C×H×W); arrays that
  /// have not four axes stay as they are.
  public func toONNX(_ tensor: Tensor) -> Tensor {
    tensor.shape.rank == 4 ? tensor.permuted([0, 3, 1, 2]) : tensor
  }
}
