import Attribution
import Tensors
import Testing

@Suite("Records of what is seen along a path")
struct PathRecordTests {
  private let input = vector(1, 2)
  private let baseline = vector(0, 0)

  private func even(
    _ function: Formula, rule: QuadratureRule = .trapezoid, steps: Int, watched: Bool = true
  ) -> AttributionMap {
    IntegratedGradients(rule: rule, steps: steps, recordsPath: watched)
      .attribute(function, input: input, baselines: [baseline])
  }

  @Test("watching a path changes neither map nor scores nor the number of evaluations")
  func unchanged() {
    for rule in QuadratureTests.ownRules {
      for steps in [1, 7, 50] {
        let watched = even(.power(3, of: [1, 0.5]), rule: rule, steps: steps)
        let plain = even(.power(3, of: [1, 0.5]), rule: rule, steps: steps, watched: false)
        #expect(
          distance(watched.attributions, plain.attributions.values.map(Double.init))
            <= singlePrecision(8))
        #expect(watched.scoreAtInput == plain.scoreAtInput)
        #expect(watched.scoreAtBaseline == plain.scoreAtBaseline)
        #expect(watched.evaluations == plain.evaluations)
        #expect(plain.paths.isEmpty && watched.paths.count == 1)
      }
    }
  }

  @Test("a product's path has the scores α² · x₁ x₂ and the mean gradient α · (x₁ + x₂) / 2")
  func product() throws {
    let points = try #require(even(.product, steps: 4).paths.first).points
    #expect(points.map(\.position) == [0, 0.25, 0.5, 0.75, 1])
    #expect(points.map(\.score) == [0, 0.125, 0.5, 1.125, 2])
    #expect(points.map(\.meanGradient) == [0, 0.375, 0.75, 1.125, 1.5])
    #expect(points.map(\.meanMagnitude) == points.map(\.meanGradient))
    // Its gradient is linear in α, which the trapezoid rule integrates exactly.
    #expect(points.map(\.cumulative) == points.map(\.score))
  }

  @Test("negative slopes count as such in the mean, and by their size in the mean magnitude")
  func magnitudes() throws {
    let points = try #require(even(.linear([3, -1]), steps: 2).paths.first).points
    #expect(points.allSatisfy { $0.meanGradient == 1 && $0.meanMagnitude == 2 })
  }

  @Test("what is earned along the way ends at the sum", arguments: QuadratureTests.ownRules)
  func cumulative(_ rule: QuadratureRule) throws {
    let map = even(.sine([0.7, 0.4]), rule: rule, steps: 20)
    let points = try #require(map.paths.first).points
    #expect(points.count == map.evaluations || rule != .trapezoid)
    #expect(abs(try #require(points.last).cumulative - map.sum) <= singlePrecision(2))
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.position < $1.position })
  }

  @Test("coarser rules over the same points tell how even steps converge")
  func convergence() throws {
    let map = even(.power(2, of: [1, 1]), steps: 16)
    let convergence = try #require(map.paths.first).convergence
    #expect(convergence.map(\.evaluations) == [5, 9, 17])
    // Along α the slope of (3α)² is 18α, which every trapezoid rule integrates exactly.
    #expect(convergence.allSatisfy { $0.gap <= singlePrecision(9) })
    let cubic = even(.power(3, of: [1, 1]), steps: 16)
    let gaps = try #require(cubic.paths.first).convergence
    // The trapezoid rule over n intervals misses ∫ 81α² by 81 / 6n².
    for (entry, intervals) in zip(gaps, [4.0, 8, 16]) {
      #expect(abs(entry.gap - 81 / (6 * intervals * intervals)) <= singlePrecision(27))
    }
    #expect(gaps.last?.mapError == nil)
    let errors = gaps.dropLast().compactMap(\.mapError)
    // All attributions are off by one factor: (27 + 81/6n²) / (27 + 81/6·16²) − 1.
    let final = 27 + 81.0 / (6 * 256)
    #expect(abs(errors[0] - (81.0 / (6 * 16) - 81.0 / (6 * 256)) / final) <= singlePrecision(1))
    #expect(errors.count == 2 && errors[0] > errors[1])
  }

  @Test("numbers of steps that no power of two divides keep their last point in coarser rules")
  func oddSteps() throws {
    let convergence = try #require(even(.product, steps: 19).paths.first).convergence
    #expect(convergence.map(\.evaluations) == [6, 11, 20])
    #expect(convergence.allSatisfy { $0.gap <= singlePrecision(2) })
  }

  @Test("bisection records its points in the order of the path, and its rounds")
  func adaptive() throws {
    let map = AdaptiveIntegratedGradients(tolerance: .init(map: 0.01))
      .attribute(Formula.sine([2, 1]), input: input, baselines: [baseline, vector(1, 0)])
    #expect(map.paths.count == 2)
    #expect(map.paths.reduce(0) { $0 + $1.points.count } == map.evaluations)
    for path in map.paths {
      #expect(path.points.first?.position == 0 && path.points.last?.position == 1)
      #expect(zip(path.points, path.points.dropFirst()).allSatisfy { $0.position < $1.position })
      #expect(path.convergence.last?.evaluations == path.points.count)
      #expect(path.convergence.first?.evaluations == AdaptiveIntegratedGradients.minimumEvaluations)
    }
    let ends = map.paths.map { $0.points.last?.cumulative ?? 0 }
    #expect(abs((ends[0] + ends[1]) / 2 - map.sum) <= singlePrecision(2))
  }

  @Test("paths with waypoints of their own are recorded, too", arguments: PathRule.allCases)
  func waypoints(_ rule: PathRule) throws {
    let map = PathAttribution(StraightPath(steps: 8), rule: rule)
      .attribute(Formula.product, input: input, baselines: [baseline])
    let points = try #require(map.paths.first).points
    #expect(points.map(\.position) == (0...8).map { Double($0) / 8 })
    #expect(points.map(\.score) == (0...8).map { Double($0 * $0) / 32 })
    #expect(points.first?.cumulative == 0)
    #expect(abs(try #require(points.last).cumulative - map.sum) <= singlePrecision(2))
  }
}
