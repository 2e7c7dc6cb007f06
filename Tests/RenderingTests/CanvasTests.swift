import Imaging
import Rendering
import Testing

@Suite("Drawing on a canvas")
struct CanvasTests {
  private func darkness(_ canvas: Canvas) -> Double {
    canvas.image.samples.reduce(0) { $0 + Double(255 - $1) } / (3 * 255)
  }

  private func pixel(_ canvas: Canvas, _ x: Int, _ y: Int) -> UInt8 {
    canvas.image.samples[3 * (y * canvas.width + x)]
  }

  private func white(_ width: Int, _ height: Int) -> Canvas {
    Canvas(width: width, height: height, color: .white)
  }

  @Test("a filled triangle darkens as much as its area, wherever it lies between the pixels")
  func triangleArea() {
    for (dx, dy) in [(0.0, 0.0), (0.3, 0.7), (0.51, 0.13)] {
      var canvas = white(40, 30)
      let corners = [(2.0, 3.0), (33.5, 8.25), (11.0, 27.5)]
      canvas.fill(
        VectorPath(polygon: corners.map { Point(x: $0.0 + dx, y: $0.1 + dy) }), color: .black)
      // Half of |31.5 · 24.5 − 5.25 · 9|. A pixel at the edge is rounded by at most half a level.
      #expect(abs(darkness(canvas) - 362.25) < 100 * 0.5 / 255)
    }
  }

  @Test("a circle darkens as much as its area")
  func circleArea() {
    var canvas = white(50, 50)
    canvas.fill(VectorPath(circleAround: Point(x: 24.3, y: 25.1), radius: 20), color: .black)
    // Its curves leave the circle by up to 1/300 of the radius, and half of that on average.
    #expect(abs(darkness(canvas) - .pi * 400) < .pi * 400 / 300)
  }

  @Test("what lies outside of the picture is cut off, and the rest is as if it were not")
  func clipping() {
    let corners = [(-30.0, -12.0), (71.0, 20.0), (5.0, 55.0)].map { Point(x: $0.0, y: $0.1) }
    var large = white(120, 80)
    large.fill(
      VectorPath(polygon: corners.map { Point(x: $0.x + 40, y: $0.y + 20) }), color: .black)
    var small = white(30, 25)
    small.fill(VectorPath(polygon: corners), color: .black)
    for y in 0..<25 {
      for x in 0..<30 {
        #expect(abs(Int(pixel(small, x, y)) - Int(pixel(large, x + 40, y + 20))) <= 1)
      }
    }
  }

  @Test("a pixel of which half is covered is half blended, and opacity halves it again")
  func halfCovered() {
    var canvas = white(2, 1)
    canvas.fill(rectangle: Rectangle(x: 0.5, y: 0, width: 0.5, height: 1), color: .black)
    #expect(canvas.image.samples == [128, 128, 128, 255, 255, 255])
    var translucent = white(1, 1)
    translucent.fill(
      rectangle: Rectangle(x: 0.5, y: 0, width: 1, height: 1), color: .black, opacity: 0.5)
    #expect(translucent.image.samples == [191, 191, 191])
  }

  @Test("contours of opposite direction leave a hole")
  func hole() {
    var path = VectorPath(Rectangle(x: 0, y: 0, width: 3, height: 3))
    path.move(to: Point(x: 1, y: 1))
    for (x, y) in [(1.0, 2.0), (2, 2), (2, 1)] { path.line(to: Point(x: x, y: y)) }
    path.close()
    var canvas = white(3, 3)
    canvas.fill(path, color: .black)
    #expect(pixel(canvas, 1, 1) == 255)
    #expect(darkness(canvas) == 8)
  }

  @Test("a line along a row of pixels covers exactly that row")
  func exactLine() {
    var canvas = white(8, 3)
    canvas.stroke([Point(x: -5, y: 1.5), Point(x: 20, y: 1.5)], width: 1, color: .black)
    #expect(darkness(canvas) == 8)
    #expect((0..<8).allSatisfy { pixel(canvas, $0, 1) == 0 })
  }

  @Test("a line that crosses and retraces itself is nowhere darker than elsewhere")
  func overlap() {
    let points = [(2.0, 2.0), (28, 28), (28, 2), (2, 28), (28, 2)].map { Point(x: $0.0, y: $0.1) }
    var canvas = white(30, 30)
    canvas.stroke(points, width: 3, color: .black, opacity: 0.5, isClosed: true)
    #expect(canvas.image.samples.min() == 128)
  }

  @Test("a line cut into many pieces is drawn as the whole line is")
  func pieces() {
    let (start, end) = (Point(x: 3, y: 4.2), Point(x: 36, y: 17.7))
    var whole = white(40, 22)
    whole.stroke([start, end], width: 1.6, color: .black)
    var pieces = white(40, 22)
    let points = (0...57).map { step in
      let share = Double(step) / 57
      return Point(x: start.x + 33 * share, y: start.y + 13.5 * share)
    }
    pieces.stroke(points, width: 1.6, color: .black)
    for (one, other) in zip(whole.image.samples, pieces.image.samples) {
      #expect(abs(Int(one) - Int(other)) <= 1)
    }
  }

  @Test("points that are no numbers, empty shapes and shapes far away leave no trace")
  func nothing() {
    var canvas = white(5, 5)
    let far = Point(x: 1e300, y: -1e300)
    let number = Point(x: .nan, y: .infinity)
    canvas.stroke([], width: 2, color: .black)
    canvas.stroke([number, far], width: 2, color: .black)
    canvas.stroke([Point(x: 2, y: 2)], width: .nan, color: .black)
    canvas.stroke([Point(x: 2, y: 2)], width: 0, color: .black)
    canvas.fill(VectorPath(), color: .black)
    canvas.fill(VectorPath(polygon: [number, far, Point(x: 1, y: 1)]), color: .black)
    canvas.fill(rectangle: Rectangle(x: 1, y: 1, width: 0, height: 3), color: .black)
    canvas.paste(Image(width: 2, height: 2, color: .black), left: 5, top: -2)
    #expect(canvas.image == Image(width: 5, height: 5, color: .white))
  }

  @Test("coordinates that are large but drawable are cut off correctly")
  func large() {
    var canvas = white(4, 4)
    canvas.fill(
      rectangle: Rectangle(x: -4e8, y: -4e8, width: 4e8 + 2, height: 8e8), color: .black)
    #expect(darkness(canvas) == 8)
    canvas.stroke([Point(x: -9e8, y: 3), Point(x: 9e8, y: 3)], width: 2, color: .black)
    #expect(darkness(canvas) == 12)
  }

  @Test("pictures of every format are pasted, cut off at the edges, translucent ones mixed in")
  func paste() {
    var canvas = white(2, 2)
    canvas.paste(
      Image(width: 2, height: 2, format: .gray, samples: [1, 2, 3, 4]), left: -1, top: -1)
    canvas.paste(
      Image(width: 1, height: 1, format: .rgba, samples: [0, 100, 200, 51]), left: 1, top: 1)
    canvas.paste(Image(width: 9, height: 1, color: .black), left: 1, top: 0)
    #expect(canvas.image.samples == [4, 4, 4, 0, 0, 0, 255, 255, 255, 204, 224, 244])
  }

  @Test("a canvas over a picture begins as the picture, in RGB")
  func overPicture() {
    let gray = Image(width: 2, height: 1, format: .gray, samples: [7, 9])
    #expect(Canvas(gray).image.samples == [7, 7, 7, 9, 9, 9])
  }
}
