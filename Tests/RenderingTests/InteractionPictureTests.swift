import Imaging
import Rendering
import Testing

@Suite("Pictures of pairs")
struct InteractionPictureTests {
  private let start = Point(x: 10, y: 20)
  private let end = Point(x: 110, y: 20)

  @Test("a line that meets nothing is straight")
  func straight() {
    let others = [Point(x: 60, y: 40), Point(x: 200, y: 20), Point(x: 0, y: 20)]
    #expect(
      InteractionPicture.line(from: start, to: end, around: others, distance: 8) == [start, end])
  }

  @Test(
    "a line is bent around a part on its way, between the same ends", arguments: [20.0, 25, 15])
  func bent(height: Double) {
    let other = Point(x: 60, y: height)
    let line = InteractionPicture.line(from: start, to: end, around: [other], distance: 8)
    #expect(line.first == start && line.last == end)
    let nearest = line.map { point in
      ((point.x - other.x) * (point.x - other.x) + (point.y - other.y) * (point.y - other.y))
        .squareRoot()
    }.min()
    #expect(nearest ?? 0 >= 8)
  }

  @Test("colours are explained in a strip below the photo")
  func legend() {
    let photo = Image(width: 40, height: 40, color: .black)
    let parts = [Array(0..<800), Array(800..<1600)]
    func image(_ value: Double) -> Image {
      InteractionPicture(
        photo: photo, parts: parts, names: ["A1", "A2"],
        pairs: [.init(first: 0, second: 1, value: value)]
      ).image
    }
    let (together, instead, none) = (image(1), image(-1), image(0))
    #expect(together.height > none.height && together.width == none.width)
    func strip(_ image: Image) -> ArraySlice<UInt8> {
      image.samples[(3 * image.width * none.height)...]
    }
    #expect(strip(together) != strip(instead))
    #expect(strip(together).contains(255) && strip(together).contains(0))
  }
}
