import Imaging

/// Lines of equal heat on a photo, like those of equal height on a map.
///
/// The magnitudes of the heat map are smoothed; the lines are where they reach shares of their
/// maximum. Each has the colour of its share in a colour map, and a dark rim, so that it shows on
/// every photo. A map without heat has no lines.
public struct Contours: Hashable, Sendable {
  /// Shares of the largest smoothed heat, each above 0 and below 1.
  public var levels: [Float]
  /// Standard deviation of the smoothing, as a share of the shorter side of the picture.
  public var smoothing: Float

  /// Longer side of the grid on which lines are found.
  private static let gridSide = 320

  /// Makes a way to draw lines.
  public init(levels: [Float] = [0.2, 0.4, 0.6, 0.8], smoothing: Float = 0.025) {
    precondition(levels.allSatisfy { $0 > 0 && $0 < 1 }, "levels lie between 0 and 1")
    precondition(smoothing >= 0, "smoothing is not negative")
    self.levels = levels
    self.smoothing = smoothing
  }

  /// Returns `photo` with the lines, in RGB. Both have the same size; opacity of the photo is ignored.
  public func image(of heatmap: Heatmap, on photo: Image, colorMap: ColorMap = .inferno) -> Image {
    precondition(
      photo.width == heatmap.width && photo.height == heatmap.height,
      "the photo is \(photo.width)×\(photo.height), its heat map is not")
    let grid = grid(of: heatmap)
    guard let hottest = grid.values.max(), hottest > 0 else { return photo.rgb }
    let thickness = max(1, Double(min(photo.width, photo.height)) / 160)
    var canvas = Canvas(photo)
    for level in levels.sorted() {
      let color = colorMap.color(at: 0.3 + 0.7 * level)
      for line in ContourLines(of: grid, at: level * hottest).lines {
        let points = line.map { point in
          Point(
            x: point.x * Double(photo.width) / Double(grid.width),
            y: point.y * Double(photo.height) / Double(grid.height))
        }
        canvas.stroke(points, width: 2 * thickness, color: .black, opacity: 0.55, isClosed: true)
        canvas.stroke(points, width: thickness, color: color, isClosed: true)
      }
    }
    return canvas.image
  }

  /// The smoothed magnitudes, on a grid that is fine enough for smooth lines.
  private func grid(of heatmap: Heatmap) -> Plane {
    let longer = max(heatmap.width, heatmap.height)
    let scale = min(1, Double(Self.gridSide) / Double(longer))
    let width = max(1, Int((Double(heatmap.width) * scale).rounded()))
    let height = max(1, Int((Double(heatmap.height) * scale).rounded()))
    var plane = heatmap.plane
    for index in plane.values.indices { plane.values[index] = plane.values[index].magnitude }
    if width != plane.width || height != plane.height {
      plane = plane.resampled(width: width, height: height)
    }
    return plane.blurred(sigma: Double(smoothing) * Double(min(width, height)))
  }
}
