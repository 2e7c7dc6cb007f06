import Imaging
import Numerics
import Tensors

/// One number per pixel, in units of the attributions: what a heat map is going to show.
public struct ReducedMap: Hashable, Sendable {
  /// Number of pixels in a row.
  public let width: Int
  /// Number of rows.
  public let height: Int
  /// All numbers, row by row; always finite.
  public let values: [Double]
  /// Whether negative numbers may occur.
  public let isSigned: Bool

  /// Reduces attributions of shape H×W×C (H height, W width, C channels): channels become one
  /// number, which is blurred and of which the polarity takes its part. What is not finite counts
  /// as 0.
  public init(_ attributions: Tensor, style: MapStyle = MapStyle()) {
    let shape = attributions.shape
    precondition(
      shape.rank == 3 && shape.count > 0,
      "attributions have the shape height×width×channels, not \(shape)")
    (width, height) = (shape[1], shape[0])
    isSigned = style.reduction.isSigned && style.polarity == .both
    let channels = shape[2]
    let chosen =
      style.choosesSignOfChannels ? style.polarity.applied(to: attributions) : attributions
    let reduced = chosen.values.withUnsafeBufferPointer { values in
      (0..<values.count / channels).map { pixel in
        style.reduction(values[pixel * channels..<(pixel + 1) * channels])
      }
    }
    let smooth = Self.blurred(reduced, width: width, height: height, sigma: style.smoothing)
    values = style.choosesSignOfChannels ? smooth : smooth.map { style.polarity($0) }
  }

  /// Blurs numbers that may be too large for a plane.
  private static func blurred(
    _ values: [Double], width: Int, height: Int, sigma: Double
  ) -> [Double] {
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard sigma > 0, largest > 0 else { return values }
    let plane = Plane(width: width, height: height, values: values.map { Float($0 / largest) })
    return plane.blurred(sigma: sigma).values.map { Double($0) * largest }
  }

  /// The magnitudes in ascending order.
  public var sortedMagnitudes: [Double] { values.sortedMagnitudes }

  /// Returns the magnitude that is shown as 1 if the map has a scale of its own: the one at the
  /// style's clip, or the largest of a map so sparse that the clip is not above what is shown as 0.
  public func scale(_ style: MapStyle) -> Double {
    let sorted = sortedMagnitudes
    return Self.scale(sorted, style, floor: floor(sorted, style))
  }

  /// Returns the magnitude that is shown as 0 if the map has a scale of its own.
  func floor(_ sorted: [Double], _ style: MapStyle) -> Double {
    style.cut?.value(ofSorted: sorted) ?? (isSigned ? 0 : sorted[0])
  }

  static func scale(_ sorted: [Double], _ style: MapStyle, floor: Double) -> Double {
    let clip = style.clip.value(ofSorted: sorted)
    return clip > floor ? clip : sorted[sorted.count - 1]
  }
}

extension Polarity {
  /// Returns the parts of all numbers that are shown.
  fileprivate func applied(to tensor: Tensor) -> Tensor {
    Tensor(tensor.shape, tensor.values.map { $0.isFinite ? Float(self(Double($0))) : 0 })
  }
}
