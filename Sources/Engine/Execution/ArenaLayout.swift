/// Packs blocks of memory that are alive for part of a run into one arena, so that blocks whose
/// lives do not overlap share addresses.
///
/// Blocks are placed from the largest to the smallest, each at the lowest offset where it does not
/// overlap, in space and in time, with one placed before.
package struct ArenaLayout {
  /// Blocks begin at multiples of this many floats, a cache line.
  private static let alignment = 16

  /// A block to be placed: its size in floats, and the first and the last moment it is used.
  package struct Block {
    let size: Int
    var first: Int
    var last: Int

    package init(size: Int, first: Int, last: Int) {
      self.size = size
      self.first = first
      self.last = last
    }
  }

  /// Offset of every block in floats.
  package let offsets: [Int]
  /// Size of the arena in floats.
  package let size: Int

  package init(_ blocks: [Block]) {
    var offsets = [Int](repeating: 0, count: blocks.count)
    var placed: [Placed] = []
    placed.reserveCapacity(blocks.count)
    var end = 0
    for index in blocks.indices.sorted(by: { blocks[$0].size > blocks[$1].size }) {
      let block = blocks[index]
      let offset = Self.lowestOffset(for: block, among: placed)
      offsets[index] = offset
      let place = Placed(
        offset: offset, end: offset + Self.rounded(block.size), first: block.first,
        last: block.last)
      end = max(end, place.end)
      placed.insert(place, at: Self.position(of: offset, in: placed))
    }
    self.offsets = offsets
    size = end
  }

  /// A block with its place; the places of many are looked through for each, and so lie side by side.
  private struct Placed {
    let offset: Int
    let end: Int
    let first: Int
    let last: Int
  }

  private static func lowestOffset(for block: Block, among placed: [Placed]) -> Int {
    placed.withUnsafeBufferPointer { placed in
      var offset = 0
      for other in placed {
        // They are in the order of their offsets.
        if offset + block.size <= other.offset { break }
        if other.first <= block.last && block.first <= other.last {
          offset = max(offset, other.end)
        }
      }
      return offset
    }
  }

  /// Where a block of an offset goes: behind all whose offsets are no larger.
  private static func position(of offset: Int, in placed: [Placed]) -> Int {
    var range = 0..<placed.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        placed[middle].offset > offset
        ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }

  private static func rounded(_ size: Int) -> Int {
    (size + alignment - 1) / alignment * alignment
  }
}
