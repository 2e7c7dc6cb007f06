import Foundation
import ONNX
import ProtocolBuffers
import TensorFlow

/// A TensorFlow graph that is made by a test.
struct GraphFile {
  /// A setting of a node.
  enum Setting: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
  {
    case attribute(TensorFlowAttribute)

    init(integerLiteral value: Int) { self = .attribute(.with { $0.i = Int64(value) }) }
    init(floatLiteral value: Float) { self = .attribute(.with { $0.f = value }) }
    init(booleanLiteral value: Bool) { self = .attribute(.with { $0.b = value }) }
    init(stringLiteral value: String) { self = .attribute(.with { $0.s = Data(value.utf8) }) }
    init(arrayLiteral elements: Int...) {
      self = .attribute(.with { $0.list.i = elements.map(Int64.init) })
    }

    /// A type, by TensorFlow's number.
    static func type(_ number: Int32) -> Setting { .attribute(.with { $0.type = number }) }
  }

  var message = TensorFlowGraph()

  /// Starts a graph with an input of single precision; −1 is an open extent, nil no shape at all.
  init(_ extents: [Int]? = [-1, 8, 8, 2]) {
    message.versions.producer = 1882
    node("Placeholder", [], "x", ["dtype": .type(1)])
    message.node[0].attr["shape"] = .with { attribute in
      attribute.shape = extents.map(Self.shape) ?? .with { $0.unknownRank = true }
    }
  }

  /// Adds a node.
  mutating func node(
    _ kind: String, _ inputs: [String], _ name: String = "y",
    _ settings: KeyValuePairs<String, Setting> = [:]
  ) {
    message.node.append(
      TensorFlowNode.with {
        $0.name = name
        $0.op = kind
        $0.input = inputs
        for (key, setting) in settings {
          if case .attribute(let attribute) = setting { $0.attr[key] = attribute }
        }
      })
  }

  /// Adds a constant.
  mutating func constant(_ name: String, _ tensor: TensorFlowTensor) {
    node("Const", [], name, ["value": .attribute(.with { $0.tensor = tensor })])
  }

  /// Adds a constant of single precision whose numbers are all `value`.
  mutating func weights(_ name: String, _ extents: [Int], _ value: Float = 0.5) {
    constant(
      name,
      .with {
        $0.dtype = 1
        $0.tensorShape = Self.shape(extents)
        $0.floatVal = [value]
      })
  }

  /// Adds a constant of integers, in a list or, if there are `extents`, otherwise.
  mutating func integers(_ name: String, _ values: [Int32], _ extents: [Int]? = nil) {
    constant(
      name,
      .with {
        $0.dtype = 3
        $0.tensorShape = Self.shape(extents ?? [values.count])
        $0.intVal = values
      })
  }

  static func shape(_ extents: [Int]) -> TensorFlowShape {
    .with {
      $0.dim = extents.map { extent in TensorFlowExtent.with { $0.size = Int64(extent) } }
    }
  }

  func bytes() throws -> Data { message.serializedBytes() }

  /// Translates the graph.
  func model() throws -> ONNXModel { try FrozenGraph.model(bytes()) }

  /// The message of the error with which the graph is refused; "accepted" if it is not.
  func failure() throws -> String {
    do {
      _ = try model()
      return "accepted"
    } catch let error as TensorFlowError {
      return error.description
    }
  }
}

extension ONNXModel {
  /// Kinds of the nodes, in order.
  var kinds: [String] { graph.node.map(\.opType) }

  /// The only node of a kind.
  func node(_ kind: String) throws -> ONNXNode {
    let nodes = graph.node.filter { $0.opType == kind }
    guard nodes.count == 1 else { throw Missing(name: kind) }
    return nodes[0]
  }

  /// The integers of the constant with that name.
  func integers(_ name: String) throws -> [Int] {
    guard let tensor = graph.initializer.first(where: { $0.name == name }), tensor.dataType == 7
    else { throw Missing(name: name) }
    return tensor.rawData.withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map {
        Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)))
      }
    }
  }

  /// The numbers of the constant with that name.
  func floats(_ name: String) throws -> [Float] {
    guard let tensor = graph.initializer.first(where: { $0.name == name }), tensor.dataType == 1
    else { throw Missing(name: name) }
    return tensor.rawData.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map {
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    }
  }

  /// Extents of the first input; nil for an open one.
  var inputExtents: [Int?] {
    graph.input[0].type.tensorType.shape.dim.map { extent in
      if case .dimValue(let value) = extent.value { Int(value) } else { nil }
    }
  }
}

extension ONNXNode {
  /// The setting of that name.
  func setting(_ name: String) -> ONNXAttribute? { attribute.first { $0.name == name } }

  /// The integers of the setting of that name.
  func integers(_ name: String) -> [Int]? { setting(name)?.ints.map(Int.init) }

  /// The text of the setting of that name.
  func text(_ name: String) -> String? {
    setting(name).map { String(decoding: $0.s, as: UTF8.self) }
  }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Something that a test looks for is not there.
struct Missing: Error {
  let name: String
}
