import Evaluation
import Numerics
import Testing

@Suite("Similarity of maps")
struct SimilarityTests {
  @Test("Rank correlation with equal numbers is SciPy's")
  func spearman() throws {
    // scipy.stats.spearmanr, SciPy 1.16
    let found = try #require(
      RankOrder.correlation([3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8]))
    #expect(abs(found - 0.19885368120992467) < 1e-14)
  }

  @Test("Rank correlation heeds order alone, and its sign the direction")
  func spearmanOfOrder() throws {
    var random = SplitMix64(seed: 1)
    let numbers = random.normals(count: 100)
    #expect(RankOrder.correlation(numbers, numbers.map { $0 * $0 * $0 + 5 }) == 1)
    #expect(RankOrder.correlation(numbers, numbers.map { -2 * $0 }) == -1)
    let others = random.normals(count: 100)
    let chance = try #require(RankOrder.correlation(numbers, others))
    // Five standard deviations of independent orders, 1/√(n − 1).
    #expect(abs(chance) < 5 / 99.0.squareRoot())
  }

  @Test("Numbers that are all equal have no order")
  func spearmanOfNothing() {
    #expect(RankOrder.correlation([1, 1, 1], [1, 2, 3]) == nil)
    #expect(RankOrder.correlation([1, 2, 3], [0, 0, 0]) == nil)
  }

  private func picture(_ value: (Int, Int) -> Int, _ largest: Double) -> [Double] {
    (0..<14 * 17).map { Double(value($0 % 17, $0 / 17)) / largest }
  }

  @Test("Structural similarity is that of Gaussian windows by SciPy")
  func structure() throws {
    let first = picture({ ($0 * 7 + $1 * 3) % 11 }, 10)
    let second = picture({ ($0 * 5 + $1 * 2) % 13 }, 12)
    func similarity(_ one: [Double], _ other: [Double]) throws -> Double {
      try #require(StructuralSimilarity.mean(one, other, height: 14, width: 17))
    }
    // scipy.ndimage.correlate1d along both axes with the normalised window, borders of 5 cut off.
    #expect(abs(try similarity(first, second) - 0.02940316185169741) < 1e-12)
    #expect(abs(try similarity(first, first.map { 1 - $0 }) + 0.9891648583287385) < 1e-12)
    #expect(abs(try similarity(first, first) - 1) < 1e-12)
    let (low, other) = (Array(first.prefix(10 * 17)), Array(second.prefix(10 * 17)))
    #expect(StructuralSimilarity.mean(low, other, height: 10, width: 17) == nil)
  }

  @Test("Maps of opposite sign have the same sizes and the opposite order")
  func signs() throws {
    var random = SplitMix64(seed: 2)
    let map = random.normals(count: 144)
    let found = MapSimilarity(of: map.map { -$0 }, and: map, grid: (12, 12))
    #expect(found.signed == -1)
    #expect(found.absolute == 1)
    #expect(abs(try #require(found.structural) - 1) < 1e-12)
    #expect(abs(try #require(found.difference) - 2) < 1e-12)
  }

  @Test("A map of zeros is like nothing")
  func zeros() {
    let found = MapSimilarity(of: [0, 0, 0], and: [0, 0, 0], grid: nil)
    #expect(found.signed == nil && found.absolute == nil && found.structural == nil)
    #expect(found.difference == nil)
  }
}
