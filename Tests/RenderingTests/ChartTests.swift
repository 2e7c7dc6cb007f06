import Foundation
import Imaging
import Rendering
import Testing

@Suite("Charts")
struct ChartTests {
  private func chart(
    _ positions: [Double], _ values: [[Double]], style: Chart.Series.Style = .line,
    scale: Chart.Axis.Scale = .linear
  ) -> Chart {
    Chart(
      title: "A title", description: "What it shows.",
      horizontal: .init(label: "evaluations", scale: scale),
      vertical: .init(label: "error", unit: "%", scale: scale),
      series: values.enumerated().map { index, values in
        .init(name: "series \(index)", positions: positions, values: values, style: style)
      })
  }

  /// Where the text of a label is.
  private func box(_ label: Figure.Label) -> Rectangle {
    let width = Lettering.width(of: label.text, size: label.size, weight: label.weight)
    let share = label.alignment == .start ? 0 : label.alignment == .middle ? 0.5 : 1
    return Rectangle(
      x: label.origin.x - share * width, y: label.origin.y - 0.73 * label.size, width: width,
      height: 0.93 * label.size)
  }

  /// Expects that no text of a figure is cut off or overlaps another.
  private func expectLegible(_ figure: Figure, _ comment: Comment) {
    let boxes = figure.items.compactMap { item in
      if case .label(let label) = item { return box(label) }
      return nil
    }
    for (index, one) in boxes.enumerated() {
      #expect(one.x >= 0 && one.x + one.width <= figure.width, comment)
      #expect(one.y >= 0 && one.y + one.height <= figure.height, comment)
      for other in boxes[..<index] {
        let isApart =
          one.x >= other.x + other.width || other.x >= one.x + one.width
          || one.y >= other.y + other.height || other.y >= one.y + one.height
        #expect(isApart, "\(comment): \(one), \(other)")
      }
    }
  }

  @Test("no text overlaps or is cut off, whatever the data")
  func legible() throws {
    let many = (0..<40).map(Double.init)
    let data: [(String, [Double], [[Double]])] = [
      ("empty", [], [[]]), ("none", [], []), ("one point", [3], [[7]]),
      ("constant", [0, 1, 2], [[0.5, 0.5, 0.5]]), ("tiny", [1e-30, 2e-30], [[1e-30, 3e-30]]),
      ("huge", [1e30, 2e30], [[-1e30, 3e30]]), ("negative", [0, 1, 2], [[-5, -3, -9]]),
      ("not numbers", [0, .nan, 2, 3], [[.nan, 1, .infinity, 4]]),
      ("close", [1_000_000.1, 1_000_000.2], [[123_456.71, 123_456.72]]),
      ("wide", [1e-30, 1e30], [[1e-30, 1e30]]),
      ("many", many, (0..<15).map { shift in many.map { sin($0 / 6 + Double(shift)) } }),
    ]
    for (name, positions, values) in data {
      for style in Chart.Series.Style.allCases {
        for scale in [Chart.Axis.Scale.linear, .logarithmic] {
          var chart = chart(positions, values, style: style, scale: scale)
          chart.title = "A title that is a good deal too long for the width that this chart has"
          chart.rug = positions
          chart.markers = positions.prefix(3).map { .init("a place", at: $0, on: .horizontal) }
          if let first = values.first {
            chart.markers += first.prefix(3).map { .init("a level", at: $0, on: .vertical) }
          }
          let figure = chart.figure
          expectLegible(figure, "\(name) \(style) \(scale)")
          _ = try #require(FoundXML(figure.svg))
          guard style == .area else { continue }
          let image = figure.image(scale: 0.5)
          #expect(image.width == 240 && image.height == 160)
        }
      }
    }
  }

  @Test("marker labels at the edges and close together stay apart")
  func markers() {
    var chart = chart([0, 1], [[0, 1]])
    for value in [0.0, 0.01, 0.02, 0.5, 0.97, 0.98, 1] {
      chart.markers.append(.init("a long label of \(value)", at: value, on: .horizontal))
      chart.markers.append(.init("level \(value)", at: value, on: .vertical))
    }
    expectLegible(chart.figure, "markers")
    let long = String(repeating: "a label ", count: 20)
    for value in [0, 0.3, 0.5, 0.7, 1] {
      chart.markers = [
        .init(long, at: value, on: .horizontal), .init(long, at: value, on: .vertical),
      ]
      expectLegible(chart.figure, "long label")
    }
  }

  @Test("data are where the ticks say")
  func places() {
    let figure = chart([0, 10], [[0, 100]]).figure
    var (texts, lines): ([String: Point], [[Point]]) = ([:], [])
    for item in figure.items {
      if case .label(let label) = item { texts[label.text] = label.origin }
      if case .line(let points, _, .series(0), _) = item { lines.append(points) }
    }
    #expect(lines.count == 1 && lines[0].count == 2)
    // Ticks of the lower axis stand below their places, those of the left one four units lower.
    #expect(lines[0].first?.x == figure.tickX("0") && lines[0].last?.x == texts["10"]?.x)
    #expect(lines[0].last?.y == texts["100"].map { $0.y - 4 })
  }

  @Test("a line has a gap where a number is missing, and a lonely point is a dot")
  func gaps() {
    let figure = chart([0, 1, 2, 3, 4, 5, 6], [[1, 2, .nan, 3, .infinity, 4, 5]]).figure
    let (lines, dots) = figure.items.reduce(into: (0, 0)) { counts, item in
      if case .line(let points, _, .series(0), _) = item, points.count > 1 { counts.0 += 1 }
      if case .circle(_, _, .series(0)) = item { counts.1 += 1 }
    }
    #expect(lines == 2 && dots == 1)
  }

  @Test("a step line keeps each value until the next point")
  func steps() {
    let figure = chart([0, 1, 2], [[0, 5, 10]], style: .step).figure
    let points = figure.items.compactMap { item in
      if case .line(let points, _, .series(0), _) = item { return points }
      return nil
    }.first
    #expect(points?.count == 5)
    #expect(points?[0].y == points?[1].y && points?[1].x == points?[2].x)
  }

  @Test("one series alone needs no legend, several are named, too many are counted")
  func legend() {
    func texts(_ count: Int) -> [String] {
      chart([0, 1], Array(repeating: [0, 1], count: count)).figure.items.compactMap { item in
        if case .label(let label) = item { return label.text }
        return nil
      }
    }
    #expect(!texts(1).contains("series 0"))
    #expect(texts(2).contains("series 0") && texts(2).contains("series 1"))
    #expect(texts(15).contains("and 3 more"))
  }

  @Test("a legend inside of the plot hides no data")
  func hidden() {
    let figure = chart([0, 1, 2], [[0, 1, 0], [1, 0, 1]]).figure
    let points = figure.items.compactMap { item in
      if case .line(let points, _, .series, _) = item, points.count == 3 { return points }
      return nil
    }.joined()
    for item in figure.items {
      guard case .rectangle(let place, .background, _) = item else { continue }
      #expect(
        !points.contains {
          $0.x > place.x && $0.x < place.x + place.width && $0.y > place.y
            && $0.y < place.y + place.height
        })
    }
  }

  @Test("an empty chart says so")
  func empty() throws {
    let found = try #require(FoundXML(chart([], [[]]).figure.svg))
    #expect(found.texts["text"]?.contains("no data") == true)
  }
}

extension Figure {
  /// Where a number of the lower axis is: of the labels with its text, the lowest one.
  fileprivate func tickX(_ text: String) -> Double? {
    items.compactMap { item -> Point? in
      if case .label(let label) = item, label.text == text { return label.origin }
      return nil
    }.max { $0.y < $1.y }?.x
  }
}
