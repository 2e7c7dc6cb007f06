import CStore
import Foundation
import Imaging
import Rendering
import Testing

@Suite("The page of a picture")
struct ReportPageTests {
  /// Texts that want to be more than text.
  static let hostile = [
    "</script><img src=x onerror=alert(1)>", "\" onload=\"alert(1)", "' onload='alert(1)",
    // A mark with an accent is one Character, and still ends an attribute.
    "\"\u{301} onload=alert(1) x=\"\u{301}", "<\u{301}b>", "&lt;b&gt; &#60;b&#62;",
    "{{heading}}{{{script}}}{{#top}}", "<!-- ", "]]>", "\u{0}\u{1b}[2J\r\u{7f}\u{85}",
    "photo\u{202e}gnp.exe\u{2066}", "\u{2028}\u{2029}", "javascript:alert(1)", "",
  ]

  @Test("texts from outside add no element and no attribute", arguments: hostile)
  func escaping(text: String) throws {
    let plain = try ParsedPage(html: ReportPage.sample().html())
    let page = try ParsedPage(html: ReportPage.sample(text: text).html())
    // An empty title has no heading.
    let headings: Set = ["<h3>", "</h3>"]
    if text.isEmpty {
      #expect(page.tags.filter { !headings.contains($0) }.count < plain.tags.count)
    } else {
      #expect(page.tags == plain.tags)
    }
    #expect(page.firstUnbalancedTag == nil)
  }

  @Test("what would steer a terminal or turn the direction of text is replaced")
  func controls() throws {
    let html = try ReportPage.sample(text: "a\u{0}b\u{1b}c\u{202e}d\u{2067}e\u{9b}f").html()
    #expect(html.contains("<bdi>a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f</bdi>"))
    for control in ["\u{0}", "\u{1b}", "\u{202e}", "\u{2067}", "\u{9b}"] {
      #expect(!html.unicodeScalars.contains { String($0) == control })
    }
  }

  @Test("links lead to files whatever their names are")
  func links() throws {
    var page = ReportPage.sample()
    page.files = [
      .init(name: "a", path: "javascript:alert(1)"), .init(name: "b", path: "maps/a b?c#d%.npy"),
      .init(name: "c", path: "//host/x"), .init(name: "d", path: "é\"'.json"),
    ]
    let html = try page.html()
    for address in [
      "./javascript%3Aalert%281%29", "./maps/a%20b%3Fc%23d%25.npy", "file:////host/x",
      "./%C3%A9%22%27.json",
    ] {
      #expect(html.contains("href=\"\(address)\""))
    }
  }

  @Test("the policy admits the page's own style and script, and nothing else")
  func policy() throws {
    let page = try ParsedPage(html: ReportPage.sample().html())
    let style = ParsedPage.digest(of: try #require(page.style))
    let script = ParsedPage.digest(of: try #require(page.script))
    let policy = try #require(page.policy)
    #expect(
      policy.contains("style-src '\(style)'"),
      "the styles have changed: ReportAssets.page has to say \(style)")
    #expect(
      policy.contains("script-src '\(script)'"),
      "the scripts have changed: ReportAssets.page has to say \(script)")
    #expect(policy.hasPrefix("default-src 'none'; img-src data:;"))
    #expect(!policy.contains("unsafe"))
  }

  @Test("nothing in the page leads outside of it")
  func selfContained() throws {
    let page = try ParsedPage(html: ReportPage.sample().html())
    let html = page.html
    #expect(!html.contains(" style=") && !html.contains("url(") && !html.contains("@import"))
    #expect(!page.tags.contains { $0.contains(" on") })
    let addresses = html.matches(of: #/(?:src|href)="([^"]*)"/#).map { $0.1 }
    #expect(!addresses.isEmpty)
    #expect(addresses.allSatisfy { $0.hasPrefix("data:image/") || $0.hasPrefix("./") })
  }

  @Test("the script finds placement and colours, and what is no number as 0")
  func data() throws {
    let page = ReportPage.sample(text: "</script>\u{2028}&")
    let text = try #require(try ParsedPage(html: page.html()).data)
    #expect(!text.contains("<") && !text.contains(">") && !text.contains("&"))
    let data = try JSONDecoder().decode(PageData.self, from: Data(text.utf8))
    #expect((data.map.width, data.map.height) == (3, 3))
    let sum = data.map.sum.values(count: 9)
    for (found, unit, plane) in [
      (sum, data.map.sum.unit, page.maps.sum),
      (
        data.map.absolute.values(count: 9, near: sum), data.map.absolute.unit, page.maps.absoluteSum
      ),
    ] {
      let bound = unit / 1280
      #expect(found.count == 9)
      for (value, expected) in zip(found, plane.values.map { $0.isFinite ? Double($0) : 0 }) {
        #expect(abs(value - expected) <= max(bound, expected.magnitude / 1280) * 1.001)
      }
    }
    #expect(data.source == page.placement.source && data.target == page.placement.target)
    #expect(data.photo == page.placement.photo && data.model == page.placement.model)
    #expect(data.colorMaps.map(\.name) == ColorMap.allCases.map(\.rawValue))
    for (found, map) in zip(data.colorMaps, ColorMap.allCases) {
      #expect(found.isDiverging == map.isDiverging)
      #expect([UInt8](found.table) == map.table.flatMap { [$0.red, $0.green, $0.blue] })
    }
  }

  @Test(
    "the numbers of a map are right to a quarter of a picture's level, large ones in proportion",
    arguments: [nil, 0.004])
  func precision(scale: Double?) throws {
    // As attributions are: many small numbers of both signs, few large ones, and a border of zeros.
    let values = (0..<10_000).map { index -> Float in
      let angle = Float(index)
      return index < 1000
        ? 0 : index % 500 == 1 ? -0.3 : 0.02 * sin(angle * 1.7) * exp(4 * sin(angle * 0.31) - 4)
    }
    var page = ReportPage.sample()
    let plane = Plane(width: 100, height: 100, values: values)
    page.maps = .init(
      sum: plane, absoluteSum: Plane(width: 100, height: 100, values: values.map(abs)), unit: "")
    page.view.scale = scale
    let text = try #require(try ParsedPage(html: page.html()).data)
    let map = try JSONDecoder().decode(PageData.self, from: Data(text.utf8)).map
    let magnitudes = values.map { Double($0.magnitude) }.sorted()
    // Rank 0.99 · 9999 = 9899.01, or what is less.
    let unit = min(magnitudes[9899] * 0.99 + magnitudes[9900] * 0.01, scale ?? 1)
    #expect(abs(map.sum.unit - unit) < 1e-12 && unit < 0.3 / 10)
    let found = map.sum.values(count: values.count)
    for (value, expected) in zip(found, values.map(Double.init)) {
      let bound = max(map.sum.unit, expected.magnitude) / 1280
      #expect(abs(value - expected) <= bound * 1.001)
    }
    #expect(found.prefix(1000).allSatisfy { $0 == 0 })
    #expect(map.absolute.values(count: values.count, near: found) == found.map(\.magnitude))
    // Equal magnitudes differ nowhere: next to nothing is held.
    #expect(map.absolute.codes.count < 100)
  }

  @Test("a map of zeros, and one with a single number, come through")
  func fewNumbers() throws {
    var page = ReportPage.sample()
    let zeros = Plane(width: 3, height: 3, values: [Float](repeating: 0, count: 9))
    let single = Plane(width: 3, height: 3, values: [0, 0, 0, 0, -7, 0, 0, 0, 0])
    page.maps = .init(sum: single, absoluteSum: zeros, unit: "")
    let text = try #require(try ParsedPage(html: page.html()).data)
    let map = try JSONDecoder().decode(PageData.self, from: Data(text.utf8)).map
    let found = map.sum.values(count: 9)
    #expect(map.absolute.values(count: 9, near: found) == [Double](repeating: 0, count: 9))
    #expect(abs(found[4] + 7) <= 7 / 1280.0 && found.filter { $0 == 0 }.count == 8)
  }

  @Test("a page with the map of a large network is small")
  func size() throws {
    var page = ReportPage.sample()
    let values = (0..<224 * 224).map { Float(sin(Double($0) * 12.9898) * 43758.5453) }
    let plane = Plane(width: 224, height: 224, values: values)
    page.maps = .init(sum: plane, absoluteSum: plane, unit: "")
    // Two maps of 16 bits in Base64, were nothing saved, and all else.
    #expect(try page.html().utf8.count < 2 * 2 * 224 * 224 * 4 / 3 + 70_000)
  }

  @Test("the page begins with the view of the picture files")
  func view() throws {
    var page = ReportPage.sample()
    page.view = .init(
      colorMap: .redBlue,
      style: MapStyle(
        reduction: .mean, polarity: .both, choosesSignOfChannels: true, smoothing: 1.25,
        clip: .mass(97.5), cut: .percentile(60), gamma: 0.8, cleanup: 3, keep: 12.5),
      scale: 0.02,
      overlay: Overlay(opacity: 0.9, cover: 0.3, saturation: 0.25, gray: .average))
    let text = try #require(try ParsedPage(html: page.html()).data)
    let view = try JSONDecoder().decode(PageData.self, from: Data(text.utf8)).view
    #expect(
      view
        == PageData.View(
          colorMap: "red-blue", reduction: "mean-of-parts", polarity: "both", smoothing: 1.25,
          clip: .init(percentile: 97.5, isByMass: true),
          cut: .init(percentile: 60, isByMass: false), scale: 0.02, gamma: 0.8, keep: 12.5,
          cleanup: 3, opacity: 0.9, cover: 0.3, saturation: 0.25, isAverage: true))
    #expect(try page.html().contains("<option value=\"mean-of-parts\">"))
  }

  @Test("a map of magnitudes has no signs, and a reduction that sums do not give comes along")
  func ownReduction() throws {
    var page = ReportPage.sample()
    page.view.style = MapStyle(reduction: .l2)
    page.maps.own = page.maps.absoluteSum
    page.maps.channels = 3
    let text = try #require(try ParsedPage(html: page.html()).data)
    let data = try JSONDecoder().decode(PageData.self, from: Data(text.utf8))
    #expect(data.view.polarity == "absolute" && data.view.reduction == "l2")
    #expect(data.view.cut == nil && data.view.scale == nil && data.map.channels == 3)
    let absolute = data.map.absolute.values(count: 9, near: data.map.sum.values(count: 9))
    #expect(data.map.own?.values(count: 9) == absolute)
  }

  @Test("a photo is embedded with at most 512 pixels a side, and its size is told")
  func largePhoto() throws {
    let photo = Image(width: 2400, height: 3, color: .black)
    var page = ReportPage.sample()
    page = ReportPage(
      heading: "", photo: photo, overlay: photo,
      placement: photo.fitted(width: 3, height: 3, fit: .stretch).placement, maps: page.maps,
      command: "", version: "")
    let html = try page.html()
    #expect(html.contains("width=\"512\" height=\"1\""))
    #expect(html.contains("2400 × 3 pixels, shown at 512 × 1"))
    let start = try #require(html.range(of: "id=\"photo\""))
    let source = try #require(html[start.upperBound...].firstMatch(of: #/base64,([^"]*)"/#))
    let jpeg = try #require(Data(base64Encoded: String(source.1)))
    let decoded = try Image.decode(Array(jpeg)).image
    #expect((decoded.width, decoded.height) == (512, 1))
  }

  @Test("parts without content have no heading")
  func emptyParts() throws {
    let full = try ReportPage.sample().html()
    let photo = Image(width: 3, height: 3, color: .white)
    let html = try ReportPage(
      heading: "x", photo: photo, overlay: photo,
      placement: Placement(identity: Size(width: 3, height: 3)), maps: .sample(unit: "logit"),
      command: "igtool", version: "1"
    ).html()
    for title in ["warnings-title", "top-title", "plots-title", "facts-title", "files-title"] {
      #expect(full.contains("id=\"\(title)\"") && !html.contains("id=\"\(title)\""))
    }
    #expect(ParsedPage(html: html).firstUnbalancedTag == nil)
  }

  @Test("the same page gives the same bytes, and a plot goes in as it is")
  func determinism() throws {
    let svg = "<svg viewBox=\"0 0 2 2\"><text>&lt;</text></svg>"
    let html = try ReportPage.sample(figure: svg).html()
    #expect(try ReportPage.sample(figure: svg).html() == html)
    #expect(html.contains(svg))
  }

  @Test(
    "probabilities are written with the digits that matter",
    arguments: [
      (0.25, "25.0 %", "25.0%"), (1, "100.0 %", "100.0%"), (0, "0 %", "0.0%"),
      (0.00314, "0.31 %", "0.31%"), (.nan, "–", "0.0%"), (1.5, "150.0 %", "100.0%"),
    ])
  func probabilities(probability: Double, text: String, width: String) throws {
    var page = ReportPage.sample()
    page.top = [.init(index: 0, label: "x", probability: probability, isTarget: false)]
    let html = try page.html()
    #expect(html.contains("<td class=\"number\">\(text)</td>"))
    #expect(html.contains("<rect width=\"\(width)\""))
  }
}

/// The data of a page, as its script reads them.
private struct PageData: Decodable {
  struct Map: Decodable {
    let width: Int
    let height: Int
    let channels: Int
    let sum: Packed
    let absolute: Packed
    let own: Packed?
  }
  struct Packed: Decodable {
    let unit: Double
    let steps: Double
    let codes: Data

    /// The numbers, as the page's script reads them.
    func values(count: Int, near other: [Double]? = nil) -> [Double] {
      var bytes = [UInt8](repeating: 0, count: 2 * count)
      let status = bytes.withUnsafeMutableBytes { target in
        codes.withUnsafeBytes {
          cstore_inflate($0.baseAddress, $0.count, target.baseAddress, target.count)
        }
      }
      guard status == CSTORE_OK else { return [] }
      return (0..<count).map { cell in
        let code = Int(bytes[cell]) << 8 | Int(bytes[count + cell])
        let held = (code & 1 == 1 ? -1 : 1) * (code >> 1)
        let found = held + (other.map { stepsTo($0[cell].magnitude) } ?? 0)
        let share = Double(found.magnitude) / steps
        let magnitude = unit * (share > 1 ? exp(share - 1) : share)
        return found < 0 ? -magnitude : magnitude
      }
    }

    private func stepsTo(_ magnitude: Double) -> Int {
      let share = magnitude / unit
      return Int((steps * (share > 1 ? 1 + log(share) : share)).rounded())
    }
  }
  struct Colors: Decodable {
    let name: String
    let isDiverging: Bool
    let table: Data
  }
  struct View: Decodable, Equatable {
    let colorMap: String
    let reduction: String
    let polarity: String
    let smoothing: Double
    let clip: Limit
    let cut: Limit?
    let scale: Double?
    let gamma: Double
    let keep: Double
    let cleanup: Int
    let opacity: Float
    let cover: Float
    let saturation: Float
    let isAverage: Bool
  }
  struct Limit: Decodable, Equatable {
    let percentile: Double
    let isByMass: Bool
  }
  let photo: Size
  let model: Size
  let source: Rectangle
  let target: Rectangle
  let map: Map
  let colorMaps: [Colors]
  let view: View
}
