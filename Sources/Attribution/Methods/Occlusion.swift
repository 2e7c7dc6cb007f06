import Tensors

/// Occlusion: how much the score drops when a window of the picture is covered with what the
/// baseline shows there: `F(x) − F(x with the window from x′)`.
///
/// Windows stand at every multiple of the stride along both axes, the last ones cut off at the
/// border, and cover all channels at once. The attribution of a pixel is the mean drop of the
/// windows that cover it (0 where none does), split evenly among its channels. Several baselines
/// are averaged. No gradient is needed, and no sum is promised.
///
/// Inputs are pictures H×W×C. Paper: Zeiler, Fergus, "Visualizing and Understanding Convolutional
/// Networks", ECCV 2014.
public struct Occlusion: AttributionMethod {
  /// Points that are handed to the function at a time, so that memory stays flat.
  private static let pointsPerCall = 16

  /// Height and width of a window, in pixels of the input.
  public let window: Int
  /// Distance between neighbouring windows, in pixels of the input.
  public let stride: Int

  /// Makes the method; both extents are at least 1.
  public init(window: Int = 32, stride: Int = 16) {
    precondition(window > 0 && stride > 0, "a window and its stride are at least one pixel")
    self.window = window
    self.stride = stride
  }

  /// Always: windows are filled with them.
  public var usesBaselines: Bool { true }

  /// Number of evaluations that a picture of the given size takes: itself, and every window once
  /// with every baseline.
  public func evaluations(height: Int, width: Int, baselines: Int) -> Int {
    1 + spans(along: height).count * spans(along: width).count * baselines
  }

  /// Evaluates the input, and every window with every baseline.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    precondition(!baselines.isEmpty, "occlusion needs a baseline to fill windows with")
    let layout = PictureLayout(input)
    let windows = windows(of: layout)
    let total = 1 + windows.count * baselines.count
    var scores: [Double] = []
    while scores.count < total {
      let points = (scores.count..<min(scores.count + Self.pointsPerCall, total)).map { index in
        if index == 0 { return input }
        let (baseline, window) = (index - 1).quotientAndRemainder(dividingBy: windows.count)
        return windows[window].filled(in: input, from: baselines[baseline], layout)
      }
      scores += try function.values(at: PointBatch(points))
      progress(scores.count, total)
    }

    let drops = windows.indices.map { window in
      let covered = baselines.indices.map { scores[1 + $0 * windows.count + window] }
      return scores[0] - covered.reduce(0, +) / Double(baselines.count)
    }
    return AttributionMap(
      attributions: layout.sharing(Self.means(of: drops, over: windows, layout)),
      scoreAtInput: scores[0], scoreAtBaseline: nil, evaluations: total)
  }

  /// The windows of a picture, row by row.
  private func windows(of layout: PictureLayout) -> [PixelWindow] {
    let columns = spans(along: layout.width)
    return spans(along: layout.height).flatMap { rows in
      columns.map { PixelWindow(rows: rows, columns: $0) }
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

  /// For every pixel the mean of the drops of the windows that cover it.
  private static func means(
    of drops: [Double], over windows: [PixelWindow], _ layout: PictureLayout
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: layout.pixels)
    var counts = [Double](repeating: 0, count: layout.pixels)
    for (window, drop) in zip(windows, drops) {
      for y in window.rows {
        for pixel in y * layout.width + window.columns.lowerBound..<y * layout.width
          + window.columns.upperBound
        {
          sums[pixel] += drop
          counts[pixel] += 1
        }
      }
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
  }
}

/// A rectangle of pixels.
private struct PixelWindow {
  let rows: Range<Int>
  let columns: Range<Int>

  /// Returns `picture` with this window's pixels taken from `filling`.
  func filled(in picture: Tensor, from filling: Tensor, _ layout: PictureLayout) -> Tensor {
    var result = picture
    for y in rows {
      let start = y * layout.width
      let entries =
        (start + columns.lowerBound) * layout.channels..<(start + columns.upperBound)
        * layout.channels
      result.values.replaceSubrange(entries, with: filling.values[entries])
    }
    return result
  }
}
