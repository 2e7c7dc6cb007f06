import Evaluation
import Foundation
import Testing

/// Ranks, means and the sign test.
struct StatisticsTests {
  @Test("Rank correlations are those of scipy.stats.spearmanr, with alike numbers and without")
  func correlation() throws {
    #expect(RankOrder.correlation([1, 2, 3], [10, 20, 30]) == 1)
    #expect(RankOrder.correlation([1, 2, 3], [3, 2, 1]) == -1)
    // Σd² = 8: 1 − 6·8 / (5·24) = 0.6.
    let some = try #require(RankOrder.correlation([1, 2, 3, 4, 5], [3, 1, 2, 5, 4]))
    #expect(abs(some - 0.6) < 1e-12)
    // spearmanr([1, 2, 2, 3], [1, 3, 2, 4]) = 0.9486832980505138
    let alike = try #require(RankOrder.correlation([1, 2, 2, 3], [1, 3, 2, 4]))
    #expect(abs(alike - 0.9486832980505138) < 1e-12)
    #expect(RankOrder.correlation([1, 1, 1], [1, 2, 3]) == nil)
    #expect(RankOrder.correlation([], []) == nil)
  }

  @Test("The standard error is s / √n with n − 1 in the variance")
  func error() throws {
    let mean = try #require(MeanWithError([1, 2, 3, 4]))
    #expect(mean.mean == 2.5)
    #expect(abs(try #require(mean.error) - (5.0 / 3 / 4).squareRoot()) < 1e-12)
    #expect(MeanWithError([3])?.error == nil)
    #expect(MeanWithError([]) == nil)
  }

  @Test("The sign test is exact: 2 · Σ C(n, k) / 2ⁿ up to the rarer sign, ties left out")
  func signTest() {
    func test(_ wins: Int, _ losses: Int, ties: Int = 0) -> SignTest {
      let pairs =
        [(Double, Double)](repeating: (2, 1), count: wins)
        + [(Double, Double)](repeating: (1, 2), count: losses)
        + [(Double, Double)](repeating: (1, 1), count: ties)
      return SignTest(pairs, largerIsBetter: true)
    }
    #expect(abs(test(5, 0).probability - 2.0 / 32) < 1e-12)
    #expect(abs(test(8, 2).probability - 2 * (1 + 10 + 45) / 1024.0) < 1e-12)
    #expect(test(3, 3).probability == 1)
    #expect(test(0, 0, ties: 4).probability == 1)
    #expect(test(8, 2, ties: 7).probability == test(8, 2).probability)
    // binomtest(37, 50).pvalue = 0.0009366
    #expect(abs(test(37, 13).probability - 0.000936) < 1e-6)
    let lower = SignTest([(1, 2), (1, 3), (4, 2)], largerIsBetter: false)
    #expect(lower.wins == 2 && lower.losses == 1 && lower.ties == 0)
  }
}
