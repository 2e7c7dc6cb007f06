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
    var placed: [Int] = []
    var end = 0
    for index in blocks.indices.sorted(by: { blocks[$0].size > blocks[$1].size }) {
      let block = blocks[index]
      var offset = 0
      for other in placed
      where blocks[other].first <= block.last && block.first <= blocks[other].last {
        if offset + block.size <= offsets[other] { break }
        offset = max(offset, offsets[other] + Self.rounded(blocks[other].size))
      }
      offsets[index] = offset
      end = max(end, offset + Self.rounded(block.size))
      let position = placed.firstIndex { offsets[$0] > offset } ?? placed.count
      placed.insert(index, at: position)
    }
    self.offsets = offsets
    size = end
  }

  private static func rounded(_ size: Int) -> Int {
    (size + alignment - 1) / alignment * alignment
  }
}
