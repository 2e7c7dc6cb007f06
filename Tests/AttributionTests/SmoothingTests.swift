import Attribution
import Tensors
import TestSupport
import Testing

@Suite("Smoothed methods") struct SmoothedTests {
  private let square = Formula.quadratic([[1, 0], [0, 1]])

  @Test("without noise the mean is the method, the mean square its square, the variance zero")
  func noNoise() {
    let (input, baselines) = (vector(3, -2), [vector(0, 0)])
    func found(_ statistic: Smoothing.Statistic) -> AttributionMap {
      Smoothed(IntegratedGradients(steps: 4), Smoothing(statistic, samples: 3, spread: 0))
        .attribute(square, input: input, baselines: baselines)
    }
    #expect(distance(found(.mean).attributions, [9, 4]) < singlePrecision(9))
    #expect(distance(found(.meanSquare).attributions, [81, 16]) < singlePrecision(81))
    #expect(distance(found(.variance).attributions, [0, 0]) < singlePrecision(81))
    #expect(found(.mean).completenessGap == 0)
    #expect(found(.variance).completenessGap == nil)
    #expect(found(.mean).evaluations == 16)
  }

  @Test("the noise has the spread that was asked for, as a share of the input's range")
  func spread() {
    // The gradient of |x|² is 2x: its variance over copies is 4σ², σ = 0.1 · (5 − 1).
    let noisy = Smoothing(.variance, samples: 4000, spread: 0.1, seed: 7)
    let found = Smoothed(GradientAtInput(), noisy)
      .attribute(square, input: vector(1, 5), baselines: [])
    // Four standard errors of a variance of n normal numbers: 4 √(2/n).
    let (variance, bound) = (4 * 0.16, 4 * (2.0 / 4000).squareRoot())
    for value in found.attributions.values { #expect(abs(Double(value) / variance - 1) < bound) }
    let mean = Smoothed(GradientAtInput(), Smoothing(samples: 4000, spread: 0.1, seed: 7))
      .attribute(square, input: vector(1, 5), baselines: [])
    #expect(distance(mean.attributions, [2, 10]) < 4 * 0.8 / 4000.0.squareRoot())
    #expect(mean.scoreAtInput == 26)
  }

  @Test("the sum that is promised is the mean of what the copies promise")
  func completeness() throws {
    let found = Smoothed(
      IntegratedGradients(steps: 2), Smoothing(samples: 10, spread: 0.5, seed: 1)
    )
    .attribute(square, input: vector(1, 5), baselines: [vector(0, 0)])
    #expect(abs(try #require(found.completenessGap)) < singlePrecision(100))
    #expect(try #require(found.expectedSum) != 26)
  }

  @Test("the same seed gives the same bits, another seed others")
  func seeds() {
    func found(_ seed: UInt64) -> Tensor {
      Smoothed(GradientAtInput(), Smoothing(samples: 5, seed: seed))
        .attribute(square, input: vector(1, 5), baselines: []).attributions
    }
    #expect(found(1) == found(1))
    #expect(found(1) != found(2))
  }
}

@Suite("Expected gradients") struct ExpectedGradientsTests {
  private let references = [vector(0, 0), vector(1, 3), vector(-2, 1)]

  @Test("a linear score is split into weight times distance to the mean reference drawn")
  func linear() throws {
    let found = ExpectedGradients(references: references, samples: 500, seed: 3).attribute(
      Formula.linear([2, -1]), input: vector(4, 4), baselines: [])
    #expect(abs(try #require(found.completenessGap)) < singlePrecision(1000))
    // The mean reference is (−1/3, 4/3); its standard error over 500 draws is below 0.06.
    #expect(distance(found.attributions, [2 * (4 + 1.0 / 3), -(4 - 4.0 / 3)]) < 0.48)
    #expect(found.evaluations == 504)
  }

  @Test("one reference gives integrated gradients, nearer than independent draws would")
  func oneReference() {
    let found = ExpectedGradients(references: [vector(0, 0)], samples: 100).attribute(
      Formula.product, input: vector(3, 5), baselines: [])
    // Independent draws have a standard error of 15/√1200 = 0.43.
    #expect(distance(found.attributions, [7.5, 7.5]) < 0.1)
  }

  @Test("without the way it is the mean gradient, and promises no sum")
  func local() {
    let found = ExpectedGradients(references: references, samples: 9, multipliesByInputs: false)
      .attribute(Formula.linear([2, -1]), input: vector(4, 4), baselines: [])
    #expect(distance(found.attributions, [2, -1]) < singlePrecision(2))
    #expect(found.completenessGap == nil)
  }

  @Test("the same seed gives the same bits; gradients come in sums, one per reference")
  func requests() {
    func found(_ seed: UInt64) -> Tensor {
      ExpectedGradients(references: references, samples: 30, seed: seed)
        .attribute(Formula.product, input: vector(3, 5), baselines: []).attributions
    }
    #expect(found(1) == found(1))
    #expect(found(1) != found(2))
    let function = Recorded(Formula.product)
    _ = ExpectedGradients(references: references, samples: 100).attribute(
      function, input: vector(3, 5), baselines: [])
    #expect(function.requests.record.gradients == [16, 16, 16, 16, 16, 16, 4])
    #expect(function.requests.record.groups.allSatisfy { $0 <= 2 })
  }
}
