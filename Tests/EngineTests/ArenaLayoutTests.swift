import Engine
import Numerics
import Tensors
import Testing

@Suite("ArenaLayout")
struct ArenaLayoutTests {
  @Test("No two blocks that are alive together share memory", arguments: 0..<100 as Range<UInt64>)
  func noOverlap(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let lives = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
      let first = Int.random(in: -1...20, using: &generator)
      return (
        size: Int.random(in: 0...300, using: &generator), first: first,
        last: first + Int.random(in: 0...10, using: &generator)
      )
    }
    let layout = ArenaLayout(
      lives.map { ArenaLayout.Block(size: $0.size, first: $0.first, last: $0.last) })
    var total = 0
    for (index, block) in lives.enumerated() {
      let offset = layout.offsets[index]
      #expect(offset % 16 == 0)
      #expect(offset >= 0 && offset + block.size <= layout.size)
      total += (block.size + 15) / 16 * 16
      for other in lives.indices where other < index {
        let apart =
          lives[other].last < block.first || block.last < lives[other].first
          || layout.offsets[other] + lives[other].size <= offset
          || offset + block.size <= layout.offsets[other]
        #expect(apart, "blocks \(index) and \(other)")
      }
    }
    #expect(layout.size <= total)
    let busiest = (-1...30).map { time in
      lives.filter { $0.first <= time && time <= $0.last }.reduce(0) { $0 + $1.size }
    }
    #expect(layout.size >= busiest.max() ?? 0)
  }

  @Test("A chain of equal blocks needs two of them")
  func chain() {
    let blocks = (0..<10).map { ArenaLayout.Block(size: 64, first: $0, last: $0 + 1) }
    #expect(ArenaLayout(blocks).size == 128)
    #expect(ArenaLayout([]).size == 0)
  }
}
