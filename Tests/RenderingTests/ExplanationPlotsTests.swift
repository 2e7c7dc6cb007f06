import Foundation
import Imaging
import Rendering
import Testing

@Suite("Plots of an explanation")
struct ExplanationPlotsTests {
  private let plots = ExplanationPlots(scoreLabel: "probability of “<dog> & cat”")

  /// The score α, from a slope of one.
  private func straight(_ name: String = "black", count: Int = 11) -> PathCurve {
    PathCurve(
      name: name,
      samples: (0..<count).map { step in
        let position = Double(step) / Double(max(count - 1, 1))
        return .init(
          position: position, score: 0.1 + 0.8 * position, meanGradient: -1e-6,
          meanMagnitude: 2e-6, cumulative: 0.8 * position)
      })
  }

  @Test("the score is shown at every sample, with the place where nine tenths are done")
  func score() throws {
    let chart = plots.score(along: [straight()])
    #expect(chart.series.count == 1 && chart.series[0].values.count == 11)
    #expect(chart.rug.count == 11)
    let marker = try #require(chart.markers.first)
    #expect(abs(marker.value - 0.9) < 1e-9)
    #expect(marker.label == "90 % of the change at α = 0.9")
    #expect(chart.description.hasSuffix("black: 0.1 at the baseline, 0.9 at the photo."))
  }

  @Test("a score that does not change has no place where it is done")
  func constant() {
    var curve = straight()
    for index in curve.samples.indices { curve.samples[index].score = 0.3 }
    #expect(plots.score(along: [curve]).markers.isEmpty)
  }

  @Test("the sum of attributions and the change of the score meet where they are equal")
  func cumulative() {
    let chart = plots.cumulative(along: [straight()])
    #expect(chart.series.count == 2)
    for (sum, change) in zip(chart.series[0].values, chart.series[1].values) {
      #expect(abs(sum - change) < 1e-12)
    }
  }

  @Test("both charts of the gradient have axes of the same place")
  func gradients() {
    let figure = plots.gradients(along: [straight()])
    let starts = figure.items.compactMap { item in
      if case .line(let points, _, .series(0), _) = item { return points.first?.x }
      return nil
    }
    #expect(starts.count == 2 && starts[0] == starts[1])
    #expect(figure.width == 480 && figure.height == 320)
  }

  @Test("convergence is shown on logarithmic axes, with unknown errors left out")
  func convergence() {
    let chart = ExplanationPlots.convergence(
      [
        .init(evaluations: 17, gap: -0.2, mapError: nil),
        .init(evaluations: 33, gap: 0, mapError: 0.1),
      ], tolerances: [("tolerance", 0.05)])
    #expect(chart.vertical.scale == .logarithmic && chart.horizontal.scale == .logarithmic)
    #expect(chart.series[0].values == [0.2, 0])
    #expect(chart.series[1].values[0].isNaN && chart.series[1].values[1] == 0.1)
    let known = ExplanationPlots.convergence([.init(evaluations: 17, gap: 0.2, mapError: nil)])
    #expect(known.series.count == 1)
  }

  @Test("the distribution says which share of the attribution the strongest pixels have")
  func distribution() throws {
    // 5 + 3 + 1 + 1 = 10, in four pixels of eight.
    let chart = ExplanationPlots.distribution(
      of: [0, 1, 5, 0, -3, 0, 1, .nan], thresholds: [("clip", 3), ("nothing", .nan)])
    let series = chart.series[0]
    #expect(series.positions == [0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100])
    for (value, expected) in zip(series.values, [0.0, 50, 80, 90, 100, 100, 100, 100, 100]) {
      #expect(abs(value - expected) < 1e-9)
    }
    #expect(chart.markers.map(\.label) == ["clip: 80 % in 25 % of the pixels"])
    #expect(chart.markers[0].value == 25)
  }

  @Test("large maps are shown by some hundred points, and extreme ones without overflow")
  func largeDistribution() {
    let large = ExplanationPlots.distribution(of: (0..<50_000).map(Double.init))
    #expect(large.series[0].values.count <= 401)
    let extreme = ExplanationPlots.distribution(of: [1e308, 1e308, .leastNonzeroMagnitude])
    #expect(extreme.series[0].values.last == 100)
    #expect(ExplanationPlots.distribution(of: [0, 0]).series[0].values.isEmpty)
    #expect(ExplanationPlots.distribution(of: []).series[0].values.isEmpty)
  }

  @Test("all charts can be drawn, of no, one and ten paths, of few and many points")
  func allCharts() throws {
    for curves in [[], [straight()], [straight(count: 1)], [straight(count: 0)]]
      + [(1...10).map { straight("noise \($0)", count: 35) }]
    {
      let figures = [
        plots.score(along: curves).figure, plots.gradients(along: curves),
        plots.cumulative(along: curves).figure, ExplanationPlots.convergence([]).figure,
        ExplanationPlots.distribution(of: []).figure,
      ]
      let sheet = PlotSheet(heading: "fireboat", subheading: "photo.jpg", figures: figures).figure
      let found = try #require(FoundXML(sheet.svg))
      #expect(found.texts["text"]?.first == "fireboat")
      #expect(sheet.width == 992)
      #expect(sheet.image(scale: 0.5).width == 496)
    }
  }

  @Test("a strip shows pictures of one height in a row, each above its caption")
  func strip() {
    let entries = [(30, 20), (10, 20), (40, 20)].map { width, height in
      PictureStrip.Entry(Image(width: width, height: height, color: .black), caption: "α = 0.1")
    }
    let figure = PictureStrip(entries, title: "On the way").figure
    var (pictures, captions): ([Rectangle], [Point]) = ([], [])
    for item in figure.items {
      if case .picture(_, let place) = item { pictures.append(place) }
      if case .label(let label) = item, label.text == "α = 0.1" { captions.append(label.origin) }
    }
    #expect(pictures.map(\.height) == [112, 112, 112] && pictures.map(\.width) == [168, 56, 224])
    for (picture, caption) in zip(pictures, captions) {
      #expect(caption.x == picture.x + picture.width / 2 && caption.y > picture.y + picture.height)
    }
    #expect(captions.count == 3)
  }

  @Test("a strip in several rows keeps all pictures, of one height, below each other")
  func stripRows() {
    let picture = Image(width: 20, height: 20, color: .black)
    var strip = PictureStrip(
      (0..<7).map { PictureStrip.Entry(picture, caption: "α = \($0)") }, title: "On the way")
    (strip.rowLength, strip.maximumWidth, strip.pictureHeight) = (4, 480, 480)
    let figure = strip.figure
    var places: [Rectangle] = []
    for case .picture(_, let place) in figure.items { places.append(place) }
    #expect(figure.width <= 480 && places.count == 7)
    // Four pictures and three gaps of 8 between margins of 16.
    #expect(places.allSatisfy { $0.height == 106 && $0.width == 106 })
    #expect(Set(places.prefix(4).map(\.y)).count == 1 && places[4].x == places[0].x)
    #expect(places[4].y > places[0].y + 106 && figure.height > places[4].y + 106)
  }

  @Test("a strip of many pictures keeps to its width, and an empty one is no error")
  func wideStrip() {
    let picture = Image(width: 20, height: 20, color: .black)
    let entries = (0..<30).map { PictureStrip.Entry(picture, caption: "a caption \($0)") }
    #expect(PictureStrip(entries).figure.width <= 976)
    #expect(PictureStrip([], title: "none").figure.image().height > 0)
    #expect(PlotSheet(heading: "", figures: []).figure.image().height > 0)
  }
}
