/// Texts with numbers, as a tree of their bytes: all texts that a text begins with are found in one
/// walk.
struct PrefixTrie: Sendable {
  /// The node where every walk begins.
  static let root = 0
  private var edges: IntegerTable
  private var values: [Int32] = [-1]

  /// Makes an empty tree with room for some nodes.
  init(capacity: Int = 8) {
    edges = IntegerTable(capacity: capacity)
    values.reserveCapacity(capacity)
  }

  /// How many nodes there are.
  var nodes: Int { values.count }

  /// Returns the node that a byte leads to, if any text goes on like that.
  @inline(__always) func child(of node: Int, _ byte: UInt8) -> Int? {
    edges[UInt64(node) << 8 | UInt64(byte)].map { Int(truncatingIfNeeded: $0) }
  }

  /// The number of the text that ends at a node.
  @inline(__always) func value(at node: Int) -> Int32? {
    values[node] < 0 ? nil : values[node]
  }

  /// Returns the node that a text ends at, if any text begins with it.
  func node(after text: some Sequence<UInt8>, from start: Int = root) -> Int? {
    var node = start
    for byte in text {
      guard let next = child(of: node, byte) else { return nil }
      node = next
    }
    return node
  }

  /// The number of a text.
  func value(of text: some Sequence<UInt8>) -> Int32? {
    node(after: text).flatMap { value(at: $0) }
  }

  /// Gives a text a number that is not negative; returns the one it had.
  @discardableResult mutating func set(_ text: some Sequence<UInt8>, to value: Int32) -> Int32? {
    var node = Self.root
    for byte in text {
      if let next = child(of: node, byte) {
        node = next
      } else {
        edges.set(UInt64(node) << 8 | UInt64(byte), to: UInt64(values.count))
        node = values.count
        values.append(-1)
      }
    }
    let former = self.value(at: node)
    values[node] = value
    return former
  }
}
