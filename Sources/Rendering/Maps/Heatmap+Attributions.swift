import Foundation
import Imaging
import Tensors

extension Heatmap {
  /// Makes a heat map of attributions of shape H×W×C; see ``init(_:style:scale:)``.
  public init(attributions: Tensor, style: MapStyle = MapStyle(), scale: Double? = nil) {
    self.init(ReducedMap(attributions, style: style), style: style, scale: scale)
  }

  /// Scales the numbers of a map.
  ///
  /// A signed map has one scale for both signs, so that 0 stays 0. A map without any contrast, or
  /// all of the other sign, becomes 0 everywhere.
  ///
  /// - Parameters:
  ///   - map: one number per pixel.
  ///   - style: how magnitudes become importances.
  ///   - scale: the magnitude that is shown as 1, whatever this map holds, so that maps can be
  ///     compared; they all begin at 0 then, unless the style has a cut-off. Nil for a scale of the
  ///     map's own.
  public init(_ map: ReducedMap, style: MapStyle, scale: Double? = nil) {
    let sorted = map.sortedMagnitudes
    let ownFloor = map.floor(sorted, style)
    let floor = scale == nil || style.cut != nil ? ownFloor : 0
    let scale = scale ?? ReducedMap.scale(sorted, style, floor: ownFloor)
    let least = style.keep < 100 ? sorted.leastOfLargest(style.keep) : 0
    let span = scale - floor
    let values = map.values.map { value -> Float in
      guard span > 0, value.magnitude >= least else { return 0 }
      let share = min(max((value.magnitude - floor) / span, 0), 1)
      let heat = Float(style.gamma == 1 ? share : pow(share, style.gamma))
      return value < 0 ? -heat : heat
    }
    let plane = Plane(width: map.width, height: map.height, values: values)
    self.init(
      plane: style.cleanup > 1 ? plane.cleanedUp(side: style.cleanup) : plane, scale: scale,
      floor: floor, gamma: style.gamma, isSigned: map.isSigned)
  }
}

extension [Double] {
  /// The smallest of the largest `share` per cent of numbers in ascending order; of no numbers, one
  /// that is larger than all.
  fileprivate func leastOfLargest(_ share: Double) -> Double {
    let kept = Int((Double(count) * share / 100).rounded())
    return kept > 0 ? self[count - kept] : .infinity
  }
}
