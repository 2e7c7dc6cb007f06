import Attribution
import Numerics
import Tensors
import TestSupport
import Testing

@Suite("RISE") struct RISETests {
  private let shape: Shape = [6, 9, 2]
  private var weights: [Double] { Tensor.random(shape, seed: 1).values.map(Double.init) }
  private var input: Tensor { .random(shape, seed: 2) }
  private var baseline: Tensor { .random(shape, seed: 3) }

  /// Bilinear weight of cell `cell` of `cells` for an enlarged pixel.
  private func share(of cell: Int, at pixel: Int, cells: Int, extent: Int) -> Double {
    let size = (extent + cells - 1) / cells
    let position = (Double(pixel) + 0.5) * Double(cells) / Double((cells + 1) * size) - 0.5
    let clamped = min(max(position, 0), Double(cells - 1))
    return max(0, 1 - abs(clamped - Double(cell)))
  }

  /// Masks by the definition: a weighted sum of all cells for every pixel.
  private func masks(_ count: Int, cells: Int, keep: Double, seed: UInt64) -> [[Double]] {
    let (height, width) = (shape[0], shape[1])
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let grid = (0..<cells * cells).map { _ in generator.uniform() < keep ? 1.0 : 0 }
      let top = generator.index(below: (height + cells - 1) / cells)
      let left = generator.index(below: (width + cells - 1) / cells)
      return (0..<height * width).map { pixel in
        var sum = 0.0
        for (index, kept) in grid.enumerated() {
          sum +=
            kept
            * share(of: index / cells, at: top + pixel / width, cells: cells, extent: height)
            * share(of: index % cells, at: left + pixel % width, cells: cells, extent: width)
        }
        return sum
      }
    }
  }

  @Test("the map is the mean of masks weighted with scores", arguments: [1, 2, 3, 4, 7])
  func definition(_ cells: Int) {
    let function = PictureFormula(shape, .sine(weights))
    let found = RISE(Features(picture: shape), samples: 50, cells: cells, keep: 0.4, seed: 11)
      .attribute(
        function, input: input, baselines: [baseline])
    var expected = [Double](repeating: 0, count: 54)
    for mask in masks(50, cells: cells, keep: 0.4, seed: 11) {
      let entries = input.values.indices.map { index -> Double in
        let (x, other) = (Double(input.values[index]), Double(baseline.values[index]))
        return other + mask[index / 2] * (x - other)
      }
      let score = function.formula.value(entries)
      for pixel in expected.indices { expected[pixel] += score * mask[pixel] / (50 * 0.4) }
    }
    #expect(zip(found.attributions.pixelSums, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(found.attributions.values[0] == found.attributions.values[1])
    #expect(found.scoreAtInput == function.values(at: PointBatch([input]))[0])
    #expect(found.scoreAtBaseline == nil && found.expectedSum == nil)
  }

  /// With F = Σⱼ vⱼ Mⱼ + c per pixel j, E[F Mᵢ] / p = c + Σⱼ vⱼ E[Mᵢ Mⱼ] / p, and cells being
  /// independent, E[Mᵢ Mⱼ] = p² + p (1 − p) Σ over cells of the mean over shifts of both weights'
  /// product.
  @Test("on a linear score the map tends to its expectation")
  func expectation() {
    let (cells, keep, samples) = (3, 0.5, 20_000)
    let found = RISE(Features(picture: shape), samples: samples, cells: cells, keep: keep, seed: 5)
      .attribute(
        PictureFormula.linear(shape, weights), input: input, baselines: [baseline]
      ).attributions.pixelSums
    let slopes = (0..<54).map { pixel in
      (0..<2).reduce(0.0) { sum, channel in
        let entry = 2 * pixel + channel
        return sum + weights[entry]
          * (Double(input.values[entry]) - Double(baseline.values[entry]))
      }
    }
    let offset = dot(weights, baseline.values.map(Double.init))
    let (rows, columns) = (overlaps(extent: 6, cells: cells), overlaps(extent: 9, cells: cells))
    func overlap(_ pixel: Int, _ other: Int) -> Double {
      rows[pixel / 9][other / 9] * columns[pixel % 9][other % 9]
    }
    // (F M)² ≤ F², whose mean is the square of the mean of F plus its variance.
    let mean = offset + keep * slopes.reduce(0, +)
    let variance = (0..<54 * 54).reduce(0.0) { sum, pair in
      sum + keep * (1 - keep) * slopes[pair / 54] * slopes[pair % 54]
        * overlap(pair / 54, pair % 54)
    }
    let deviation = (mean * mean + variance).squareRoot() / (keep * Double(samples).squareRoot())
    for pixel in 0..<54 {
      let expected = (0..<54).reduce(offset) { sum, other in
        sum + slopes[other] * (keep + (1 - keep) * overlap(pixel, other))
      }
      #expect(abs(found[pixel] - expected) < 5 * deviation)
    }
    #expect(deviation < 0.05)
  }

  /// For all pairs of pixels along an axis, the sum over cells of the mean over shifts of the
  /// product of both weights.
  private func overlaps(extent: Int, cells: Int) -> [[Double]] {
    let size = (extent + cells - 1) / cells
    return (0..<extent).map { first in
      (0..<extent).map { second in
        var sum = 0.0
        for shift in 0..<size {
          for cell in 0..<cells {
            sum +=
              share(of: cell, at: shift + first, cells: cells, extent: extent)
              * share(of: cell, at: shift + second, cells: cells, extent: extent) / Double(size)
          }
        }
        return sum
      }
    }
  }

  @Test("when everything is kept, every pixel gets the score")
  func everythingKept() {
    let function = PictureFormula(shape, .sine(weights))
    let found = RISE(Features(picture: shape), samples: 5, keep: 1, seed: 0).attribute(
      function, input: input, baselines: [baseline])
    #expect(
      found.attributions.pixelSums.allSatisfy { abs($0 - found.scoreAtInput) < 1e-5 })
  }

  /// With F = Σⱼ vⱼ Mⱼ per token j, E[F Mᵢ] / p = vᵢ + p Σ of the others; draws are independent.
  @Test("tokens are kept or covered each by itself")
  func tokens() {
    let features = Features.tokens(texts: ["a", "b", "c", "d"], width: 2)
    let weights = [1.0, 1, 0, 0, -1, 2, 3, 0]
    let samples = 20_000
    let found = RISE(features, samples: samples, seed: 3).attribute(
      PictureFormula.linear([8], weights), input: Tensor([8], repeating: 1),
      baselines: [Tensor([8])])
    let slopes = [2.0, 0, 1, 3]
    for token in 0..<4 {
      let sum = Double(
        found.attributions.values[2 * token] + found.attributions.values[2 * token + 1])
      let expected = slopes[token] + 0.5 * (6 - slopes[token])
      // F lies between 0 and 6: five standard errors at most.
      #expect(abs(sum - expected) < 5 * 6 / (0.5 * Double(samples).squareRoot()))
      #expect(found.attributions.values[2 * token] == found.attributions.values[2 * token + 1])
    }
  }

  @Test("the pixel that matters stands out")
  func localisation() {
    var weights = [Double](repeating: 0, count: 108)
    weights[2 * (2 * 9 + 6)] = 1
    let found = RISE(Features(picture: shape), samples: 2000, cells: 3, seed: 1).attribute(
      PictureFormula.linear(shape, weights), input: Tensor(shape, repeating: 1),
      baselines: [Tensor(shape)]
    ).attributions.pixelSums
    let best = found.indices.max { found[$0] < found[$1] } ?? 0
    #expect(abs(best / 9 - 2) <= 1 && abs(best % 9 - 6) <= 1)
  }

  @Test("the same seed gives the same bits, another seed another map")
  func seeds() {
    let function = PictureFormula(shape, .sine(weights))
    let maps = [3, 3, 4].map { (seed: UInt64) in
      RISE(Features(picture: shape), samples: 40, seed: seed).attribute(
        function, input: input, baselines: [baseline]
      )
      .attributions
    }
    #expect(maps[0] == maps[1])
    #expect(maps[0] != maps[2])
  }

  @Test("several baselines are averaged over the same masks")
  func baselines() {
    let function = PictureFormula(shape, .sine(weights))
    let method = RISE(Features(picture: shape), samples: 40, cells: 2, seed: 8)
    let others = [baseline, Tensor(shape)]
    let each = others.map {
      method.attribute(function, input: input, baselines: [$0]).attributions.values.map(Double.init)
    }
    let mean = each[0].indices.map { (each[0][$0] + each[1][$0]) / 2 }
    let found = method.attribute(function, input: input, baselines: others)
    #expect(distance(found.attributions, mean) <= singlePrecision(2))
    #expect(found.evaluations == 81)
  }

  @Test("requests are small, and progress ends with everything")
  func requests() {
    let function = Recorded(PictureFormula(shape, .sine(weights)))
    var told: [[Int]] = []
    let found = RISE(Features(picture: shape), samples: 50, seed: 0).attribute(
      function, input: input, baselines: [baseline, Tensor(shape)]
    ) { told.append([$0, $1]) }
    #expect(found.evaluations == 101)
    let record = function.requests.record
    #expect(record.values.reduce(0, +) == 101 && record.values.allSatisfy { $0 <= 16 })
    #expect(record.gradients.isEmpty)
    #expect(told.map { $0[0] } == told.map { $0[0] }.sorted() && told.last == [101, 101])
  }
}
