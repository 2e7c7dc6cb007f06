import Dispatch
import Engine
import Testing

@Suite("Sums in order")
struct OrderedSumsTests {
  private static let length = 100

  /// Part number `turn` of two groups: numbers whose sum depends on the order of addition.
  private static func add(_ turn: Int, to sums: OrderedSums) {
    let part = sums.makePart()
    for group in 0..<2 {
      let gradient = (0..<length).map { Float(noise(turn * 31 + $0 * 7 + group)) }
      part.add(gradient, weight: turn % 3 == 0 ? 1e9 : 0.1, group: group)
      part.add(gradient, weight: -0.5, group: group)
    }
    sums.add(part, turn: turn)
  }

  private static func numbers(_ sums: OrderedSums) -> [[Float]] {
    sums.takeSums().map { Array(UnsafeBufferPointer(start: $0.base, count: $0.count)) }
  }

  /// A number between −1 and 1 without a pattern.
  private static func noise(_ seed: Int) -> Double {
    Double((seed &* 2_654_435_761) % 2001 - 1000) / 1000
  }

  @Test("Parts of several threads add up to the same bits as one after another")
  func orderDoesNotMatter() {
    let count = 200
    let expected = OrderedSums(count: 2, pool: BufferPool(length: Self.length))
    for turn in 0..<count { Self.add(turn, to: expected) }
    let numbers = Self.numbers(expected)
    for _ in 0..<10 {
      let found = OrderedSums(count: 2, pool: BufferPool(length: Self.length))
      DispatchQueue.concurrentPerform(iterations: count) { Self.add($0, to: found) }
      #expect(Self.numbers(found) == numbers)
    }
  }

  @Test("A group that no part has stays zero")
  func emptyGroup() {
    let sums = OrderedSums(count: 3, pool: BufferPool(length: Self.length))
    Self.add(0, to: sums)
    let numbers = Self.numbers(sums)
    #expect(numbers[2].allSatisfy { $0 == 0 })
    #expect(numbers[0].contains { $0 != 0 })
  }
}
