import ONNX
import ProtocolBuffers

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Frozen TensorFlow graphs: `.pb` files with the nodes of a network and the weights as constants.
/// Files are not trusted: whatever the bytes are, the answer is a model or a ``TensorFlowError``.
package enum FrozenGraph {
  /// Most bytes of a file; the limit is the format's.
  static let maximumBytes = Int(Int32.max)
  /// Most nodes of a graph.
  static let maximumNodes = 100_000

  /// Whether a file begins as a TensorFlow graph does: with a node that has a name and an operator.
  /// An ONNX model begins with its version instead.
  package static func isFrozenGraph(_ bytes: Data) -> Bool {
    var reader = PrefixReader(bytes.prefix(4096))
    guard reader.length(ofField: 1) != nil, let name = reader.length(ofField: 1),
      reader.skip(name), let kind = reader.length(ofField: 2), kind > 0,
      let letters = reader.bytes(min(kind, 64))
    else { return false }
    return letters.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ">"):
        true
      default: false
      }
    }
  }

  /// Returns the network of a frozen graph in ONNX's words (operators of version 18).
  ///
  /// Values keep the names of their nodes, and images their order, usually N×H×W×C. The outputs are
  /// the nodes that no other node reads.
  package static func model(_ bytes: Data) throws(TensorFlowError) -> ONNXModel {
    guard bytes.count <= maximumBytes else {
      throw .fileTooLarge(bytes: bytes.count, limit: maximumBytes)
    }
    let file: TensorFlowGraph
    do {
      file = try TensorFlowGraph(serializedBytes: bytes)
    } catch {
      throw .damaged(detail: "\(error)")
    }
    guard !file.node.isEmpty else { throw .damaged(detail: "it has no nodes") }
    guard file.node.count <= maximumNodes else {
      throw .structure(detail: "\(file.node.count) nodes; at most \(maximumNodes) are read")
    }
    let network = try NodeNetwork(file.node)
    try checkOperators(of: network)
    let translation = GraphTranslation(
      network, producer: Int(file.versions.producer), fileSize: bytes.count)
    return try translation.model()
  }

  private static func checkOperators(of network: NodeNetwork) throws(TensorFlowError) {
    var nodes: [String: [String]] = [:]
    for index in network.order.sorted() {
      let node = network.nodes[index]
      if OperatorTable.translator(of: node.op) == nil {
        nodes[node.op, default: []].append(node.name)
      }
    }
    guard nodes.isEmpty else {
      throw .unsupportedOperators(
        nodes.keys.sorted().map { .init(name: $0, nodes: nodes[$0] ?? []) })
    }
  }
}

/// Reads the first fields of a message.
private struct PrefixReader {
  private let bytes: Data
  private var position: Int

  init(_ bytes: Data) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Reads the tag of a field of bytes and their number; nil if another field comes next.
  mutating func length(ofField number: UInt8) -> Int? {
    guard next() == number << 3 | 2 else { return nil }
    var (length, shift) = (0, 0)
    while let byte = next(), shift < 35 {
      length |= Int(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 { return length }
    }
    return nil
  }

  /// Skips bytes; false if there are not so many.
  mutating func skip(_ count: Int) -> Bool { bytes(count) != nil }

  /// Reads bytes; nil if there are not so many.
  mutating func bytes(_ count: Int) -> Data? {
    guard count <= bytes.endIndex - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func next() -> UInt8? { bytes(1)?.first }
}
