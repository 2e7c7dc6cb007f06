/// The symbols of a word while pairs of them are merged.
///
/// The pair with the lowest rank is merged first, of several the leftmost. Candidates wait in a heap, so
/// that the time for a word is nearly linear in its length.
struct MergeSpace {
  /// A part of the word: a token so far.
  struct Symbol {
    var identifier: Int32
    var lower: Int32
    var upper: Int32
    var former: Int32
    var next: Int32
  }

  /// A pair that may be merged: the place of its left half, and what it becomes.
  private struct Candidate {
    let rank: UInt32
    let place: Int32
    let identifier: Int32

    @inline(__always) func precedes(_ other: Candidate) -> Bool {
      rank != other.rank ? rank < other.rank : place < other.place
    }
  }

  private(set) var symbols: [Symbol] = []
  private var heap: [Candidate] = []

  /// Removes all symbols.
  mutating func clear() {
    symbols.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
  }

  /// Appends a symbol of some bytes.
  @inline(__always) mutating func append(_ identifier: Int32, _ lower: Int, _ upper: Int) {
    let place = Int32(symbols.count)
    symbols.append(
      Symbol(
        identifier: identifier, lower: Int32(lower), upper: Int32(upper), former: place - 1,
        next: place + 1))
  }

  /// Merges pairs as long as there are any; `merges` has rank and result of pairs.
  mutating func merge(_ merges: IntegerTable) {
    guard symbols.count > 1 else { return }
    symbols[symbols.count - 1].next = -1
    for place in 0..<symbols.count - 1 { consider(place, place + 1, merges) }
    while let best = popFirst() {
      let place = Int(best.place)
      let next = Int(symbols[place].next)
      guard symbols[place].identifier >= 0, next >= 0,
        result(place, next, merges)?.identifier == best.identifier
      else { continue }
      join(place, next, best.identifier)
      if symbols[place].former >= 0 { consider(Int(symbols[place].former), place, merges) }
      if symbols[place].next >= 0 { consider(place, Int(symbols[place].next), merges) }
    }
  }

  private mutating func join(_ place: Int, _ next: Int, _ identifier: Int32) {
    symbols[place].identifier = identifier
    symbols[place].upper = symbols[next].upper
    symbols[place].next = symbols[next].next
    symbols[next].identifier = -1
    if symbols[place].next >= 0 { symbols[Int(symbols[place].next)].former = Int32(place) }
  }

  @inline(__always) private func result(
    _ first: Int, _ second: Int, _ merges: IntegerTable
  ) -> (rank: UInt32, identifier: Int32)? {
    let pair = MergeSpace.key(symbols[first].identifier, symbols[second].identifier)
    guard let found = merges[pair] else { return nil }
    return (UInt32(found >> 32), Int32(truncatingIfNeeded: found))
  }

  /// The key of a pair in a table of merges.
  @inline(__always) static func key(_ first: Int32, _ second: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }

  private mutating func consider(_ first: Int, _ second: Int, _ merges: IntegerTable) {
    guard let (rank, identifier) = result(first, second, merges) else { return }
    heap.append(Candidate(rank: rank, place: Int32(first), identifier: identifier))
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func popFirst() -> Candidate? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      let child = 2 * parent + 1
      if child < heap.count, heap[child].precedes(heap[least]) { least = child }
      if child + 1 < heap.count, heap[child + 1].precedes(heap[least]) { least = child + 1 }
      if least == parent { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
