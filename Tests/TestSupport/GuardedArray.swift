import Engine
import Tensors

/// Memory for a value of a workspace with canaries before it, behind it, and between its rows, as
/// if it were a part of a concatenation.
final class GuardedArray {
  private static let canary: UInt32 = 0x7fc0_dead
  private static let margin = 32

  private let memory: UnsafeMutableBufferPointer<Float>
  private let origin: Int
  private let capacity: Int
  let view: View

  /// Makes room for `capacity` examples whose rows lie `gap` floats apart; for one that all
  /// examples share if `shared`.
  init(_ shape: Shape, capacity: Int, gap: Int, shared: Bool = false) {
    let columns = shape.dimensions.last ?? 1
    let rows = shape.dimensions.dropLast().reduce(1, *)
    self.capacity = shared ? 1 : capacity
    origin = Self.margin + gap / 2
    memory = .allocate(capacity: self.capacity * rows * (columns + gap) + 2 * Self.margin)
    memory.initialize(repeating: Float(bitPattern: Self.canary))
    view = View(
      base: memory.baseAddress.unsafelyUnwrapped + origin, shape: shape, rowStride: columns + gap,
      shared: shared)
  }

  /// Makes room for plain numbers.
  convenience init(count: Int) { self.init([count], capacity: 1, gap: 0) }

  deinit { memory.deallocate() }

  private func position(_ example: Int, _ entry: Int) -> Int {
    let row = example * view.rows + entry / view.columns
    return origin + row * view.rowStride + entry % view.columns
  }

  /// The numbers of one example.
  subscript(example: Int) -> [Float] {
    get { (0..<view.shape.count).map { memory[position(example, $0)] } }
    set { for (entry, value) in newValue.enumerated() { memory[position(example, entry)] = value } }
  }

  /// Whether all canaries live outside the first `batch` examples.
  func isIntact(batch: Int) -> Bool {
    var allowed = Set<Int>()
    for example in 0..<min(batch, capacity) {
      for entry in 0..<view.shape.count { allowed.insert(position(example, entry)) }
    }
    return memory.indices.allSatisfy {
      allowed.contains($0) || memory[$0].bitPattern == Self.canary
    }
  }
}
