import Numerics
import Rendering
import Testing

@Suite("The largest of many numbers")
struct LargestValuesTests {
  /// Numbers of very different sizes, with ties, zeros, and some that are none.
  private static let numbers: [Float] = {
    var random = SplitMix64(seed: 7)
    let numbers = (0..<5000).map { index -> Float in
      switch index % 10 {
      case 0: 0
      case 1: 0.25
      case 2: Float.leastNonzeroMagnitude * Float(index)
      case 3: Float(index) * 1e30
      default: Float(random.next() >> 40) / 65536
      }
    }
    return numbers + [.nan, -1]
  }()

  /// By sorting: places in the order of the numbers, of equal ones in that of their places.
  private static let order = numbers.indices
    .filter { numbers[$0] > 0 }
    .sorted { (numbers[$1], $0) < (numbers[$0], $1) }

  @Test("are those that sorting finds", arguments: [0, 1, 2, 17, 499, 500, 501, 3000, 4500, 9999])
  func largest(count: Int) {
    let found = LargestValues(Self.numbers).largest(count)
    #expect(Set(found.indices.filter { found[$0] }) == Set(Self.order.prefix(count)))
  }

  @Test("carry a share of the sum", arguments: [0, 1e-9, 0.1, 0.5, 0.9, 0.999999, 1])
  func carrying(share: Double) {
    let count = LargestValues(Self.numbers).count(carrying: share)
    let total = Self.order.reduce(0) { $0 + Double(Self.numbers[$1]) }
    func carried(_ count: Int) -> Double {
      Self.order.prefix(count).reduce(0) { $0 + Double(Self.numbers[$1]) } / total
    }
    // Sums in another order differ by rounding.
    let rounding = 1e-12
    #expect(carried(count) >= share - rounding)
    #expect(count == 0 || carried(count - 1) < share + rounding)
  }

  @Test("of nothing are none")
  func nothing() {
    #expect(LargestValues([]).largest(3) == [])
    #expect(LargestValues([0, 0]).largest(2) == [false, false])
    #expect(LargestValues([0, 0]).count(carrying: 1) == 0)
  }
}
