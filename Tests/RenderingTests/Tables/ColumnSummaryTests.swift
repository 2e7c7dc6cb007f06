import Imaging
import Rendering
import Testing

@Suite("Columns over many rows")
struct ColumnSummaryTests {
  @Test("Names are whole where nothing limits a line")
  func wholeNames() {
    let long = String(repeating: "a name of many words ", count: 6)
    let summary = ColumnSummary(
      [
        .init(name: long, attributions: [0.5, 0.25], values: [1, 2]),
        .init(name: "short", attributions: [0.1, 0.2], values: [1, 2]),
      ], unit: "")
    let lines = summary.lines(width: 60, cutsNames: false, displayWidth: \.count)
    #expect(lines[0].hasPrefix(long + "  ") && lines[0].count == lines[1].count)
    let cut = summary.lines(width: 60, displayWidth: \.count)
    #expect(cut.allSatisfy { $0.count <= 60 } && cut[0].contains("…"))
  }

  private func column(
    _ name: String, _ attributions: [Double], values: [Double?]? = nil
  ) -> ColumnSummary.Column {
    .init(
      name: name, attributions: attributions,
      values: values ?? attributions.map(Optional.some))
  }

  @Test("means and deviations are those of the definition")
  func statistics() {
    let summary = ColumnSummary([column("a", [1, -3]), column("b", [0, 0]), column("c", [4, 4])])
    #expect(summary.statistics.map(\.meanMagnitude) == [2, 0, 4])
    #expect(summary.statistics.map(\.magnitudeDeviation) == [1, 0, 0])
    #expect(summary.statistics.map(\.mean) == [-1, 0, 4])
    #expect(summary.ranked.map(\.name) == ["c", "a", "b"])
    #expect(summary.ranking == [2, 0, 1])
  }

  @Test("equal columns stay in the order of the table")
  func ties() {
    let summary = ColumnSummary([column("a", [0]), column("b", [-1]), column("c", [1])])
    #expect(summary.ranked.map(\.name) == ["b", "c", "a"])
  }

  @Test("what is not finite is left out, and large numbers have finite means")
  func numbers() {
    let summary = ColumnSummary([
      column("a", [.nan, 2, .infinity, -4]), column("b", [.nan, .nan, .nan, .nan]),
      column("c", [1e308, -1e308, 1e308, -1e308]),
    ])
    #expect(summary.statistics[0].meanMagnitude == 3)
    #expect(summary.statistics[0].magnitudeDeviation == 1)
    #expect(summary.statistics[1].meanMagnitude == 0)
    #expect(summary.statistics[2].meanMagnitude == 1e308)
    #expect(summary.statistics[2].mean == 0 && summary.statistics[2].magnitudeDeviation == 0)
    #expect(summary.figure.points.allSatisfy { $0.center.x.isFinite && $0.center.y.isFinite })
  }

  @Test("every row has a point at its attribution, on one scale for all columns")
  func points() throws {
    let summary = ColumnSummary([column("a", [-2, 0, 2]), column("b", [1, 1, 3])])
    let points = summary.figure.points
    #expect(points.count == 6)
    // The ranking is b, a; points of a column are in the order of the rows.
    let x = points.map(\.center.x)
    let unit = (x[5] - x[3]) / 4
    #expect(unit > 20)
    #expect(abs(x[0] - x[4] - unit) < 1e-6 && abs(x[2] - x[5] - unit) < 1e-6)
    #expect(x[0] == x[1])
    #expect(points[0].center.y != points[1].center.y)
    #expect(points[0].center.y < points[3].center.y)
  }

  @Test("points do not cover each other while there is room, and stay in their row")
  func swarm() {
    let numbers = (0..<120).map { row in
      let place = Double(row * 61 % 97) / 97
      return place + Double(row % 3) / 100
    }
    let mirrored = numbers.map { -$0 }
    let points = ColumnSummary([column("a", numbers), column("b", mirrored)]).figure.points
    #expect(points.count == 240)
    for (index, point) in points.enumerated() {
      let isFree = points[(index + 1)...].allSatisfy { other in
        let across = point.center.x - other.center.x
        let down = point.center.y - other.center.y
        return across * across + down * down >= 4 * point.radius * point.radius - 1e-9
      }
      #expect(isFree)
    }
    let lowest = points.prefix(120).map { $0.center.y }.max() ?? 0
    let highest = points.suffix(120).map { $0.center.y }.min() ?? 0
    #expect(lowest < highest)
  }

  @Test("thousands of points at one place stay in their row, evenly on both sides")
  func crowd() throws {
    let figure = ColumnSummary([column("a", Array(repeating: 1, count: 1999))]).figure
    let heights = figure.points.map(\.center.y)
    let (least, largest) = (try #require(heights.min()), try #require(heights.max()))
    #expect(heights.count == 1999 && Set(figure.points.map(\.center.x)).count == 1)
    #expect(largest - least < 38 && largest - least > 20)
    #expect(abs(heights.reduce(0, +) / 1999 - (least + largest) / 2) < 0.1)
  }

  @Test("of too many rows evenly many are shown, and all columns together make no huge file")
  func sampling() {
    var summary = ColumnSummary([column("a", (0..<10_000).map(Double.init))])
    #expect(summary.figure.points.count == 2000)
    summary.pointLimit = 4
    let x = summary.figure.points.map(\.center.x)
    #expect(x.count == 4)
    // Rows 0, 2500, 5000 and 7500.
    let steps = zip(x, x.dropFirst()).map { $1 - $0 }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-6 })
    let many = ColumnSummary(
      (0..<40).map { number in
        column("\(number)", (0..<1000).map { Double($0 * (number + 7) % 31) })
      })
    #expect(many.figure.points.count == 30 * (20_000 / 30))
    #expect(many.figure.texts.contains { $0.text == "10 other columns" })
  }

  @Test("colours go from low to high within the column; without an order there is one")
  func colors() {
    let attributions = [1.0, 2, 3, 4, 5]
    func inks(_ values: [Double?]) -> [Ink] {
      ColumnSummary([column("a", attributions, values: values)]).figure.points.map(\.ink)
    }
    let graded = inks([10, 20, 30, 40, 50])
    #expect(Set(graded).count == 5)
    #expect(inks([50, 40, 30, 20, 10]) == graded.reversed())
    let none = inks([nil, nil, nil, nil, nil])
    #expect(Set(none).count == 1 && !graded.contains(none[0]))
    #expect(inks([7, 7, 7, 7, 7]) == none)
    let some = inks([nil, 1, .nan, 2, .infinity])
    #expect([some[0], some[2], some[4]] == Array(none[..<3]))
    #expect(some[1] == graded[0] && some[3] == graded[4])
    #expect(
      inks([-1e308, 1e308, 0, 0, 0]) == [graded[0], graded[4], graded[2], graded[2], graded[2]])
  }

  @Test("one value far away does not make all others alike")
  func outlier() {
    let values = (0..<100).map(Double.init) + [1e9]
    let summary = ColumnSummary([column("a", Array(repeating: 1, count: 101), values: values)])
    #expect(Set(summary.figure.points.map(\.ink)).count == 5)
    // Where both percentiles are the same, the largest still differs.
    let rare = Array(repeating: 0.0, count: 99) + [1]
    let sparse = ColumnSummary([column("a", Array(repeating: 1, count: 100), values: rare)])
    #expect(Set(sparse.figure.points.map(\.ink)).count == 2)
  }

  @Test("a key explains the colours where there are any")
  func key() {
    let labels = ColumnSummary([column("a", [1, 2])]).figure.texts.map(\.text)
    #expect(labels.contains("value: low") && labels.contains("high"))
    let none = ColumnSummary([column("a", [1, 2], values: [nil, nil])]).figure.texts.map(\.text)
    #expect(!none.contains("high"))
  }

  @Test("no columns and no rows are drawn without harm")
  func empty() {
    #expect(ColumnSummary([]).figure.points.isEmpty)
    #expect(ColumnSummary([]).lines(width: 80, displayWidth: \.count).isEmpty)
    let summary = ColumnSummary([column("a", [])])
    #expect(summary.figure.points.isEmpty)
    #expect(summary.lines(width: 80, displayWidth: \.count).count == 1)
  }

  @Test("lines have a bar of the mean, and the mean with its deviation")
  func lines() {
    let summary = ColumnSummary([column("small", [0.5, -0.5]), column("large", [1, -3])])
    #expect(
      summary.lines(width: 30, displayWidth: \.count) == [
        "large  ██████████  2.00 ± 1.00", "small  ██▌         0.50 ±    0",
      ])
    #expect(
      summary.lines(width: 20, displayWidth: \.count) == ["large  2.00", "small  0.50"])
  }

  @Test("lines fit, whatever the width")
  func widths() {
    let names = ["a", "a name that is rather long for a column of a table", "b"]
    let summary = ColumnSummary(names.map { column($0, [1e-7, 12.5, -3]) })
    for width in [0, 20, 25, 30, 40, 55, 80, 200] {
      for unicode in [false, true] {
        let lines = summary.lines(width: width, unicode: unicode, displayWidth: \.count)
        #expect(Set(lines.map(\.count)).count == 1)
        #expect(lines.allSatisfy { $0.count <= max(width, 20) })
        #expect(unicode || lines.joined().unicodeScalars.allSatisfy(\.isASCII))
      }
    }
  }
}

extension Figure {
  fileprivate var points: [(center: Point, radius: Double, ink: Ink)] {
    items.compactMap { item in
      if case .circle(let center, let radius, let ink) = item { (center, radius, ink) } else { nil }
    }
  }
}
