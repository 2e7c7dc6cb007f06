/// The outline of one character, in units of its typeface, y upwards from the baseline.
struct Glyph: Sendable {
  /// A point of an outline: on it, or the control point of a quadratic curve.
  struct Node: Sendable {
    var x: Double
    var y: Double
    var isOnCurve: Bool
  }

  /// From the start of this character to that of the next.
  var advance: Double
  /// Closed contours. Between two control points in a row, their middle is on the curve.
  var contours: [[Node]]

  /// Whether there is nothing to draw.
  var isEmpty: Bool { contours.isEmpty }

  /// A frame, for what a typeface lacks.
  static func box(inTypefaceOf typeface: Typeface) -> Glyph {
    let em = typeface.unitsPerEm
    func rectangle(inset: Double) -> [Node] {
      let (left, right) = (0.08 * em + inset, 0.52 * em - inset)
      let (lower, upper) = (inset, 0.72 * em - inset)
      return [(left, lower), (left, upper), (right, upper), (right, lower)]
        .map { Node(x: $0.0, y: $0.1, isOnCurve: true) }
    }
    let hole = Array(rectangle(inset: 0.06 * em).reversed())
    return Glyph(advance: 0.6 * em, contours: [rectangle(inset: 0), hole])
  }

  /// Returns the outline in a picture: its origin at (x, y), and `scale` pixels per unit.
  func path(x: Double, y: Double, scale: Double) -> VectorPath {
    var path = VectorPath()
    for contour in contours {
      let nodes = contour.map {
        Node(x: x + $0.x * scale, y: y - $0.y * scale, isOnCurve: $0.isOnCurve)
      }
      path.append(nodes)
    }
    return path
  }
}

extension VectorPath {
  fileprivate mutating func append(_ nodes: [Glyph.Node]) {
    guard let first = nodes.first, let last = nodes.last else { return }
    let start = first.isOnCurve ? first : last.isOnCurve ? last : first.middle(to: last)
    move(to: start.point)
    var control: Glyph.Node?
    for node in nodes.dropFirst(first.isOnCurve ? 1 : 0) + [start] {
      switch (control, node.isOnCurve) {
      case (nil, true): line(to: node.point)
      case (nil, false): control = node
      case (let bend?, true):
        curve(to: node.point, control: bend.point)
        control = nil
      case (let bend?, false):
        curve(to: bend.middle(to: node).point, control: bend.point)
        control = node
      }
    }
    close()
  }
}

extension Glyph.Node {
  fileprivate var point: Point { Point(x: x, y: y) }

  fileprivate func middle(to other: Self) -> Self {
    Self(x: (x + other.x) / 2, y: (y + other.y) / 2, isOnCurve: true)
  }
}
