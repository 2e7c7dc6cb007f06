import Attribution
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Attribution along paths") struct PathAttributionTests {
  private let quadratic = Formula.quadratic([[2, -1, 0], [-1, 3, 0.5], [0, 0.5, -1]])
  private let input = vector(1, -2, 3)
  private let baseline = vector(0.5, 1, 0)

  private static let paths: [any AttributionPath] = [
    StraightPath(steps: 40), GuidedPath(steps: 40),
    GuidedPath(steps: 40, fraction: 0.5, maximumDistance: 1),
  ]

  @Test("a linear score is split into weight times way, on every path and by every linear rule")
  func linear() {
    let function = Formula.linear([2, -1, 0.5])
    for path in Self.paths {
      for rule in PathRule.ofSteps {
        let found = PathAttribution(path, rule: rule).attribute(
          function, input: input, baselines: [baseline])
        #expect(distance(found.attributions, [1, 3, 1.5]) < singlePrecision(40 * 3))
      }
    }
  }

  @Test("on the straight line the trapezoid rule gives integrated gradients")
  func straight() {
    let path = PathAttribution(StraightPath(steps: 40))
    let found = path.attribute(quadratic, input: input, baselines: [baseline])
    let expected = IntegratedGradients(steps: 40).attribute(
      quadratic, input: input, baselines: [baseline])
    let numbers = expected.attributions.values.map(Double.init)
    #expect(distance(found.attributions, numbers) < singlePrecision(100))
    #expect(found.evaluations == 41)
    #expect(found.scoreAtBaseline == expected.scoreAtBaseline)
  }

  @Test("the trapezoid rule adds up to the change of a quadratic score on every path")
  func completeness() throws {
    for path in Self.paths {
      let found = PathAttribution(path).attribute(
        quadratic, input: input, baselines: [baseline, vector(0, 0, 0)])
      #expect(abs(try #require(found.completenessGap)) < singlePrecision(1000))
      #expect(found.evaluations == 82)
    }
  }

  /// A score that rises from 0 to 1 round s = 0.43, within a small part of the way.
  private static let step = Formula.ridge([0.5, 0.25, 0.25]) { s in
    1 / (1 + exp(-(s - 0.43) / 0.01))
  } slope: { s in
    let y = 1 / (1 + exp(-(s - 0.43) / 0.01))
    return y * (1 - y) / 0.01
  }

  @Test("steps that miss the change of the score are refined, on the same path")
  func refinement() throws {
    let (input, baseline) = (vector(1, 1, 1), vector(0, 0, 0))
    for path in [StraightPath(steps: 20) as any AttributionPath, GuidedPath(steps: 20)] {
      let whole = PathAttribution(path).attribute(Self.step, input: input, baselines: [baseline])
      let refined = PathAttribution(path, rule: .refined).attribute(
        Self.step, input: input, baselines: [baseline])
      #expect(try #require(whole.relativeCompletenessGap) > 0.05)
      #expect(try #require(refined.relativeCompletenessGap) <= 0.02)
      #expect(refined.paths[0].points.map(\.score) == whole.paths[0].points.map(\.score))
      // One step has the rise, two more its foot and its shoulder; one evaluation for F(x).
      #expect((23...21 + 1 + 3 * (StepRefinement.mostParts - 1)).contains(refined.evaluations))
      let finer = PathAttribution(path, rule: .refined, refinement: .init(tolerance: 1e-3))
        .attribute(Self.step, input: input, baselines: [baseline])
      #expect(finer.evaluations > refined.evaluations)
      let change = try #require(finer.expectedSum)
      #expect(distance(finer.attributions, [0.5 * change, 0.25 * change, 0.25 * change]) < 5e-3)
    }
  }

  @Test("where the trapezoid rule is exact, nothing is refined; of a jump, not for ever")
  func refinementEnds() {
    let exact = PathAttribution(GuidedPath(steps: 40), rule: .refined).attribute(
      quadratic, input: input, baselines: [baseline])
    #expect(exact.evaluations == 42)
    let jump = Formula(1, value: { $0[0] < 0.5 ? 0 : 1 }, gradient: { _ in [0] })
    let lost = PathAttribution(StraightPath(steps: 4), rule: .refined).attribute(
      jump, input: vector(0.9), baselines: [vector(0)])
    // The third step has the jump; what it misses does not make the fourth one finer.
    #expect(lost.evaluations == 5 + 1 + StepRefinement.mostParts - 1)
    #expect(lost.completenessGap == -1)
  }

  @Test("left and right rules are off by the first order, to opposite sides")
  func firstOrder() throws {
    func gap(_ rule: PathRule, steps: Int) throws -> Double {
      try #require(
        PathAttribution(StraightPath(steps: steps), rule: rule).attribute(
          quadratic, input: input, baselines: [baseline]
        ).completenessGap)
    }
    let (left, right) = (try gap(.left, steps: 40), try gap(.right, steps: 40))
    #expect(abs(left + right) < singlePrecision(1000))
    #expect(abs(try gap(.left, steps: 80) - left / 2) < singlePrecision(1000))
  }

  @Test("the important direction shares out the change by squared gradients, and adds up exactly")
  func importantDirection() throws {
    let linear = PathAttribution(StraightPath(steps: 7), rule: .importantDirection).attribute(
      Formula.linear([3, -4]), input: vector(1, 1), baselines: [vector(0, 0)])
    #expect(distance(linear.attributions, [-9.0 / 25, -16.0 / 25]) < singlePrecision(1))
    for path in Self.paths {
      let found = PathAttribution(path, rule: .importantDirection).attribute(
        quadratic, input: input, baselines: [baseline])
      #expect(abs(try #require(found.completenessGap)) < singlePrecision(100))
    }
    let flat = PathAttribution(StraightPath(steps: 4), rule: .importantDirection).attribute(
      Formula.linear([0, 0]), input: vector(1, 1), baselines: [vector(0, 0)])
    #expect(flat.attributions == vector(0, 0))
  }

  @Test("a sum that ends early covers the change up to there, and takes no more gradients")
  func untilSaturation() throws {
    let found = PathAttribution(StraightPath(steps: 100), until: 0.9).attribute(
      Formula.saturating, input: vector(10), baselines: [vector(0)])
    // F = 0.9 at x = 0.9, the ninth point after the start; one more evaluation for F(x).
    #expect(found.evaluations == 11)
    #expect(found.scoreAtInput == 1 && found.scoreAtBaseline == 0)
    #expect(abs(try #require(found.expectedSum) - 0.9) < singlePrecision(1))
    #expect(distance(found.attributions, [0.9]) < singlePrecision(1))
    let falling = PathAttribution(StraightPath(steps: 100), until: 0.5).attribute(
      Formula.linear([-1]), input: vector(10), baselines: [vector(0)])
    #expect(distance(falling.attributions, [-5]) < singlePrecision(10))
    let still = PathAttribution(StraightPath(steps: 10), until: 0.5).attribute(
      Formula.linear([0]), input: vector(10), baselines: [vector(0)])
    #expect(still.attributions == vector(0) && still.evaluations == 12)
  }

  @Test("progress counts all evaluations, and ends at all of them")
  func progress() {
    var refined: [Int] = []
    let found = PathAttribution(StraightPath(steps: 20), rule: .refined).attribute(
      Self.step, input: vector(1, 1, 1), baselines: [vector(0, 0, 0)]
    ) { done, total in
      #expect(done <= total)
      refined.append(done)
    }
    #expect(refined == refined.sorted() && refined.last == found.evaluations)
    for until in [nil, 0.5] {
      var told: [[Int]] = []
      _ = PathAttribution(StraightPath(steps: 20), until: until).attribute(
        Formula.linear([1]), input: vector(1), baselines: [vector(0)]
      ) { told.append([$0, $1]) }
      let total = until == nil ? 21 : 22
      #expect(told.last == [total, total])
      #expect(told.map { $0[0] } == told.map { $0[0] }.sorted())
    }
  }
}

@Suite("Guided path") struct GuidedPathTests {
  private func waypoints(_ path: GuidedPath, _ function: Formula, to input: Tensor) -> [Waypoint] {
    var found: [Waypoint] = []
    path.walk(function, from: Tensor(input.shape), to: input) {
      found.append($0)
      return true
    }
    return found
  }

  @Test("the distance to the input falls by the same amount with every step")
  func distances() {
    let input = Tensor.random([50], seed: 1)
    let function = Formula.ridge((0..<50).map { Double($0) - 20 }, { $0 * $0 }, slope: { 2 * $0 })
    func length(_ point: Tensor) -> Double {
      zip(point.values, input.values).reduce(0) { $0 + Double(abs($1.0 - $1.1)) }
    }
    for distance in [0.0, 0.02, 0.3, 1] {
      let path = GuidedPath(steps: 10, fraction: 0.25, maximumDistance: distance)
      let found = waypoints(path, function, to: input)
      #expect(found.count == 11 && found[10].position == input)
      for (step, waypoint) in found.enumerated() {
        let expected = length(Tensor([50])) * Double(10 - step) / 10
        #expect(abs(length(waypoint.position) - expected) < singlePrecision(100))
      }
    }
  }

  @Test("with no freedom, or when all numbers move together, it is the straight line")
  func straight() {
    let input = Tensor.random([9], seed: 2)
    let function = Formula.linear((1...9).map(Double.init))
    for path in [
      GuidedPath(steps: 5, maximumDistance: 0),
      GuidedPath(steps: 5, fraction: 1, maximumDistance: 1),
    ] {
      for (step, waypoint) in waypoints(path, function, to: input).enumerated() {
        let expected = input.values.map { Double($0) * Double(step) / 5 }
        #expect(distance(waypoint.position, expected) < singlePrecision(1))
      }
    }
  }

  @Test("numbers of small gradient go first, but not further than allowed")
  func order() {
    let function = Formula.linear([4, 1, 3, 2])
    let free = waypoints(
      GuidedPath(steps: 4, fraction: 0, maximumDistance: 1), function, to: vector(1, 1, 1, 1))
    #expect(
      free.map(\.position.values) == [
        [0, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 1], [0, 1, 1, 1], [1, 1, 1, 1],
      ])
    let bound = waypoints(
      GuidedPath(steps: 4, fraction: 0, maximumDistance: 0.25), function, to: vector(1, 1, 1, 1))
    // α = 1/4 allows ½ at most: the two of smallest gradient get there.
    #expect(bound[1].position == vector(0, 0.5, 0, 0.5))
  }

  @Test("numbers that do not move, and an input that is its own baseline, do no harm")
  func still() {
    let found = PathAttribution(GuidedPath(steps: 6)).attribute(
      Formula.linear([1, 2, 3]), input: vector(1, 0, 2), baselines: [vector(0, 0, 2)])
    #expect(distance(found.attributions, [1, 0, 0]) < singlePrecision(1))
    let same = PathAttribution(GuidedPath(steps: 6)).attribute(
      Formula.product, input: vector(1, 2), baselines: [vector(1, 2)])
    #expect(same.attributions == vector(0, 0))
  }
}

@Suite("Blur path") struct BlurPathTests {
  private let input = Tensor.random([6, 9, 2], seed: 5)

  private func start(_ input: Tensor, sigma: Double) -> Tensor {
    var first: Tensor?
    BlurPath(steps: 1, maximumSigma: sigma).walk(
      PictureFormula.linear(
        input.shape, [Double](repeating: 1, count: input.values.count)), from: input, to: input
    ) {
      first = $0.position
      return false
    }
    return first ?? Tensor([0])
  }

  @Test(
    "blurring is the mean under a bell curve over the mirrored picture", arguments: [0.6, 2, 9])
  func definition(_ sigma: Double) {
    let found = start(input, sigma: sigma)
    let reach = Int(4 * sigma + 0.5)
    func mirrored(_ place: Int, _ count: Int) -> Int {
      var place = place
      while !(0..<count).contains(place) { place = place < 0 ? -1 - place : 2 * count - 1 - place }
      return place
    }
    func bell(_ x: Int) -> Double { exp(-0.5 * Double(x * x) / (sigma * sigma)) }
    let norm = (-reach...reach).reduce(0) { $0 + bell($1) }
    let expected = (0..<input.values.count).map { entry -> Double in
      let (y, x, channel) = (entry / 18, entry / 2 % 9, entry % 2)
      var sum = 0.0
      for dy in -reach...reach {
        for dx in -reach...reach {
          let source = (mirrored(y + dy, 6) * 9 + mirrored(x + dx, 9)) * 2 + channel
          sum += bell(dy) * bell(dx) / (norm * norm) * Double(input.values[source])
        }
      }
      return sum
    }
    #expect(distance(found, expected) < singlePrecision(1))
  }

  @Test("a flat picture has nothing to come into focus")
  func flat() {
    let found = PathAttribution(BlurPath(steps: 5)).attribute(
      PictureFormula.linear([4, 4, 1], (0..<16).map(Double.init)),
      input: Tensor([4, 4, 1], repeating: 3), baselines: [])
    #expect(distance(found.attributions, [Double](repeating: 0, count: 16)) < singlePrecision(45))
  }

  @Test("a linear score is split into weight times what the blur takes away")
  func linear() throws {
    let weights = Tensor.random(input.shape, seed: 6)
    let method = PathAttribution(BlurPath(steps: 12, maximumSigma: 3))
    #expect(!method.usesBaselines)
    let found = method.attribute(
      PictureFormula.linear(input.shape, weights.values.map(Double.init)), input: input,
      baselines: [])
    let blurred = start(input, sigma: 3)
    let expected = input.values.indices.map { entry in
      Double(weights.values[entry]) * Double(input.values[entry] - blurred.values[entry])
    }
    #expect(distance(found.attributions, expected) < singlePrecision(12))
    #expect(abs(try #require(found.completenessGap)) < singlePrecision(108))
    #expect(found.evaluations == 13)
  }
}
