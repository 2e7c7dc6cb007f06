import Imaging

extension Heatmap {
  /// Returns the map of a network's input as one over the photo that was placed on it, smoothly
  /// enlarged; where the network saw nothing of the photo, it is 0.
  ///
  /// A map that is coarser than the input, such as one of a layer, is brought to the input's size
  /// before.
  ///
  /// - Parameters:
  ///   - placement: where the photo lies on the network's input.
  ///   - rows: the rows of the photo that are returned; nil for all.
  public func onPhoto(_ placement: Placement, rows: Range<Int>? = nil) -> Heatmap {
    mapPlane { plane in
      let whole = plane.resampled(width: placement.model.width, height: placement.model.height)
      return placement.onPhoto(whole, rows: rows)
    }
  }
}
