import Attribution
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Adaptive Integrated Gradients") struct AdaptiveIntegratedGradientsTests {
  private typealias Method = AdaptiveIntegratedGradients

  /// A sure network: the score climbs from 0 to 1 within a small part of the path.
  private static func step(at place: Double, width: Double) -> Formula {
    Formula.ridge([0.5, 0.25, 0.25]) { s in
      1 / (1 + exp(-(s - place) / width))
    } slope: { s in
      let y = 1 / (1 + exp(-(s - place) / width))
      return y * (1 - y) / width
    }
  }

  private func map(
    _ function: Formula, _ method: Method = Method(), at input: Tensor, from baseline: Tensor
  ) -> AttributionMap {
    method.attribute(function, input: input, baselines: [baseline])
  }

  @Test("a linear function takes the fewest evaluations and is exact")
  func linear() {
    let found = map(.linear([1, -2, 0.5]), at: vector(1, 2, 3), from: vector(0, 1, -1))
    #expect(found.evaluations == Method.minimumEvaluations)
    #expect(distance(found.attributions, [1, -2, 2]) <= singlePrecision(4))
    #expect(found.quality?.isConverged == true)
    #expect((found.quality?.mapError ?? 1) < 1e-6)
    #expect((found.quality?.residuals ?? 1) < 1e-6)
  }

  @Test("a product is split in halves")
  func product() {
    let found = map(.product, at: vector(3, 2), from: vector(0, 0))
    #expect(distance(found.attributions, [3, 3]) <= singlePrecision(10))
  }

  @Test("a constant gives zeros, not numbers that are not numbers")
  func constant() {
    let found = map(.linear([0, 0]), at: vector(1, 2), from: vector(0, 0))
    #expect(found.attributions.values == [0, 0])
    #expect(found.quality == IntegrationQuality())
    #expect(found.evaluations == Method.minimumEvaluations)
  }

  @Test("an input that is its own baseline gives zeros")
  func sameInput() {
    let found = map(.product, at: vector(1, 2), from: vector(1, 2))
    #expect(found.attributions.values == [0, 0])
    #expect(found.quality?.isConverged == true)
  }

  @Test(
    "a steep step is found with far fewer evaluations than even steps need",
    arguments: [0.06, 0.3, 0.77])
  func steepStep(_ place: Double) throws {
    let function = Self.step(at: place, width: 0.004)
    let (input, baseline) = (vector(1, 1, 1), vector(0, 0, 0))
    let found = map(function, at: input, from: baseline)
    let change = try #require(found.scoreAtBaseline.map { found.scoreAtInput - $0 })
    let expected = [0.5, 0.25, 0.25].map { $0 * change }
    let quality = try #require(found.quality)
    #expect(quality.isConverged)
    #expect(distance(found.attributions, expected) < 0.05)
    let gap = try #require(found.completenessGap)
    #expect(quality.mapError <= 0.05 && quality.unevenness <= 0.05)
    #expect(abs(gap) <= 0.02 * change && abs(gap) <= quality.residuals + 1e-6)
    #expect(abs(abs(gap) / change - quality.gap) < singlePrecision(1))
    let even = IntegratedGradients(steps: found.evaluations - 1).attribute(
      function, input: input, baselines: [baseline])
    #expect(
      distance(found.attributions, expected) < distance(even.attributions, expected))
  }

  @Test("the fewest evaluations that the limit allows, and no claim of success")
  func limit() throws {
    let function = Self.step(at: 0.5, width: 0.0001)
    for limit in [9, 12, 20] {
      let found = map(
        function, Method(maximumEvaluations: limit), at: vector(1, 1, 1), from: vector(0, 0, 0))
      #expect(found.evaluations <= limit)
      #expect(found.quality?.isConverged == false)
    }
  }

  /// A straight score with narrow steps, which the points of the coarsest path pass by.
  private static func steps(_ heights: [(place: Double, height: Double)]) -> Formula {
    let parts = heights.map { ($0.height, Self.step(at: $0.place, width: 1e-4)) }
    return parts.reduce(Formula.linear([0.5, 0.25, 0.25])) { .sum(1, $0, $1.0, $1.1) }
  }

  @Test("a step between the points does not pass, though the map's error seems to be none")
  func fooledEstimate() throws {
    let method = Method(maximumEvaluations: Method.minimumEvaluations)
    let found = map(Self.steps([(0.3, 1)]), method, at: vector(1, 1, 1), from: vector(0, 0, 0))
    let quality = try #require(found.quality)
    #expect(quality.mapError < 1e-6)
    // Half of the change of the score is in one interval, and nothing of it in the sum.
    #expect(abs(quality.gap - 0.5) < 1e-6 && abs(quality.unevenness - 0.5) < 1e-6)
    #expect(quality.shortfalls == [.sum, .evenness] && !quality.isConverged)
    let seen = map(Self.steps([(0.3, 1)]), at: vector(1, 1, 1), from: vector(0, 0, 0))
    #expect(seen.quality?.isConverged == true)
    #expect(distance(seen.attributions, [1, 0.5, 0.5]) < 0.05)
  }

  @Test("errors that cancel in the sum do not pass")
  func cancellation() throws {
    let function = Self.steps([(0.3, 1), (0.7, -1)])
    let method = Method(maximumEvaluations: Method.minimumEvaluations)
    let found = map(function, method, at: vector(1, 1, 1), from: vector(0, 0, 0))
    let quality = try #require(found.quality)
    #expect(quality.gap < 1e-6 && quality.mapError < 1e-6)
    #expect(abs(quality.unevenness - 2.0.squareRoot()) < 1e-6)
    #expect(quality.shortfalls == .evenness)
  }

  /// F = Σ wᵢ max(0, xᵢ − tᵢ): every slope jumps once, at a place of its own.
  private static func rectifiers(_ weights: [Double], from places: [Double]) -> Formula {
    Formula(weights.count) { x in
      zip(weights, zip(x, places)).reduce(0) { $0 + $1.0 * max(0, $1.1.0 - $1.1.1) }
    } gradient: { x in
      zip(weights, zip(x, places)).map { $1.0 > $1.1 ? $0 : 0 }
    }
  }

  @Test("the estimated error is the true one, somewhat above it", arguments: [1, 2, 3, 4])
  func estimate(_ seed: UInt64) throws {
    let count = 400
    let numbers = Tensor.random([2 * count], seed: seed).values.map(Double.init)
    let (weights, places) = (Array(numbers.prefix(count)), numbers.suffix(count).map { abs($0) })
    let exact = zip(weights, places).map { $0 * max(0, 1 - $1) }
    for (limit, divisor) in [(17, 1.0), (33, 1.5), (65, 1.5)] {
      let found = map(
        Self.rectifiers(weights, from: places),
        Method(tolerance: .init(map: 1e-6), maximumEvaluations: limit),
        at: Tensor([count], repeating: 1), from: Tensor([count]))
      let squares = zip(found.attributions.values, exact).map {
        (Double($0) - $1) * (Double($0) - $1)
      }
      let size = exact.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let error = squares.reduce(0, +).squareRoot() / size
      // Jumps at random places: √3 of the true error, to be expected, and 1.5 taken off.
      let share = try #require(found.quality).mapError / error
      #expect((1.5...2).contains(share * divisor), "\(share) at \(limit) evaluations")
    }
  }

  @Test("kinks and jumps of the gradient end at the tolerance or at the limit")
  func kinks() {
    let found = map(.maximum, at: vector(2, 1), from: vector(-1, 0.7))
    #expect(found.quality?.isConverged == true)
    #expect(abs(found.completenessGap ?? 1) < 0.02)
  }

  @Test("a smaller tolerance takes more evaluations and gives a better map")
  func tolerance() {
    let function = Self.step(at: 0.4, width: 0.02)
    let maps = [0.2, 0.02, 0.002].map {
      map(
        function, Method(tolerance: .init(map: $0), maximumEvaluations: 2000), at: vector(1, 1, 1),
        from: vector(0, 0, 0))
    }
    let gaps = maps.map { abs($0.completenessGap ?? 1) }
    #expect(maps[0].evaluations < maps[1].evaluations)
    #expect(maps[1].evaluations < maps[2].evaluations)
    #expect(gaps[2] < gaps[0])
    #expect(maps.allSatisfy { $0.quality?.isConverged == true })
  }

  @Test("more gradients than are kept: the sum still adds up")
  func manyNodes() {
    // A long row of steps: every part of the path needs attention.
    let function = Formula.ridge([1, 0.5]) { s in
      sin(300 * s) / 300 + s
    } slope: { s in
      cos(300 * s) + 1
    }
    let found = map(
      function, Method(tolerance: .init(map: 1e-4), maximumEvaluations: 900), at: vector(1, 1),
      from: vector(0, 0))
    #expect(found.evaluations > 500)
    #expect(abs(found.completenessGap ?? 1) < 1e-3)
  }

  @Test("several baselines share the evaluations, and are averaged")
  func severalBaselines() {
    let function = Self.step(at: 0.4, width: 0.02)
    let input = vector(1, 1, 1)
    let baselines = [vector(0, 0, 0), vector(-1, 0, 1)]
    let both = Method().attribute(function, input: input, baselines: baselines)
    let each = baselines.map { map(function, at: input, from: $0) }
    let mean = each[0].attributions.values.indices.map { index in
      Double(each[0].attributions.values[index] + each[1].attributions.values[index]) / 2
    }
    #expect(distance(both.attributions, mean) < 1e-6)
    #expect(both.evaluations == each[0].evaluations + each[1].evaluations)
    #expect(both.evaluations <= 400)
  }

  @Test("progress counts up to the number of evaluations")
  func progress() {
    var last = (done: -1, total: 0)
    let found = Method().attribute(
      Self.step(at: 0.1, width: 0.01), input: vector(1, 1, 1), baselines: [vector(0, 0, 0)]
    ) { done, total in
      #expect(done >= last.done && done <= total)
      last = (done, total)
    }
    #expect(last == (found.evaluations, found.evaluations))
  }

  @Test("more baselines than the limit has room for take the fewest evaluations each")
  func manyBaselines() {
    let baselines = (0..<60).map { vector(Float($0) / 60, 0) }
    let found = AdaptiveIntegratedGradients().attribute(
      Formula.sine([9, 4]), input: vector(3, 5), baselines: baselines)
    let fewest = AdaptiveIntegratedGradients.minimumEvaluations
    #expect((60 * fewest..<70 * fewest).contains(found.evaluations))
    #expect(found.quality?.isConverged == false)
  }
}
