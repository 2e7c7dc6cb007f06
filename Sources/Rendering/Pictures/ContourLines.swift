import Imaging

/// The lines along which a map has one value.
///
/// Between the centres of neighbouring pixels the map is linear; beyond the border it is 0, so that
/// every line is closed. Where two opposite corners of a square are above the level, its mean decides
/// which of them are connected ("marching squares").
struct ContourLines {
  /// Where a line crosses the side of a square: the pixel at its upper or left end, and whether the
  /// side goes down from it.
  private struct Crossing: Hashable {
    let x: Int
    let y: Int
    let goesDown: Bool
  }

  private let plane: Plane
  private let level: Float

  /// Makes the lines of a plane at a level above 0.
  init(of plane: Plane, at level: Float) {
    precondition(level > 0, "beyond its border a map is 0")
    self.plane = plane
    self.level = level
  }

  /// The closed lines, in picture coordinates of the plane. The first point is not repeated.
  var lines: [[Point]] {
    var neighbors: [Crossing: [Crossing]] = [:]
    for y in -1..<plane.height {
      for x in -1..<plane.width {
        for (first, second) in segments(x, y) {
          neighbors[first, default: []].append(second)
          neighbors[second, default: []].append(first)
        }
      }
    }
    let order = neighbors.keys.sorted {
      ($0.y, $0.x, $0.goesDown ? 1 : 0) < ($1.y, $1.x, $1.goesDown ? 1 : 0)
    }
    var used = Set<Crossing>()
    return order.compactMap { start in
      used.contains(start) ? nil : follow(from: start, neighbors, &used)
    }
  }

  /// Follows a line until it returns to its beginning.
  private func follow(
    from start: Crossing, _ neighbors: [Crossing: [Crossing]], _ used: inout Set<Crossing>
  ) -> [Point] {
    var line: [Point] = []
    var next: Crossing? = start
    while let crossing = next {
      used.insert(crossing)
      line.append(point(of: crossing))
      next = neighbors[crossing]?.first { !used.contains($0) }
    }
    return line
  }

  /// Returns the parts of lines within the square whose upper left corner is the centre of a pixel.
  private func segments(_ x: Int, _ y: Int) -> [(Crossing, Crossing)] {
    let corners = [value(x, y), value(x + 1, y), value(x + 1, y + 1), value(x, y + 1)]
    let sides = [
      Crossing(x: x, y: y, goesDown: false), Crossing(x: x + 1, y: y, goesDown: true),
      Crossing(x: x, y: y + 1, goesDown: false), Crossing(x: x, y: y, goesDown: true),
    ]
    let crossed = (0..<4).filter { (corners[$0] >= level) != (corners[($0 + 1) % 4] >= level) }
    if crossed.count == 2 { return [(sides[crossed[0]], sides[crossed[1]])] }
    guard crossed.count == 4 else { return [] }
    let isMiddleAbove = corners.reduce(0, +) / 4 >= level
    // The lines keep away from the corners that are on the same side as the middle.
    return isMiddleAbove == (corners[0] >= level)
      ? [(sides[0], sides[1]), (sides[2], sides[3])]
      : [(sides[3], sides[0]), (sides[1], sides[2])]
  }

  private func value(_ x: Int, _ y: Int) -> Float {
    guard x >= 0 && y >= 0 && x < plane.width && y < plane.height else { return 0 }
    return plane.values[y * plane.width + x]
  }

  private func point(of crossing: Crossing) -> Point {
    let first = value(crossing.x, crossing.y)
    let second =
      crossing.goesDown
      ? value(crossing.x, crossing.y + 1) : value(crossing.x + 1, crossing.y)
    let share = Double((level - first) / (second - first))
    let center = Point(x: Double(crossing.x) + 0.5, y: Double(crossing.y) + 0.5)
    return crossing.goesDown
      ? Point(x: center.x, y: center.y + share) : Point(x: center.x + share, y: center.y)
  }
}
