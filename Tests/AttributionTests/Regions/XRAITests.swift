import Attribution
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite("XRAI") struct XRAITests {
  /// A method that knows the answer.
  private struct Given: AttributionMethod {
    let attributions: Tensor
    var usesBaselines: Bool { true }

    func attribute<Function: DifferentiableFunction>(
      _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
    ) throws(Function.Failure) -> AttributionMap {
      progress(7, 7)
      return AttributionMap(
        attributions: attributions, scoreAtInput: 3, scoreAtBaseline: 1, evaluations: 7,
        quality: IntegrationQuality(mapError: 0.25, residuals: 0.5, shortfalls: .map))
    }
  }

  private let shape: Shape = [40, 40, 3]

  /// Four flat quarters.
  private var quarters: Tensor {
    .picture(shape) { y, x, channel in Float((y < 20 ? 0 : 2) + (x < 20 ? 0 : 1)) * 50 }
  }

  private func map(
    _ attributions: Tensor, of picture: Tensor? = nil,
    reduction: XRAI.ChannelReduction = .maximum
  ) -> AttributionMap {
    XRAI(base: Given(attributions: attributions), reduction: reduction).attribute(
      PictureFormula.linear(shape, [Double](repeating: 1, count: shape.count)),
      input: picture ?? quarters, baselines: [Tensor(shape)])
  }

  @Test("the region that has the attributions comes first, with all its pixels")
  func concentrated() {
    // A few strong pixels inside the lower left quarter.
    let found = map(
      .picture(shape) { y, x, _ in (26..<34).contains(y) && (5..<13).contains(x) ? 1 : 0 }
    ).attributions.pixelSums
    // Smoothing makes thin regions of their own along the edges.
    let inside = (0..<1600).filter { $0 / 40 >= 24 && $0 % 40 < 16 }
    let best = found.max() ?? 0
    #expect(best > 0)
    #expect(inside.allSatisfy { found[$0] == best })
    // Regions are grown by a pixel or two, no further.
    let outside = (0..<1600).filter { $0 / 40 < 17 || $0 % 40 >= 23 }
    #expect(outside.allSatisfy { found[$0] < best })
  }

  @Test("regions are ranked by mean attribution")
  func order() {
    // Quarters with means 1, 4, 2 and 3.
    let means: [Float] = [1, 4, 2, 3]
    let found = map(
      .picture(shape) { y, x, _ in means[(y < 20 ? 0 : 2) + (x < 20 ? 0 : 1)] }
    ).attributions.pixelSums
    let centres = [410, 430, 1210, 1230].map { found[$0] }
    #expect(centres[1] > centres[3] && centres[3] > centres[2] && centres[2] > centres[0])
  }

  @Test("channels are reduced to their maximum or to their sum")
  func reduction() {
    let attributions = Tensor.picture(shape) { _, _, channel in Float(channel) - 0.5 }
    let maximum = map(attributions).attributions
    #expect(maximum.pixelSums.allSatisfy { abs($0 - 1.5) < 1e-6 })
    #expect(maximum.values.allSatisfy { abs($0 - 0.5) < 1e-6 })
    let sum = map(attributions, reduction: .sum).attributions
    #expect(sum.pixelSums.allSatisfy { abs($0 - 1.5) < 1e-6 })
    let negative = Tensor.picture(shape) { _, _, channel in channel == 0 ? -3 : 0.5 }
    #expect(map(negative).attributions.pixelSums.allSatisfy { abs($0 - 0.5) < 1e-6 })
    #expect(
      map(negative, reduction: .sum).attributions.pixelSums.allSatisfy { abs($0 + 2) < 1e-6 })
  }

  @Test("the sum of the pixels' numbers stays, since regions hold means")
  func sum() {
    let attributions = Tensor.random(shape, seed: 5)
    let found = map(attributions, of: .random(shape, seed: 6), reduction: .sum)
    #expect(abs(found.sum - AttributionMap.total(attributions)) < 1e-3)
    #expect(Set(found.attributions.values).count < 200)
  }

  @Test("scores, evaluations and quality are those underneath, and no sum is promised")
  func report() {
    let told = Mutex<[[Int]]>([])
    let method = XRAI(base: Given(attributions: Tensor(shape)))
    let found = method.attribute(
      PictureFormula.linear(shape, [Double](repeating: 1, count: shape.count)), input: quarters,
      baselines: [Tensor(shape)]
    ) { done, total in told.withLock { $0.append([done, total]) } }
    #expect(method.usesBaselines && !XRAI(base: GradientAtInput()).usesBaselines)
    #expect(found.attributions.shape == shape)
    #expect(found.scoreAtInput == 3 && found.scoreAtBaseline == 1 && found.evaluations == 7)
    #expect(found.quality?.mapError == 0.25)
    #expect(found.expectedSum == nil && found.completenessGap == nil)
    #expect(told.withLock { $0 } == [[7, 7]])
  }

  @Test("a flat picture is one region, whatever its numbers")
  func flat() {
    for value in [Float(0), 1, -117] {
      let found = map(.random(shape, seed: 1), of: Tensor(shape, repeating: value))
      #expect(Set(found.attributions.values).count == 1)
    }
  }

  @Test("stretching the picture's numbers changes nothing")
  func units() {
    let picture = Tensor.random(shape, in: 0...1, seed: 8)
    // Exact in binary: the cut is the same to the last pixel.
    let stretched = Tensor(shape, picture.values.map { $0 * 256 })
    let attributions = Tensor.random(shape, seed: 9)
    #expect(
      map(attributions, of: picture).attributions == map(attributions, of: stretched).attributions)
  }

  @Test("on integrated gradients of a linear score, the part with the weights comes first")
  func overIntegratedGradients() {
    let weights = (0..<shape.count).map { $0 / 3 % 40 >= 20 && $0 / 3 / 40 < 20 ? 1.0 : 0.01 }
    let found = XRAI(base: IntegratedGradients(steps: 4)).attribute(
      PictureFormula.linear(shape, weights), input: quarters,
      baselines: [Tensor(shape, repeating: -1)]
    )
    let pixels = found.attributions.pixelSums
    #expect(pixels[10 * 40 + 30] == pixels.max())
    #expect(found.evaluations == 5)
  }

  @Test("errors of the function come through")
  func failure() {
    #expect(throws: Broken.Failure.gradients) {
      try XRAI(base: GradientAtInput()).attribute(
        Broken(hasGradients: false), input: Tensor([1, 1, 1]), baselines: [])
    }
  }
}

extension AttributionMap {
  /// Σ over pixels of an array's numbers, in double precision.
  fileprivate static func total(_ tensor: Tensor) -> Double {
    tensor.values.reduce(0) { $0 + Double($1) }
  }
}
