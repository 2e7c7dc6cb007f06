import CKernels
import Foundation

/// Sums of gradients in double precision, one for each group of points. Parts of them come from
/// several threads and are added up in one order, whoever finishes first.
package final class OrderedSums: @unchecked Sendable {
  /// The sums of one micro-batch in single precision, one for each group in it.
  package final class Part {
    fileprivate var sums: [(group: Int, sum: AlignedBuffer)] = []
    /// Memory of earlier micro-batches.
    fileprivate var spare: [AlignedBuffer] = []
    private let length: Int

    fileprivate init(length: Int) { self.length = length }

    /// Adds a gradient times a weight to the sum of a group.
    package func add(_ gradient: UnsafePointer<Float>, weight: Double, group: Int) {
      if let known = sums.first(where: { $0.group == group }) {
        igk_add_scaled(gradient, Float(weight), known.sum.base, length)
      } else {
        let sum = spare.popLast() ?? AlignedBuffer(count: length)
        igk_scale(gradient, Float(weight), sum.base, length)
        sums.append((group, sum))
      }
    }

    fileprivate func clear() {
      spare += sums.map(\.sum)
      sums = []
    }
  }

  /// Parts that may wait for an earlier one; who comes with one more waits itself.
  private static let patience = 4

  private let length: Int
  private let condition = NSCondition()
  // All below is guarded by the condition.
  private var totals: [[Double]]
  private var next = 0
  private var waiting: [Int: Part] = [:]
  private var free: [Part] = []

  package init(count: Int, length: Int) {
    self.length = length
    totals = [[Double]](repeating: [Double](repeating: 0, count: length), count: count)
  }

  /// Returns an empty part, to be handed back to ``add(_:turn:)``.
  package func makePart() -> Part {
    condition.withLock { free.popLast() } ?? Part(length: length)
  }

  /// Adds a part once all parts of smaller turns have been added; turns begin at 0.
  package func add(_ part: Part, turn: Int) {
    condition.withLock {
      while turn > next + Self.patience { condition.wait() }
      waiting[turn] = part
      while let part = waiting.removeValue(forKey: next) {
        for (group, sum) in part.sums { igk_accumulate(sum.base, &totals[group], length) }
        part.clear()
        free.append(part)
        next += 1
      }
      condition.broadcast()
    }
  }

  /// The sums, rounded, when all parts have been added.
  package var results: [[Float]] { condition.withLock { totals.map { $0.map(Float.init) } } }
}
