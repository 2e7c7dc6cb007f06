import Foundation
import Imaging

/// How important every pixel is, in numbers that are ready to be shown: from 0 (neutral) to 1 (the
/// most important), or, in a signed map, from −1 (most against the target) through 0 (neutral) to 1
/// (most for it).
public struct Heatmap: Hashable, Sendable {
  /// The importance of every pixel; always finite and within 0…1, or −1…1 in a signed map.
  public let plane: Plane
  /// The attribution that is shown as 1, and in a signed map negated as −1; larger ones are clipped.
  public let scale: Double
  /// The magnitude that is shown as 0, as are smaller ones.
  public let floor: Double
  /// The exponent of the scaled magnitudes: importance is ((magnitude − floor) / (scale − floor))^gamma.
  public let gamma: Double
  /// Whether negative numbers occur, which speak against the target.
  public let isSigned: Bool

  /// Makes a heat map of importances that are scaled already, such as an enlarged `plane` of another
  /// heat map. Numbers that stick out (resampling overshoots) are clipped, and those that are no
  /// numbers become 0.
  public init(
    plane: Plane, scale: Double, floor: Double = 0, gamma: Double = 1, isSigned: Bool
  ) {
    var plane = plane
    let lowest: Float = isSigned ? -1 : 0
    plane.values.withUnsafeMutableBufferPointer { values in
      for index in values.indices {
        let value = values[index]
        values[index] = value.isNaN ? 0 : max(lowest, min(1, value))
      }
    }
    self.plane = plane
    self.scale = scale
    self.floor = floor
    self.gamma = gamma
    self.isSigned = isSigned
  }

  /// Returns this heat map with its plane transformed, for example enlarged to the photo's size.
  ///
  /// - Throws: what `transform` throws.
  public func mapPlane<Failure: Error>(
    _ transform: (Plane) throws(Failure) -> Plane
  ) throws(Failure) -> Heatmap {
    Heatmap(
      plane: try transform(plane), scale: scale, floor: floor, gamma: gamma, isSigned: isSigned)
  }

  /// The map with all signs turned round, such as one of what speaks against the target, which a
  /// diverging colour map is to show on its side below 0.
  public var negated: Heatmap {
    Heatmap(
      plane: Plane(width: width, height: height, values: plane.values.map { -$0 }), scale: scale,
      floor: floor, gamma: gamma, isSigned: true)
  }

  /// Returns the magnitude of the attribution that has an importance from 0 to 1.
  public func magnitude(ofHeat heat: Double) -> Double {
    floor + (scale - floor) * (gamma == 1 ? heat : pow(heat, 1 / gamma))
  }

  /// Number of pixels in a row.
  public var width: Int { plane.width }
  /// Number of rows.
  public var height: Int { plane.height }

  /// The colour map that suits this heat map unless somebody asks for another one: inferno, and for
  /// a signed map red and blue, which everybody can tell apart.
  public var defaultColorMap: ColorMap { isSigned ? .redBlue : .inferno }
}
