import CKernels
import Foundation
import Synchronization

/// Sums of gradients, one for each group of points. Parts of them come from several threads and are
/// added up in one order, in double precision, whoever finishes first. A sum of one part is that
/// part.
package final class OrderedSums: @unchecked Sendable {
  /// The sums of one micro-batch in single precision, one for each group in it.
  package final class Part {
    fileprivate var sums: [(group: Int, sum: AlignedBuffer)] = []
    private let pool: BufferPool

    fileprivate init(_ pool: BufferPool) { self.pool = pool }

    /// Adds a gradient times a weight to the sum of a group.
    package func add(_ gradient: UnsafePointer<Float>, weight: Double, group: Int) {
      if let known = sums.first(where: { $0.group == group }) {
        igk_add_scaled(gradient, Float(weight), known.sum.base, pool.length)
      } else {
        let sum = pool.take()
        igk_scale(gradient, Float(weight), sum.base, pool.length)
        sums.append((group, sum))
      }
    }
  }

  /// What has been added of a group: nothing, one part, or the sum of several.
  private struct Total {
    var part: AlignedBuffer?
    var sum: [Double] = []
  }

  /// Parts that may wait for an earlier one; who comes with one more waits itself.
  private static let patience = 4

  private let pool: BufferPool
  private let condition = NSCondition()
  // All below is guarded by the condition.
  private var totals: [Total]
  private var next = 0
  private var waiting: [Int: Part] = [:]

  /// Makes sums of `count` groups; their memory comes from a pool.
  package init(count: Int, pool: BufferPool) {
    self.pool = pool
    totals = [Total](repeating: Total(), count: count)
  }

  /// Returns an empty part, to be handed back to ``add(_:turn:)``.
  package func makePart() -> Part { Part(pool) }

  /// Adds a part once all parts of smaller turns have been added; turns begin at 0.
  package func add(_ part: Part, turn: Int) {
    condition.withLock {
      while turn > next + Self.patience { condition.wait() }
      waiting[turn] = part
      while let part = waiting.removeValue(forKey: next) {
        for (group, sum) in part.sums { add(sum, to: &totals[group]) }
        next += 1
      }
      condition.broadcast()
    }
  }

  private func add(_ sum: AlignedBuffer, to total: inout Total) {
    if total.part == nil && total.sum.isEmpty {
      total.part = sum
      return
    }
    if let first = total.part {
      total.sum = [Double](repeating: 0, count: pool.length)
      igk_accumulate(first.base, &total.sum, pool.length)
      pool.give(first)
      total.part = nil
    }
    igk_accumulate(sum.base, &total.sum, pool.length)
    pool.give(sum)
  }

  /// Returns the sums, rounded, when all parts have been added; the memory is the pool's. May be
  /// called once.
  package func takeSums() -> [AlignedBuffer] {
    condition.withLock {
      totals.map { total in
        if let part = total.part { return part }
        let sum = pool.take()
        for entry in 0..<pool.length {
          sum.base[entry] = total.sum.isEmpty ? 0 : Float(total.sum[entry])
        }
        return sum
      }
    }
  }
}

/// Buffers of one length that are used again and again: fresh memory costs the system more time than
/// it takes to fill it.
package final class BufferPool: Sendable {
  /// Floats of a buffer.
  package let length: Int
  /// Buffers that are kept at most.
  private static let limit = 32
  private let spare = Mutex<[AlignedBuffer]>([])

  package init(length: Int) { self.length = length }

  /// Returns a buffer of any content.
  package func take() -> AlignedBuffer {
    spare.withLock { $0.popLast() } ?? AlignedBuffer(count: length)
  }

  /// Returns a buffer of as many values.
  func take(filledWith values: [Float]) -> AlignedBuffer {
    let buffer = take()
    values.withUnsafeBufferPointer { source in
      if let address = source.baseAddress { buffer.base.update(from: address, count: length) }
    }
    return buffer
  }

  /// Takes a buffer back that nobody reads any more.
  package func give(_ buffer: AlignedBuffer) {
    spare.withLock { if $0.count < Self.limit { $0.append(buffer) } }
  }
}
