import Numerics
import Tensors

/// RISE, randomised input sampling: the mean of random masks, each weighted with the score of the
/// input seen through it: `a = Σₖ F(x′ + Mₖ ⊙ (x − x′)) Mₖ / (N p)`.
///
/// A picture's mask is a small grid whose cells are kept (1) with probability p or covered (0),
/// enlarged bilinearly to a little more than the picture and cut out at a random place; columns and
/// tokens are kept or covered each by itself. What is covered shows the baseline; with several
/// baselines their maps, of the same masks, are averaged. The attribution of a feature estimates the
/// expected score when it is kept, and is split evenly among its numbers. No gradient is needed, and no sum is promised. The same seed gives the same
/// bits.
///
/// Paper: Petsiuk, Das, Saenko, "RISE: Randomized Input Sampling for
/// Explanation of Black-box Models", BMVC 2018.
public struct RISE: AttributionMethod {
  /// Points that are handed to the function at a time, so that memory stays flat.
  private static let pointsPerCall = 16

  /// What is covered.
  public let features: Features
  /// N, the number of masks per baseline.
  public let samples: Int
  /// Cells of a picture's mask along either axis.
  public let cells: Int
  /// p, the probability that a cell is kept.
  public let keep: Double
  /// Where the random numbers start.
  public let seed: UInt64

  /// Masks that are enough for most pictures.
  public static let standardSamples = 4000

  /// Makes the method; there is at least one sample and one cell, and 0 < keep ≤ 1.
  public init(
    _ features: Features, samples: Int = standardSamples, cells: Int = 7, keep: Double = 0.5,
    seed: UInt64
  ) {
    precondition(samples > 0 && cells > 0, "at least one mask of one cell is needed")
    precondition(keep > 0 && keep <= 1, "cells are kept with a probability from (0, 1]")
    self.features = features
    self.samples = samples
    self.cells = cells
    self.keep = keep
    self.seed = seed
  }

  /// Always: what is covered shows them.
  public var usesBaselines: Bool { true }

  /// Evaluates the input, and N masked pictures per baseline.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    precondition(!baselines.isEmpty, "RISE needs a baseline to show where the picture is covered")
    let layout = FeatureLayout(features)
    let total = 1 + samples * baselines.count
    let score = try function.values(at: PointBatch([input]))[0]
    progress(1, total)

    var done = 1
    var sums = [Double](repeating: 0, count: layout.count)
    for baseline in baselines {
      var source = RandomMasks(layout, cells: cells, keep: keep, seed: seed)
      var remaining = samples
      while remaining > 0 {
        let masks = (0..<min(Self.pointsPerCall, remaining)).map { _ in source.next() }
        let scores = try function.values(
          at: PointBatch(masks.map { $0.blend(baseline, input, layout) }))
        for (mask, score) in zip(masks, scores) {
          for feature in sums.indices {
            sums[feature] += score * Double(mask.values[feature])
          }
        }
        remaining -= masks.count
        done += masks.count
        progress(done, total)
      }
    }
    let scale = 1 / (Double(samples * baselines.count) * keep)
    return AttributionMap(
      attributions: layout.sharing(sums.map { $0 * scale }, like: input), scoreAtInput: score,
      scoreAtBaseline: nil, evaluations: total)
  }
}

/// How much of each feature is kept, from 0 to 1.
private struct Mask {
  let values: [Float]

  /// Returns `x′ + M ⊙ (x − x′)`.
  func blend(_ baseline: Tensor, _ input: Tensor, _ layout: FeatureLayout) -> Tensor {
    var result = baseline
    for (numbers, share) in zip(layout.numbers, values) {
      for entry in numbers {
        result.values[entry] += share * (input.values[entry] - baseline.values[entry])
      }
    }
    return result
  }
}

/// The masks of one seed, one after another.
private struct RandomMasks {
  private let layout: FeatureLayout
  private let cells: Int
  private let keep: Double
  private let rows: EnlargedAxis
  private let columns: EnlargedAxis
  private var generator: SplitMix64

  init(_ layout: FeatureLayout, cells: Int, keep: Double, seed: UInt64) {
    self.layout = layout
    self.cells = cells
    self.keep = keep
    rows = EnlargedAxis(extent: layout.height, cells: cells)
    columns = EnlargedAxis(extent: layout.width, cells: cells)
    generator = SplitMix64(seed: seed)
  }

  /// The next mask.
  mutating func next() -> Mask { layout.isGrid ? nextOfPicture() : nextOfRow() }

  /// Draws feature by feature.
  private mutating func nextOfRow() -> Mask {
    Mask(values: (0..<layout.count).map { _ in generator.uniform() < keep ? 1 : 0 })
  }

  /// Draws the grid row by row, then the shift along y, then along x.
  private mutating func nextOfPicture() -> Mask {
    let grid: [Float] = (0..<cells * cells).map { _ in generator.uniform() < keep ? 1 : 0 }
    let top = generator.index(below: rows.cell)
    let left = generator.index(below: columns.cell)
    var values: [Float] = []
    values.reserveCapacity(layout.count)
    var line = [Float](repeating: 0, count: cells)
    for y in 0..<layout.height {
      let row = rows.taps[top + y]
      for cell in 0..<cells {
        let (upper, lower) = (grid[row.first * cells + cell], grid[row.second * cells + cell])
        line[cell] = upper + row.share * (lower - upper)
      }
      for x in 0..<layout.width {
        let column = columns.taps[left + x]
        let (near, far) = (line[column.first], line[column.second])
        values.append(near + column.share * (far - near))
      }
    }
    return Mask(values: values)
  }
}

/// One axis of a grid, enlarged bilinearly (half-pixel centres, clamped at the border) to one cell
/// more than the picture needs.
private struct EnlargedAxis {
  /// Two neighbouring cells, and how much the second one counts.
  struct Tap {
    let first: Int
    let second: Int
    let share: Float
  }

  /// Pixels of one cell.
  let cell: Int
  /// What each enlarged pixel is mixed from.
  let taps: [Tap]

  init(extent: Int, cells: Int) {
    let cell = (extent + cells - 1) / cells
    let length = (cells + 1) * cell
    self.cell = cell
    taps = (0..<length).map { index in
      let position = (Double(index) + 0.5) * Double(cells) / Double(length) - 0.5
      let clamped = min(max(position, 0), Double(cells - 1))
      let first = Int(clamped)
      return Tap(
        first: first, second: min(first + 1, cells - 1), share: Float(clamped - Double(first)))
    }
  }
}
