import Imaging

/// How much of each pixel of a part of a picture is inside of a shape, from 0 to 1.
struct Coverage: Sendable {
  /// Columns and rows of pixels that a shape can touch.
  struct Window: Hashable, Sendable {
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    /// Makes the window of all pixels of a picture that are within `margin` of the points; nothing
    /// where there is none, or where a point is not drawable.
    init?(around points: some Sequence<Point>, margin: Double, in size: Size) {
      var (left, top) = (Double.infinity, Double.infinity)
      var (right, bottom) = (-Double.infinity, -Double.infinity)
      for point in points {
        guard point.isDrawable else { return nil }
        (left, right) = (min(left, point.x), max(right, point.x))
        (top, bottom) = (min(top, point.y), max(bottom, point.y))
      }
      (left, top) = (max(left - margin, 0), max(top - margin, 0))
      right = min(right + margin, Double(size.width))
      bottom = min(bottom + margin, Double(size.height))
      guard left < right, top < bottom else { return nil }
      (self.left, self.top) = (Int(left), Int(top))
      width = Int(right.rounded(.up)) - self.left
      height = Int(bottom.rounded(.up)) - self.top
    }
  }

  /// Where the pixels are.
  let window: Window
  /// The shares, row by row.
  var values: [Float]

  /// Makes an empty shape.
  init(_ window: Window) {
    self.window = window
    values = [Float](repeating: 0, count: window.width * window.height)
  }
}
