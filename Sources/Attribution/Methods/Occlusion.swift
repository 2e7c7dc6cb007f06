import Tensors

/// Occlusion: how much the score drops when a window of the input is covered with what the
/// baseline shows there: `F(x) − F(x with the window from x′)`.
///
/// Windows stand at every multiple of the stride along both axes of a picture, or along the one of
/// columns and tokens, the last ones cut off at the end, and cover whole features: all channels of a
/// pixel, all numbers of a token. The attribution of a feature is the mean drop of the windows that
/// cover it (0 where none does), split evenly among its numbers. Several baselines are averaged. No
/// gradient is needed, and no sum is promised.
///
/// Paper: Zeiler, Fergus, "Visualizing and Understanding Convolutional
/// Networks", ECCV 2014.
public struct Occlusion: AttributionMethod {
  /// What is covered.
  public let features: Features
  /// Features along each axis of a window.
  public let window: Int
  /// Features from one window to the next.
  public let stride: Int

  /// Extent of windows that suits pictures of a few hundred pixels.
  public static let standardWindow = 32
  /// The distance of such windows.
  public static let standardStride = 16

  /// Makes the method; both extents are at least 1.
  public init(
    _ features: Features, window: Int = standardWindow, stride: Int = standardStride
  ) {
    precondition(window > 0 && stride > 0, "a window and its stride are at least one feature")
    self.features = features
    self.window = window
    self.stride = stride
  }

  /// Always: windows are filled with them.
  public var usesBaselines: Bool { true }

  /// Number of evaluations that it takes: the input itself, and every window once with every
  /// baseline.
  public func evaluations(baselines: Int) -> Int {
    RemovalDrops.evaluations(
      removals: windows(of: FeatureLayout(features)).count, baselines: baselines)
  }

  /// Evaluates the input, and every window with every baseline.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let layout = FeatureLayout(features)
    let windows = windows(of: layout)
    let found = try RemovalDrops(
      of: function, at: input, baselines: baselines, count: windows.count, progress: progress
    ) { windows[$0].filled(in: input, from: $1, layout) }
    return AttributionMap(
      attributions: layout.sharing(
        Self.means(of: found.drops, over: windows, layout), like: input),
      scoreAtInput: found.score, scoreAtBaseline: nil, evaluations: found.evaluations)
  }

  /// The windows, row by row.
  private func windows(of layout: FeatureLayout) -> [FeatureWindow] {
    let columns = spans(along: layout.width)
    return spans(along: layout.height).flatMap { rows in
      columns.map { FeatureWindow(rows: rows, columns: $0) }
    }
  }

  /// Where the windows lie along an axis: as many as it takes to reach the end, none of them
  /// beyond.
  private func spans(along extent: Int) -> [Range<Int>] {
    let count = extent > window ? (extent - window - 1) / stride + 2 : 1
    return (0..<count).map { index in
      let start = min(index * stride, extent)
      return start..<start + min(window, extent - start)
    }.filter { !$0.isEmpty }
  }

  /// For every feature the mean of the drops of the windows that cover it.
  private static func means(
    of drops: [Double], over windows: [FeatureWindow], _ layout: FeatureLayout
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: layout.count)
    var counts = [Double](repeating: 0, count: layout.count)
    for (window, drop) in zip(windows, drops) {
      window.forEach(in: layout) { feature in
        sums[feature] += drop
        counts[feature] += 1
      }
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
  }
}

/// A rectangle of features.
private struct FeatureWindow {
  let rows: Range<Int>
  let columns: Range<Int>

  /// Visits its features, row by row.
  func forEach(in layout: FeatureLayout, _ visit: (Int) -> Void) {
    for row in rows { for column in columns { visit(row * layout.width + column) } }
  }

  /// Returns `input` with the numbers of this window's features taken from `filling`.
  func filled(in input: Tensor, from filling: Tensor, _ layout: FeatureLayout) -> Tensor {
    var result = input
    forEach(in: layout) { feature in
      let numbers = layout.numbers[feature]
      result.values.replaceSubrange(numbers, with: filling.values[numbers])
    }
    return result
  }
}
