import Imaging
import Rendering
import Testing

@Suite("Outlines")
struct OutlineTests {
  /// Draws a set of pixels, `#` inside.
  private func region(_ rows: String...) -> Region {
    Region(
      width: rows[0].count, height: rows.count,
      isInside: rows.joined().map { $0 == "#" })
  }

  @Test("the heaviest connected parts are kept, and corners connect")
  func components() {
    let parts = region("##.#", "....", "..#.", ".#..")
    let weights: [Float] = [1, 2, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 3, 0, 0]
    func kept(_ share: Double, _ most: Int) -> Region {
      parts.largestComponents(by: weights, share: share, most: most)
    }
    let heaviest = region("....", "....", "..#.", ".#..")
    // Of 10, the parts have 6, 3 and 1.
    #expect(kept(0, 3) == heaviest && kept(1, 1) == heaviest && kept(0.6, 3) == heaviest)
    #expect(kept(0.61, 3) == region("##..", "....", "..#.", ".#.."))
    #expect(kept(0.9, 3) == region("##..", "....", "..#.", ".#.."))
    #expect(kept(0.91, 3) == parts)
  }

  @Test("an empty region stays empty")
  func empty() {
    let nothing = region("..", "..")
    #expect(nothing.largestComponents(by: [0, 0, 0, 0], share: 1, most: 3) == nothing)
    #expect(nothing.withoutHoles == nothing)
    #expect(nothing.depths == [0, 0, 0, 0])
  }

  @Test("holes are filled, bays are not")
  func holes() {
    #expect(
      region("#####", "#.#.#", "###.#", "....#").withoutHoles
        == region("#####", "###.#", "###.#", "....#"))
  }

  @Test("depth counts the steps out of a region, and beyond the picture is outside")
  func depths() {
    #expect(
      region("####", "####", "###.").depths == [1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 0])
  }

  @Test("smoothing keeps a constant map and the centre of a spot, and loses no sign")
  func smoothing() {
    let constant = Plane(width: 9, height: 7, values: [Float](repeating: -0.5, count: 63))
    for value in constant.magnitudesSmoothed(standardDeviation: 2).values {
      #expect(abs(value - 0.5) < 1e-6)
    }
    var spot = Plane(width: 41, height: 41, values: [Float](repeating: 0, count: 41 * 41))
    spot.values[20 * 41 + 20] = -1
    let smooth = spot.magnitudesSmoothed(standardDeviation: 3)
    #expect(smooth.values.max() == smooth.values[20 * 41 + 20])
    #expect(abs(smooth.values.reduce(0, +) - 1) < 1e-5)
    let variance = smooth.values.indices.reduce(0) { sum, index in
      sum + smooth.values[index] * Float((index % 41 - 20) * (index % 41 - 20))
    }
    // Boxes have whole radii: the variance is 3 · ((2r + 1)² − 1) / 12 with r = 3, not 3² = 9.
    #expect(abs(variance - 12) < 0.01)
  }

  @Test("the contour runs along the rim of the hottest region, dark on its inner side")
  func contour() {
    var plane = Plane(width: 7, height: 7, values: [Float](repeating: 0, count: 49))
    for y in 1...5 { for x in 1...5 { plane.values[7 * y + x] = 1 } }
    let map = Heatmap(plane: plane, scale: 1, isSigned: false)
    let photo = Image(width: 7, height: 7, color: Color(red: 90, green: 90, blue: 90))
    let line = Color(red: 1, green: 2, blue: 3)
    let drawn = Outline(smoothing: 0, color: line).image(of: map, on: photo)
    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
      [UInt8](drawn.samples[3 * (7 * y + x)..<3 * (7 * y + x) + 3])
    }
    #expect(pixel(0, 0) == [90, 90, 90])
    #expect(pixel(1, 1) == [1, 2, 3] && pixel(5, 3) == [1, 2, 3])
    #expect(pixel(2, 2) == [30, 30, 30])
    #expect(pixel(3, 3) == [90, 90, 90])
  }

  @Test("a map without heat has no contour")
  func cold() {
    let map = Heatmap(
      plane: Plane(width: 4, height: 4, values: [Float](repeating: 0, count: 16)), scale: 0,
      isSigned: true)
    let photo = Image(width: 4, height: 4, color: .white)
    #expect(Outline().image(of: map, on: photo) == photo)
  }
}
