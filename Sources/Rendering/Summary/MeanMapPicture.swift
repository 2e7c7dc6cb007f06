import Imaging

/// A coarse map of cells with signs, as small pictures: for pages in colours, for terminals in shades.
public struct MeanMapPicture: Hashable, Sendable {
  private let heatmap: Heatmap

  /// Shows cells, row by row, the largest magnitude as the full colour.
  public init(_ cells: [[Double]]) {
    let width = cells.first?.count ?? 0
    precondition(width > 0 && cells.allSatisfy { $0.count == width }, "rows are alike")
    let scale = cells.joined().map(abs).max() ?? 0
    let plane = Plane(
      width: width, height: cells.count,
      values: cells.joined().map { Float(scale > 0 ? $0 / scale : 0) })
    heatmap = Heatmap(plane: plane, scale: scale, isSigned: true)
  }

  /// One pixel for each cell: blue where it speaks for the target, red where against, white at 0.
  public var image: Image { heatmap.colored() }

  /// Lines of shades for the magnitudes, two characters for each cell.
  public var lines: [String] {
    let plane = heatmap.plane
    let wide = Plane(
      width: 2 * plane.width, height: plane.height,
      values: plane.values.flatMap { [$0.magnitude, $0.magnitude] })
    return ShadeImage(ColorMap.grays.image(of: wide)).text
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
