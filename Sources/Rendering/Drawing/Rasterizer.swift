import Imaging

/// Turns a path into the exact share of each pixel that lies inside of it.
///
/// Every edge adds, to the pixels it crosses, the signed area between it and the right border of the
/// pixel; sums along a row then are the areas (the method of libart, FreeType and font-rs). Where
/// contours overlap in the same direction, sums above 1 are cut off.
struct Rasterizer {
  private let window: Coverage.Window
  private let stride: Int
  private var deltas: [Double]

  /// Returns the coverage of a path, of its bounding box in the picture only; nothing where that is
  /// empty, or a point is not drawable.
  static func coverage(of path: VectorPath, in size: Size) -> Coverage? {
    let polygons = path.polygons
    guard let window = Coverage.Window(around: polygons.joined(), margin: 0, in: size) else {
      return nil
    }
    var rasterizer = Rasterizer(window)
    for polygon in polygons { rasterizer.add(polygon) }
    return rasterizer.coverage
  }

  private init(_ window: Coverage.Window) {
    self.window = window
    stride = window.width + 2
    deltas = [Double](repeating: 0, count: stride * window.height)
  }

  /// The sums along the rows.
  private var coverage: Coverage {
    var coverage = Coverage(window)
    for row in 0..<window.height {
      var sum = 0.0
      for column in 0..<window.width {
        sum += deltas[row * stride + column]
        coverage.values[row * window.width + column] = Float(min(sum.magnitude, 1))
      }
    }
    return coverage
  }

  private mutating func add(_ polygon: [Point]) {
    let (left, top) = (Double(window.left), Double(window.top))
    let points = polygon.map { Point(x: $0.x - left, y: $0.y - top) }
    for (index, point) in points.enumerated() {
      add(from: points[index == 0 ? points.count - 1 : index - 1], to: point)
    }
  }

  /// Adds an edge: turns it downwards and cuts off what is above or below the window.
  private mutating func add(from start: Point, to end: Point) {
    guard start.y != end.y else { return }
    let direction = start.y < end.y ? 1.0 : -1.0
    let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
    let height = Double(window.height)
    guard upper.y < height, lower.y > 0 else { return }
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    var (first, last) = (upper, lower)
    if upper.y < 0 { first = Point(x: upper.x - upper.y * slope, y: 0) }
    if lower.y > height { last = Point(x: upper.x + (height - upper.y) * slope, y: height) }
    cut(from: first, to: last, at: [0, Double(window.width)], direction: direction)
  }

  /// Cuts an edge where it crosses the left and the right border of the window. What is beyond a
  /// border counts as an edge along it.
  private mutating func cut(
    from start: Point, to end: Point, at borders: ArraySlice<Double>, direction: Double
  ) {
    guard let border = borders.first else {
      return accumulate(from: start, to: end, direction: direction)
    }
    let others = borders.dropFirst()
    if (start.x < border) != (end.x < border) {
      let y = start.y + (end.y - start.y) * ((border - start.x) / (end.x - start.x))
      let crossing = Point(x: border, y: min(max(y, start.y), end.y))
      cut(from: start, to: crossing, at: others, direction: direction)
      cut(from: crossing, to: end, at: others, direction: direction)
    } else {
      cut(from: start, to: end, at: others, direction: direction)
    }
  }

  /// Adds an edge that runs downwards inside of the window's rows, row by row.
  private mutating func accumulate(from start: Point, to end: Point, direction: Double) {
    guard start.y < end.y else { return }
    let width = Double(window.width)
    let (first, last) = (min(max(start.x, 0), width), min(max(end.x, 0), width))
    let slope = (last - first) / (end.y - start.y)
    let lastRow = min(Int(end.y.rounded(.up)), window.height)
    var x = first
    for row in Int(start.y)..<lastRow {
      let height = min(Double(row + 1), end.y) - max(Double(row), start.y)
      let next = min(max(x + slope * height, 0), width)
      accumulate(row: row, from: min(x, next), to: max(x, next), area: height * direction)
      x = next
    }
  }

  /// Adds the part of an edge that lies in one row, between the columns `left` and `right`; `area` is
  /// its signed height.
  private mutating func accumulate(row: Int, from left: Double, to right: Double, area: Double) {
    let (first, end) = (Int(left), Int(right.rounded(.up)))
    let base = row * stride
    if end <= first + 1 {
      let inside = (left + right) / 2 - Double(first)
      deltas[base + first] += area * (1 - inside)
      deltas[base + first + 1] += area * inside
      return
    }
    // The edge enters `end − first` columns. The area to the right of it in each of them grows by
    // triangles at both ends and by equal steps between.
    let step = 1 / (right - left)
    var covered = 0.0
    for column in first..<end {
      let from = max(left, Double(column)) - left
      let to = min(right, Double(column + 1)) - left
      // Mean over the edge of the share of the column to the right of it, in what it has passed.
      let middle = (from + to) / 2 + left - Double(column)
      let share = (to - from) * step * (1 - middle) + from * step
      deltas[base + column] += area * (share - covered)
      covered = share
    }
    deltas[base + end] += area * (1 - covered)
  }
}
