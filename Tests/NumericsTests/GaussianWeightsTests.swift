import Foundation
import Numerics
import Testing

@Suite("Gaussian weights")
struct GaussianWeightsTests {
  @Test(
    "Weights sum to one, are even, fall as the bell curve does and reach 4σ",
    arguments: [0.7, 2, 12.5])
  func weights(sigma: Double) {
    let weights = GaussianWeights(sigma: sigma)
    #expect(weights.reach == Int((4 * sigma).rounded()))
    #expect(weights.values.count == 2 * weights.reach + 1)
    #expect(abs(weights.values.reduce(0, +) - 1) < 1e-14)
    #expect(weights.values == weights.values.reversed())
    let ratio = weights.values[weights.reach + 1] / weights.values[weights.reach]
    #expect(abs(ratio - exp(-0.5 / (sigma * sigma))) < 1e-14)
  }

  @Test("A very small σ is no blur")
  func none() {
    #expect(GaussianWeights(sigma: 0).values == [1])
    #expect(GaussianWeights(sigma: 0.1).values == [1])
  }

  @Test("Lines are mirrored beyond their ends, the ends doubled, as often as it takes")
  func mirrored() {
    let places = (-5..<8).map { GaussianWeights.mirrored($0, 3) }
    #expect(places == [1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1])
    #expect((-3..<3).map { GaussianWeights.mirrored($0, 1) } == [0, 0, 0, 0, 0, 0])
  }
}
