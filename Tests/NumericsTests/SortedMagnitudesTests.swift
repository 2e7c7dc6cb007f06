import Numerics
import Testing

@Suite("Sorted magnitudes")
struct SortedMagnitudesTests {
  @Test("are those of the standard library's sort", arguments: [0, 1, 2, 3, 1000, 50_176])
  func standardSort(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let numbers = (0..<count).map { _ in
      (random.uniform() - 0.5) * (random.uniform() < 0.5 ? 1e-300 : 1e200)
    }
    #expect(numbers.sortedMagnitudes == numbers.map(\.magnitude).sorted())
  }

  @Test("have the right order at the ends of what numbers can be, and of equal ones")
  func extremes() {
    let least = Double.leastNonzeroMagnitude
    let numbers: [Double] = [
      -.infinity, 1, -0.0, least, -Double.greatestFiniteMagnitude, 1, 0, 1.nextUp, -1.nextDown,
    ]
    #expect(
      numbers.sortedMagnitudes == [
        0, 0, least, 1.0.nextDown, 1, 1, 1.0.nextUp, .greatestFiniteMagnitude, .infinity,
      ])
    #expect(numbers.sortedMagnitudes.allSatisfy { $0.sign == .plus })
    #expect([Double](repeating: -2, count: 5).sortedMagnitudes == [2, 2, 2, 2, 2])
  }

  @Test("what is no number comes last")
  func notANumber() {
    let sorted = [Double.nan, 2, -.infinity, 1].sortedMagnitudes
    #expect(Array(sorted.prefix(3)) == [1, 2, .infinity])
    #expect(sorted[3].isNaN)
  }
}
