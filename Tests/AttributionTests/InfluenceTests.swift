import Attribution
import Tensors
import Testing

@Suite("Influence") struct InfluenceTests {
  private let square = Formula.quadratic([[1, 0], [0, 1]])

  @Test("over a list, it is the mean gradient of its points, whatever the input")
  func list() {
    // The gradient of |x|² is 2x: the mean over the points is that of the mean point, (2, −1).
    let points = [vector(1, 1), vector(5, -5), vector(0, 1)]
    let found = Influence(.list(points)).attribute(square, input: vector(3, 4), baselines: [])
    #expect(distance(found.attributions, [4, -2]) < singlePrecision(10))
    #expect(found.scoreAtInput == 25 && found.scoreAtBaseline == nil)
    #expect(found.expectedSum == nil && found.evaluations == 4)
    let times = Influence(.list(points), multipliesByInput: true)
      .attribute(square, input: vector(3, 4), baselines: [])
    #expect(distance(times.attributions, [12, -8]) < singlePrecision(40))
  }

  @Test("many points are taken some at a time, each once")
  func many() {
    let points = (1...37).map { vector(Float($0), 0) }
    let recorded = Recorded(square)
    var progress: [Int] = []
    let found = Influence(.list(points)).attribute(recorded, input: vector(3, 4), baselines: []) {
      progress.append($0)
      #expect($1 == 38)
    }
    #expect(distance(found.attributions, [38, 0]) < singlePrecision(80))
    #expect(recorded.requests.record.gradients == [16, 16, 5])
    #expect(progress == [16, 32, 37, 38])
  }

  @Test("noise has the spread that is asked for, and its seed decides it")
  func noise() {
    func found(_ seed: UInt64, spread: Double = 0.1, samples: Int = 4000) -> Tensor {
      Influence(.noise(spread: spread, samples: samples, seed: seed))
        .attribute(square, input: vector(1, 5), baselines: []).attributions
    }
    // 2x + 2σ·mean of n normal numbers, σ = 0.1 · (5 − 1): four standard errors.
    #expect(distance(found(1), [2, 10]) < 4 * 2 * 0.4 / 4000.0.squareRoot())
    #expect(found(1) == found(1) && found(1) != found(2))
    #expect(distance(found(1, spread: 0, samples: 3), [2, 10]) < singlePrecision(10))
    // Of x⁴ the mean slope is 4 E(x³) = 4 (x³ + 3 x σ²), here with the variance of the noise in it.
    let fourth = Formula(2, value: { _ in 0 }) { x in
      x.map { 4 * $0 * $0 * $0 }
    }
    let slopes = Influence(.noise(spread: 0.1, samples: 40_000, seed: 3))
      .attribute(fourth, input: vector(1, 5), baselines: []).attributions
    let expected = 4 * (1 + 3 * 0.16)
    // The variance of x³ is below 2.2² there: four standard errors.
    #expect(abs(Double(slopes.values[0]) - expected) < 4 * 4 * 2.2 / 200)
  }
}
