import Numerics
import Testing

@Suite("Percentiles")
struct PercentileTests {
  @Test("percentiles agree with ranks of a sorted list, with straight lines between them")
  func percentiles() {
    let sorted = [1.0, 2, 4, 8, 16]
    #expect(sorted.percentileOfSorted(0) == 1)
    #expect(sorted.percentileOfSorted(25) == 2)
    #expect(sorted.percentileOfSorted(50) == 4)
    #expect(sorted.percentileOfSorted(60) == 5.6)
    #expect(abs(sorted.percentileOfSorted(99) - 15.68) < 1e-12)
    #expect(sorted.percentileOfSorted(100) == 16)
    #expect([3.0].percentileOfSorted(99) == 3)
  }
}
