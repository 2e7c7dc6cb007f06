import Attribution
import Tensors
import TestSupport
import Testing

@Suite("Occlusion") struct OcclusionTests {
  private let shape: Shape = [5, 7, 2]
  private var weights: [Double] { Tensor.random(shape, seed: 1).values.map(Double.init) }
  private var input: Tensor { .random(shape, seed: 2) }
  private var baseline: Tensor { .random(shape, seed: 3) }

  /// Mean drops of windows by plain loops over pixels, for any function.
  private func reference(
    _ function: PictureFormula, _ input: Tensor, _ baseline: Tensor, window: Int, stride step: Int
  ) -> [Double] {
    let (height, width) = (input.shape[0], input.shape[1])
    func starts(_ extent: Int) -> [Int] {
      let count = max(0, Int((Double(extent - window) / Double(step)).rounded(.up))) + 1
      return (0..<count).map { $0 * step }
    }
    var (sums, counts) = ([Double](), [Double]())
    sums = [Double](repeating: 0, count: height * width)
    counts = sums
    for top in starts(height) {
      for left in starts(width) {
        func covers(_ y: Int, _ x: Int) -> Bool {
          (top..<top + window).contains(y) && (left..<left + window).contains(x)
        }
        let covered = Tensor.picture(input.shape) { y, x, channel in
          let entry = (y * width + x) * input.shape[2] + channel
          return covers(y, x) ? baseline.values[entry] : input.values[entry]
        }
        let scores = function.values(at: PointBatch([input, covered]))
        for pixel in sums.indices where covers(pixel / width, pixel % width) {
          sums[pixel] += scores[0] - scores[1]
          counts[pixel] += 1
        }
      }
    }
    return zip(sums, counts).map { $1 == 0 ? 0 : $0 / $1 }
  }

  @Test("one pixel at a time, a linear score splits into weight times difference")
  func linear() throws {
    let function = PictureFormula.linear(shape, weights)
    let found = Occlusion(Features(picture: shape), window: 1, stride: 1).attribute(
      function, input: input, baselines: [baseline])
    let products = zip(weights, zip(input.values, baseline.values)).map {
      $0 * (Double($1.0) - Double($1.1))
    }
    let expected = stride(from: 0, to: products.count, by: 2).map {
      products[$0] + products[$0 + 1]
    }
    #expect(zip(found.attributions.pixelSums, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    // The channels of a pixel share its drop evenly.
    #expect(
      stride(from: 0, to: shape.count, by: 2).allSatisfy {
        found.attributions.values[$0] == found.attributions.values[$0 + 1]
      })
    #expect(found.scoreAtInput == function.values(at: PointBatch([input]))[0])
    #expect(found.scoreAtBaseline == nil && found.expectedSum == nil)
    #expect(found.completenessGap == nil)
  }

  @Test(
    "windows of any size and stride agree with plain loops",
    arguments: [(2, 1), (3, 2), (2, 3), (1, 4), (4, 4), (5, 5), (7, 2), (50, 3), (2, 50)])
  func agreesWithLoops(_ window: Int, _ stride: Int) {
    let function = PictureFormula(shape, .sine(weights))
    let found = Occlusion(Features(picture: shape), window: window, stride: stride).attribute(
      function, input: input, baselines: [baseline])
    let expected = reference(function, input, baseline, window: window, stride: stride)
    #expect(zip(found.attributions.pixelSums, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("pixels between windows get nothing")
  func gaps() {
    let found = Occlusion(Features(picture: [1, 4, 1]), window: 1, stride: 2).attribute(
      PictureFormula.linear([1, 4, 1], [1, 1, 1, 1]), input: .picture([1, 4, 1]) { _, _, _ in 1 },
      baselines: [Tensor([1, 4, 1])])
    #expect(found.attributions.values == [1, 0, 1, 0])
    #expect(found.evaluations == 3)
  }

  @Test("one window over everything gives every pixel the change of the score")
  func everything() {
    let function = PictureFormula(shape, .power(2, of: weights))
    let found = Occlusion(Features(picture: shape), window: 7, stride: 1).attribute(
      function, input: input, baselines: [baseline])
    let ends = function.values(at: PointBatch([input, baseline]))
    #expect(found.evaluations == 2)
    #expect(found.attributions.pixelSums.allSatisfy { abs($0 - (ends[0] - ends[1])) < 1e-5 })
  }

  @Test("columns are covered whole, each by itself or in groups", arguments: [1, 2])
  func columns(_ window: Int) {
    // Three columns of 1, 3 and 2 numbers; F is linear, so a drop is the sum of what is covered.
    let features = Features.columns(names: ["a", "b", "c"], lengths: [1, 3, 2])
    let weights = [1.0, 2, -1, 4, 0.5, 3]
    let function = PictureFormula.linear([6], weights)
    let found = Occlusion(features, window: window, stride: 1).attribute(
      function, input: Tensor([6], [1, 1, 1, 1, 1, 1]), baselines: [Tensor([6])])
    let parts = [1.0, 5, 3.5]
    let drops = window == 1 ? parts : [6, (6 + 8.5) / 2, 8.5]
    let sums = [0..<1, 1..<4, 4..<6].map { range in
      range.reduce(0.0) { $0 + Double(found.attributions.values[$1]) }
    }
    #expect(zip(sums, drops).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(found.attributions.values[1] == found.attributions.values[3])
    #expect(found.evaluations == (window == 1 ? 4 : 3))
  }

  @Test("several baselines are averaged")
  func baselines() {
    let function = PictureFormula(shape, .sine(weights))
    let method = Occlusion(Features(picture: shape), window: 3, stride: 2)
    let others = [baseline, Tensor(shape), Tensor.random(shape, seed: 9)]
    let each = others.map {
      method.attribute(function, input: input, baselines: [$0]).attributions.values.map(Double.init)
    }
    let mean = each[0].indices.map { (each[0][$0] + each[1][$0] + each[2][$0]) / 3 }
    let found = method.attribute(function, input: input, baselines: others)
    #expect(distance(found.attributions, mean) <= singlePrecision(2))
  }

  @Test("requests are small, and progress ends with everything")
  func requests() {
    let function = Recorded(PictureFormula(shape, .sine(weights)))
    let method = Occlusion(Features(picture: shape), window: 2, stride: 1)
    var told: [[Int]] = []
    let found = method.attribute(
      function, input: input, baselines: [baseline, Tensor(shape)]
    ) { told.append([$0, $1]) }
    let total = 1 + 2 * 4 * 6
    #expect(method.usesBaselines)
    #expect(method.evaluations(baselines: 2) == total)
    #expect(found.evaluations == total)
    let record = function.requests.record
    #expect(record.values.reduce(0, +) == total && record.values.allSatisfy { $0 <= 16 })
    #expect(record.gradients.isEmpty)
    #expect(told.map { $0[1] }.allSatisfy { $0 == total })
    #expect(told.map { $0[0] } == told.map { $0[0] }.sorted() && told.last == [total, total])
  }

  /// Captum 0.9.0 on torch 2.13: `Occlusion(f).attribute(x, sliding_window_shapes=(1, 3, 3),
  /// strides=(1, 2, 2), baselines=0)` with `f(x) = Σ wᵢ xᵢ + (Σ wᵢ xᵢ)²`, for a 1×5×6 picture
  /// `x_i = ((7 i) mod 11) / 11` and `w_i = ((5 i) mod 13 − 6) / 13`.
  @Test("agrees with Captum")
  func captum() {
    let shape: Shape = [5, 6, 1]
    let weights = (0..<30).map { Double(5 * $0 % 13 - 6) / 13 }
    let function = PictureFormula(
      shape, .sum(1, .linear(weights), 1, .power(2, of: weights)))
    let input = Tensor(shape, (0..<30).map { Float(7 * $0 % 11) / 11 })
    let found = Occlusion(Features(picture: shape), window: 3, stride: 2).attribute(
      function, input: input, baselines: [Tensor(shape)])
    #expect(distance(found.attributions, Self.captumMap) < 1e-6)
  }

  private static let captumMap = [
    -0.23609957, -0.23609957, -0.12460267, -0.01310578, 0.21086606, 0.43483788,
    -0.23609957, -0.23609957, -0.12460267, -0.01310578, 0.21086606, 0.43483788,
    -0.03731234, -0.03731234, 0.00339870, 0.04410974, 0.26744583, 0.49078193,
    0.16147488, 0.16147488, 0.13140006, 0.10132525, 0.32402563, 0.54672599,
    0.16147488, 0.16147488, 0.13140006, 0.10132525, 0.32402563, 0.54672599,
  ]
}
