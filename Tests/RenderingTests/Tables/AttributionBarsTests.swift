import Imaging
import Rendering
import Testing

@Suite("Bars of one row")
struct AttributionBarsTests {
  private static func bars(_ attributions: [Double]) -> [AttributionBars.Bar] {
    attributions.enumerated().map { index, attribution in
      .init(name: "c\(index)", value: "\(index * 10)", attribution: attribution)
    }
  }

  private func chart(_ attributions: [Double]) -> AttributionBars {
    AttributionBars(Self.bars(attributions), title: "row", caption: ["why"], unit: "logit")
  }

  @Test("lengths are in proportion on both sides of one zero line, each sign with its ink")
  func proportions() throws {
    let found = chart([4, -2, 1]).figure.filled
    #expect(found.map(\.ink) == [.series(0), .series(1), .series(0)])
    let zero = found[0].place.x
    #expect(abs(found[1].place.x + found[1].place.width - zero) < 1e-9)
    #expect(found[2].place.x == zero)
    #expect(abs(found[0].place.width - 2 * found[1].place.width) < 1e-9)
    #expect(abs(found[0].place.width - 4 * found[2].place.width) < 1e-9)
    #expect(found[0].place.width > 150)
    #expect(found[0].place.y < found[1].place.y && found[1].place.y < found[2].place.y)
  }

  @Test("the strongest come first, equal ones as given, or all as given")
  func order() {
    var chart = chart([1, -3, 3, 0, 2])
    #expect(chart.figure.names == ["c1", "c2", "c4", "c0", "c3"])
    chart.order = .given
    #expect(chart.figure.names == ["c0", "c1", "c2", "c3", "c4"])
  }

  @Test("beyond the limit one bar has the sum of all others")
  func rest() {
    var chart = chart([0.5, -3, 0.25, 2, -1.25])
    chart.limit = 2
    #expect(chart.figure.names == ["c1", "c3", "3 others"])
    #expect(chart.figure.labels.contains("−0.50"))
    chart.order = .given
    chart.limit = 4
    #expect(chart.figure.names == ["c0", "c1", "c3", "c4", "1 other"])
    #expect(chart.figure.labels.contains("+0.25"))
    chart.limit = 5
    #expect(chart.figure.names.count == 5)
    chart.limit = 0
    #expect(chart.figure.names == ["c1", "4 others"])
  }

  @Test("a row without attributions has numbers and no bars")
  func zeros() {
    let figure = chart([0, 0, -0.0]).figure
    #expect(figure.filled.isEmpty)
    #expect(figure.labels.filter { $0 == "0" }.count == 3 + 1)
    #expect(chart([]).figure.filled.isEmpty)
  }

  @Test("what is not finite has no bar, and leaves the others as they are")
  func notFinite() {
    let figure = chart([.nan, 4, .infinity, -2]).figure
    #expect(figure.filled.map(\.ink) == [.series(0), .series(1)])
    #expect(figure.labels.filter { $0 == "—" }.count == 2)
    #expect(figure.filled[0].place.width == chart([4, -2]).figure.filled[0].place.width)
  }

  @Test("the largest and the smallest numbers have bars of a length")
  func extremes() {
    for scale in [1e308, Double.leastNonzeroMagnitude, Double.leastNormalMagnitude / 4] {
      let places = chart([scale, -scale]).figure.filled.map(\.place)
      #expect(places.count == 2)
      #expect(places.allSatisfy { $0.width.isFinite && $0.width > 100 })
    }
  }

  @Test("numbers have decimals in common, and none is written as 0 that is not")
  func numbers() {
    let labels = chart([0.734, -0.2, 1e-6, 0]).figure.labels
    for text in ["+0.734", "−0.200", "+1e−6", "0"] { #expect(labels.contains(text)) }
  }

  @Test(
    "everything is inside of the figure, and no text of a row covers another",
    arguments: [1, 2, 30, 31, 500], [-1.0, 0, 1])
  func room(count: Int, shift: Double) {
    let bars = (0..<count).map { index in
      AttributionBars.Bar(
        name: "column " + String(repeating: "x", count: index % 90), value: "\(index) % of all",
        attribution: Double(index * 37 % 101) / 50 - 1 + shift)
    }
    var chart = AttributionBars(bars, title: "t", caption: ["c"], unit: "logit")
    for (limit, width) in [(30, 720.0), (500, 1200), (3, 0)] {
      (chart.limit, chart.width) = (limit, width)
      let figure = chart.figure
      let inside = figure.filled.allSatisfy {
        $0.place.x >= 0 && $0.place.x + $0.place.width <= figure.width
          && $0.place.y >= 0 && $0.place.y + $0.place.height <= figure.height
      }
      #expect(inside)
      var rows: [Double: [ClosedRange<Double>]] = [:]
      for label in figure.texts { rows[label.origin.y, default: []].append(label.extent) }
      for ranges in rows.values {
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        #expect(sorted[0].lowerBound >= 0 && sorted[sorted.count - 1].upperBound <= figure.width)
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
      }
    }
  }

  @Test("a long name keeps its beginning and its end")
  func longName() throws {
    let name = "debt_" + String(repeating: "and_so_on_", count: 100_000) + "2019"
    let bar = AttributionBars.Bar(name: name, value: name, attribution: 1)
    let figure = AttributionBars([bar], title: "", unit: "").figure
    let shown = try #require(figure.names.first)
    #expect(shown.hasPrefix("debt_") && shown.hasSuffix("2019") && shown.contains("…"))
    #expect(shown.count < 60)
    // A name that fits stays as it is.
    #expect(chart([1]).figure.names == ["c0"])
  }

  @Test("texts from outside stay text")
  func escaping() throws {
    let text = "</text><script>&\"'\u{1}"
    let bar = AttributionBars.Bar(name: text, value: text, attribution: 1)
    let figure = AttributionBars([bar], title: text, caption: [text], unit: text).figure
    let found = try #require(FoundXML(figure.svg))
    #expect(!found.elements.contains { $0.name == "script" })
    #expect(found.texts["title"]?.first?.hasPrefix("</text><script>&\"'") == true)
  }

  @Test("readers who cannot see the chart are told what is strongest")
  func description() {
    #expect(
      chart([1, -3, 2, 0.5]).figure.description
        == "Attributions of 4 columns; the strongest: c1 −3 logit, c2 +2 logit, c0 +1 logit.")
    #expect(chart([0]).figure.description == "1 column, none of which has an attribution.")
  }
}

extension Figure {
  /// Filled rectangles, in order.
  fileprivate var filled: [(place: Rectangle, ink: Ink)] {
    items.compactMap { item in
      if case .rectangle(let place, let ink, _) = item { (place, ink) } else { nil }
    }
  }

  var texts: [Label] {
    items.compactMap { item in if case .label(let label) = item { label } else { nil } }
  }

  fileprivate var labels: [String] { texts.map(\.text) }

  /// What stands at the left edge in the letters of the rows.
  fileprivate var names: [String] {
    texts.filter { $0.origin.x == 16 && $0.size == 12 && $0.weight == .regular }.map(\.text)
  }
}

extension Figure.Label {
  /// From where to where the text reaches.
  fileprivate var extent: ClosedRange<Double> {
    let width = Lettering.width(of: text, size: size, weight: weight)
    let left =
      switch alignment {
      case .start: origin.x
      case .middle: origin.x - width / 2
      case .end: origin.x - width
      }
    return left...left + width
  }
}
