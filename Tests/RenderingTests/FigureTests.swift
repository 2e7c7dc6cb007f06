import Foundation
import Imaging
import Rendering
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an XML parser finds in a document; nothing where it is not well-formed.
final class FoundXML: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var texts: [String: [String]] = [:]
  private var open: [String] = []

  init?(_ document: String) {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append((name, attributes))
    texts[name, default: []].append("")
    open.append(name)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    guard let name = open.last, let count = texts[name]?.count else { return }
    texts[name]?[count - 1] += characters
  }
}

@Suite("Figures")
struct FigureTests {
  private let hostile = "</text><script>alert('1')</script> & \"quoted\" ]]> \u{1}\u{FFFE}"

  private var sample: Figure {
    var figure = Figure(width: 60, height: 40, title: hostile, description: hostile)
    figure.rectangle(Rectangle(x: 5, y: 5, width: 20, height: 10), ink: .grid, opacity: 0.5)
    figure.line(
      [Point(x: 5, y: 30.5), Point(x: 55, y: 30.5)], width: 3, ink: .series(0))
    figure.line(
      [Point(x: 5, y: 36), Point(x: 55, y: 36)], width: 1, ink: .series(1), dashes: [4, 2])
    figure.area(
      [Point(x: 30, y: 5), Point(x: 50, y: 5), Point(x: 40, y: 20)], ink: .series(2), opacity: 0.3)
    figure.circle(Point(x: 50, y: 20), radius: 4, ink: .series(10))
    figure.text(hostile, at: Point(x: 10, y: 12), size: 8, alignment: .middle, weight: .bold)
    figure.picture(
      Image(width: 1, height: 1, color: .black), in: Rectangle(x: 1, y: 1, width: 2, height: 2))
    return figure
  }

  @Test("an SVG is well-formed and has all parts, with classes that a page can colour")
  func wellFormed() throws {
    let found = try #require(FoundXML(sample.svg))
    #expect(
      found.elements.map(\.name) == [
        "svg", "title", "desc", "rect", "rect", "polyline", "polyline", "polygon", "circle", "text",
        "image",
      ])
    let classes = found.elements.compactMap { $0.attributes["class"] }
    #expect(
      classes == [
        "figure", "background", "grid", "series-1", "series-2", "series-3", "series-1", "text",
      ])
    let root = try #require(found.elements.first?.attributes)
    #expect(root["role"] == "img" && root["viewBox"] == "0 0 60 40")
    let image = try #require(found.elements.last?.attributes["href"])
    #expect(image.hasPrefix("data:image/png;base64,"))
  }

  @Test("pictures are embedded as large as they are seen, in the smaller of two formats")
  func pictures() throws {
    var figure = Figure(width: 100, height: 60, title: "", description: "")
    var state: UInt32 = 1
    let noise = (0..<400 * 200 * 3).map { _ -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
    let photo = Image(width: 400, height: 200, samples: noise)
    let place = Rectangle(x: 0, y: 0, width: 80, height: 40)
    figure.picture(photo, in: place)
    figure.picture(Image(width: 400, height: 200, color: .black), in: place)
    let veil = stride(from: 0, to: noise.count, by: 3).flatMap { noise[$0...].prefix(3) + [100] }
    figure.picture(Image(width: 400, height: 200, format: .rgba, samples: veil), in: place)
    let found = try #require(FoundXML(figure.svg))
    let images = try found.elements.filter { $0.name == "image" }.map { element in
      let address = try #require(element.attributes["href"]).split(separator: ",")
      let bytes = try #require(Data(base64Encoded: String(address[1])))
      return (String(address[0]), try Image.decode([UInt8](bytes)).image)
    }
    let formats = ["data:image/jpeg;base64", "data:image/png;base64", "data:image/png;base64"]
    #expect(images.map(\.0) == formats)
    #expect(images.allSatisfy { ($0.1.width, $0.1.height) == (120, 60) })
  }

  @Test("text from outside stays text, and what XML forbids is replaced")
  func escaping() throws {
    let found = try #require(FoundXML(sample.svg))
    let shown = hostile.replacing("\u{1}", with: "\u{FFFD}").replacing("\u{FFFE}", with: "\u{FFFD}")
    for name in ["title", "desc", "text"] {
      #expect(found.texts[name] == [shown])
    }
    #expect(found.texts["script"] == nil)
  }

  @Test("a picture of a figure has its size, rounded up, at every scale")
  func imageSize() {
    let figure = Figure(width: 60.5, height: 40, title: "")
    for (scale, width, height) in [(1.0, 61, 40), (2, 121, 80), (0.5, 31, 20)] {
      let image = figure.image(scale: scale)
      #expect(image.width == width && image.height == height && image.format == .rgb)
    }
  }

  @Test("a picture shows lines, gaps and embedded pictures where the figure has them")
  func imageContent() {
    let image = sample.image()
    func color(_ x: Int, _ y: Int) -> Color {
      let first = 3 * (y * image.width + x)
      return Color(
        red: image.samples[first], green: image.samples[first + 1], blue: image.samples[first + 2])
    }
    #expect(color(20, 30) == Ink.series(0).color)
    #expect(color(1, 1) == .black && color(2, 2) == .black)
    #expect(color(59, 39) == .white)
    let dashes = (6..<55).map { color($0, 36) }
    #expect(Set(dashes).count > 1)
  }

  @Test("what is in a figure moves with it into another one")
  func nesting() {
    var outer = Figure(width: 100, height: 90, title: "")
    outer.append(sample, at: Point(x: 30, y: 45))
    let (inner, whole) = (sample.image(), outer.image())
    for y in 0..<40 {
      let row = inner.samples[3 * 60 * y..<3 * 60 * (y + 1)]
      let start = 3 * (100 * (45 + y) + 30)
      #expect(row.elementsEqual(whole.samples[start..<start + 3 * 60]))
    }
  }

  @Test("numbers that are none leave no trace and break nothing")
  func notNumbers() throws {
    var figure = Figure(width: .nan, height: -3, title: "")
    let nowhere = Point(x: .nan, y: .infinity)
    figure.line([nowhere, nowhere], ink: .axis)
    figure.area([nowhere], ink: .axis)
    figure.circle(nowhere, radius: 3, ink: .axis)
    figure.text("x", at: nowhere, size: 10)
    figure.rectangle(Rectangle(x: .nan, y: 0, width: 1, height: 1), ink: .axis)
    figure.picture(
      Image(width: 1, height: 1, color: .black), in: Rectangle(x: 0, y: 0, width: .nan, height: 1))
    _ = try #require(FoundXML(figure.svg))
    #expect(figure.image() == Image(width: 1, height: 1, color: .white))
  }

  @Test("the colours of the series differ, and come again after the last")
  func seriesColors() {
    let colors = (0..<10).map { Ink.series($0).color }
    #expect(Set(colors).count == 10)
    #expect(Ink.series(10).color == colors[0] && Ink.series(-1).color == colors[9])
  }
}
