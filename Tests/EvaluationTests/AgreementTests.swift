import Evaluation
import Testing

/// What two lists of numbers have in common.
struct AgreementTests {
  @Test(
    "the cosine is that of the angle",
    arguments: [
      ([3.0, 4.0], [6.0, 8.0], 1.0), ([1, 0], [0, 5], 0), ([1, 2], [-2, -4], -1),
      // (1·1 + 0·1) / (1·√2)
      ([1, 0], [1, 1], 0.707_106_781_186_547_6),
    ] as [([Double], [Double], Double)])
  func cosine(first: [Double], second: [Double], expected: Double) throws {
    #expect(abs(try #require(VectorCosine.between(first, second)) - expected) < 1e-15)
  }

  @Test("zeros have no direction")
  func noDirection() {
    #expect(VectorCosine.between([0, 0], [1, 2]) == nil)
    #expect(VectorCosine.between([1, 2], [0, 0]) == nil)
  }

  @Test("of the largest numbers those at the same places are counted")
  func overlap() {
    let numbers = [5.0, 1, 4, 2, 3]
    #expect(TopOverlap.share(numbers, [5, 4, 3, 2, 1], count: 2) == 0.5)
    #expect(TopOverlap.share(numbers, numbers.map { -$0 }, count: 2) == 0)
    #expect(TopOverlap.share(numbers, numbers.map { 2 * $0 }, count: 3) == 1)
    // Equal numbers are taken by their place: 0, 1.
    #expect(TopOverlap.share([1, 1, 1], [1, 1, 0], count: 2) == 1)
  }
}
