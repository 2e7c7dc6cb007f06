import Imaging
import Rendering
import Testing

@Suite("Coverage of areas")
struct RasterizerTests {
  /// The share of samples on a fine grid in a pixel that have a winding number other than 0.
  private func share(of polygon: [Point], x: Int, y: Int) -> Double {
    let count = 24
    var inside = 0
    for row in 0..<count {
      for column in 0..<count {
        let (px, py) = (
          Double(x) + (Double(column) + 0.5) / Double(count),
          Double(y) + (Double(row) + 0.5) / Double(count)
        )
        var winding = 0
        for (start, end) in zip(polygon, polygon.dropFirst() + polygon.prefix(1)) {
          guard (start.y <= py) != (end.y <= py) else { continue }
          let crossing = start.x + (end.x - start.x) * (py - start.y) / (end.y - start.y)
          if crossing > px { winding += start.y <= py ? 1 : -1 }
        }
        if winding != 0 { inside += 1 }
      }
    }
    return Double(inside) / Double(count * count)
  }

  @Test("every pixel is covered as a count of fine samples says")
  func samples() {
    let polygons: [[(Double, Double)]] = [
      [(1.2, 0.7), (10.9, 2.1), (4.4, 8.6)],
      [(2, 2), (9, 2), (9, 7), (2, 7)],
      [(0.5, 4.5), (5, 4.2), (11.7, 4.6), (5, 4.9)],
      [(6, -3), (15, 5), (6, 12), (-4, 5)],
      [(1, 1), (11, 1.5), (8, 4), (11, 8), (1, 8.5), (4, 4)],
    ]
    for corners in polygons {
      let polygon = corners.map { Point(x: $0.0, y: $0.1) }
      var canvas = Canvas(width: 12, height: 9, color: .black)
      canvas.fill(VectorPath(polygon: polygon), color: .white)
      for y in 0..<9 {
        for x in 0..<12 {
          let level = Double(canvas.image.samples[3 * (12 * y + x)])
          // An edge misjudges at most a row or a column of the 24 × 24 samples, of which each has 10.7
          // levels; a corner has two edges.
          #expect(abs(level - 255 * share(of: polygon, x: x, y: y)) <= 2 * 10.7 + 0.5)
        }
      }
    }
  }

  @Test("the direction of a contour, and whether it is closed, make no difference")
  func direction() {
    let corners = [(1.2, 0.7), (10.9, 2.1), (4.4, 8.6)].map { Point(x: $0.0, y: $0.1) }
    var open = VectorPath()
    open.move(to: corners[2])
    open.line(to: corners[1])
    open.line(to: corners[0])
    var canvases = [VectorPath(polygon: corners), open].map { path in
      var canvas = Canvas(width: 12, height: 9, color: .white)
      canvas.fill(path, color: .black)
      return canvas.image
    }
    let first = canvases.removeFirst()
    for (one, other) in zip(first.samples, canvases[0].samples) {
      #expect(abs(Int(one) - Int(other)) <= 1)
    }
  }

  @Test("a quadratic curve cuts off two thirds of the triangle of its points")
  func curve() {
    var path = VectorPath()
    path.move(to: Point(x: 1, y: 19))
    path.curve(to: Point(x: 37, y: 19), control: Point(x: 13, y: 1))
    path.close()
    var canvas = Canvas(width: 40, height: 20, color: .white)
    canvas.fill(path, color: .black)
    let area = canvas.image.samples.reduce(0) { $0 + Double(255 - $1) } / (3 * 255)
    // 2/3 · 36 · 18 / 2, less what chords within 1/50 pixel of the curve cut off along 41 pixels.
    #expect(abs(area - 216) < 41 / 50)
  }
}
