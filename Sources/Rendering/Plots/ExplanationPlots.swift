/// Charts that show how an explanation came about. Where several ways are shown, each has its colour.
public struct ExplanationPlots: Hashable, Sendable {
  /// What is explained, such as `probability of “fireboat”`.
  public var scoreLabel: String

  /// Makes the charts of a score.
  public init(scoreLabel: String) {
    self.scoreLabel = scoreLabel
  }

  private static let pathAxis = Chart.Axis(
    label: "α, share of the way to the photo", included: [0, 1])

  // MARK: - Along the path

  /// Returns the chart of the score along each path, with the points where it was evaluated. Of a single
  /// path, a line marks where nine tenths of the change are done.
  public func score(along curves: [PathCurve]) -> Chart {
    var chart = Chart(
      title: "Score along the path",
      description: ([
        "The \(scoreLabel) against the share of the way from baseline to photo."
      ] + curves.prefix(3).compactMap(\.summary)).joined(separator: " "),
      horizontal: Self.pathAxis, vertical: Chart.Axis(label: scoreLabel, included: [0]),
      series: curves.enumerated().map { index, curve in
        Chart.Series(
          name: curve.name, positions: curve.positions, values: curve.samples.map(\.score),
          style: curves.count <= 3 ? .markedLine : .line, colorIndex: index)
      })
    let positions = Set(curves.flatMap(\.positions))
    if positions.count <= 60 { chart.rug = positions.sorted() }
    if curves.count == 1, let position = curves[0].saturation {
      chart.markers = [
        .init(
          "90 % of the change at α = \(NumberLabel.short(position))", at: position, on: .horizontal)
      ]
    }
    return chart
  }

  /// Returns two charts, one above the other, over the same axis α: the mean magnitude of the gradient
  /// along each path, and the mean of the gradient with its signs. Together they are as high as one
  /// chart of a width, or a little higher where many names are above them.
  public func gradients(along curves: [PathCurve], width: Double = 480) -> Figure {
    func chart(_ title: String, _ label: String, _ value: (PathCurve.Sample) -> Double) -> Chart {
      Chart(
        title: title,
        description: "The \(label) against the share of the way from baseline to photo.",
        horizontal: Self.pathAxis, vertical: Chart.Axis(label: label, included: [0]),
        series: curves.enumerated().map { index, curve in
          Chart.Series(
            name: curve.name, positions: curve.positions, values: curve.samples.map(value),
            style: curves.count == 1 ? .area : .line, colorIndex: index)
        })
    }
    var magnitude = chart("Gradient along the path", "mean of |∂F/∂x|") { $0.meanMagnitude }
    var mean = chart("", "mean of ∂F/∂x, with its signs") { $0.meanGradient }
    magnitude.horizontal.label = ""
    (magnitude.height, mean.height) = (168, 152)
    (magnitude.width, mean.width) = (width, width)
    for index in mean.series.indices { mean.series[index].name = "" }
    if magnitude.series.count > 5 { magnitude.height += 30 }
    let labelWidth = [magnitude, mean].map {
      ChartLayout.width(of: ChartLayout($0, legendRows: 0).vertical)
    }.max()
    (magnitude.labelWidth, mean.labelWidth) = (labelWidth ?? 0, labelWidth ?? 0)
    var figure = Figure(
      width: magnitude.width, height: magnitude.height + mean.height, title: magnitude.title,
      description: magnitude.description + " " + mean.description)
    figure.append(magnitude.figure, at: Point(x: 0, y: 0))
    figure.append(mean.figure, at: Point(x: 0, y: magnitude.height))
    return figure
  }

  /// Returns the chart of what has been attributed by each point of the way, together with the change of
  /// the score up to there, which it should meet at the photo.
  public func cumulative(along curves: [PathCurve]) -> Chart {
    let isSingle = curves.count == 1
    let sums = curves.enumerated().map { index, curve in
      Chart.Series(
        name: isSingle ? "sum of attributions" : curve.name, positions: curve.positions,
        values: curve.samples.map(\.cumulative), style: isSingle ? .area : .line, colorIndex: index)
    }
    let changes = curves.enumerated().map { index, curve in
      Chart.Series(
        name: isSingle ? "change of the score" : "", positions: curve.positions,
        values: curve.changes, colorIndex: isSingle ? 1 : index, isDashed: true)
    }
    var chart = Chart(
      title: "Where the sum is earned",
      description:
        "The sum of the attributions and the change of the score, from the baseline to each point.",
      horizontal: Self.pathAxis, vertical: Chart.Axis(label: "change of the \(scoreLabel)"),
      series: sums + changes)
    chart.vertical.included = [0]
    if !isSingle {
      chart.notes = [
        .init("sum of attributions", isDashed: false), .init("change of the score", isDashed: true),
      ]
    }
    return chart
  }

  // MARK: - Convergence

  /// Returns the chart of the gap and the error of the map against the number of evaluations.
  ///
  /// - Parameters:
  ///   - points: what was reached, by evaluations; a gap of exactly 0 has no place on the axis.
  ///   - tolerances: numbers that were to be reached, with their names.
  public static func convergence(
    _ points: [ConvergencePoint], tolerances: [(label: String, value: Double)] = []
  ) -> Chart {
    let evaluations = points.map { Double($0.evaluations) }
    var series = [
      Chart.Series(
        name: "gap of the sum", positions: evaluations, values: points.map(\.gap.magnitude),
        style: .markedLine)
    ]
    if points.contains(where: { $0.mapError != nil }) {
      series.append(
        Chart.Series(
          name: "error of the map", positions: evaluations,
          values: points.map { $0.mapError?.magnitude ?? .nan }, style: .markedLine))
    }
    var chart = Chart(
      title: "Convergence",
      description: "Relative errors of the explanation against the number of evaluations.",
      horizontal: Chart.Axis(label: "evaluations", scale: .logarithmic),
      vertical: Chart.Axis(label: "relative error", scale: .logarithmic), series: series)
    chart.markers = tolerances.map { .init($0.label, at: $0.value, on: .vertical) }
    return chart
  }

  // MARK: - Distribution

  /// Returns the chart of how the attribution is spread over pixels: the share of the mass Σ|a| that the
  /// strongest pixels hold, against their share of all pixels.
  ///
  /// - Parameters:
  ///   - magnitudes: |a| of every pixel, in any order; those not finite count as 0.
  ///   - thresholds: magnitudes to be marked, such as those at which a heat map is clipped.
  public static func distribution(
    of magnitudes: [Double], thresholds: [(label: String, value: Double)] = []
  ) -> Chart {
    let mass = AttributionMass(magnitudes)
    let curve = mass.curve(count: 200)
    let even = Chart.Series(
      name: "evenly spread", positions: [0, 100], values: [0, 100], colorIndex: 8, isDashed: true)
    var chart = Chart(
      title: "How concentrated the attribution is",
      description: "The share of the attribution in the strongest pixels, against their number.",
      horizontal: Chart.Axis(label: "strongest pixels", unit: "% of all", included: [0, 100]),
      vertical: Chart.Axis(label: "attribution in them", unit: "% of Σ|a|", included: [0, 100]),
      series: [
        Chart.Series(
          name: "this explanation", positions: curve.map { 100 * $0.pixels },
          values: curve.map { 100 * $0.mass }, style: .area)
      ] + (curve.isEmpty ? [] : [even]))
    chart.markers = thresholds.compactMap { threshold in
      guard let place = mass.place(of: threshold.value) else { return nil }
      let share = NumberLabel.percentage(place.mass)
      return .init(
        "\(threshold.label): \(share) in \(NumberLabel.percentage(place.pixels)) of the pixels",
        at: 100 * place.pixels, on: .horizontal)
    }
    return chart
  }
}

extension PathCurve {
  fileprivate var positions: [Double] { samples.map(\.position) }

  /// The score of each point, less that of the first one.
  fileprivate var changes: [Double] {
    samples.map { $0.score - (samples.first?.score ?? 0) }
  }

  /// The scores at both ends, in words.
  fileprivate var summary: String? {
    guard let first = samples.first, let last = samples.last else { return nil }
    let (start, end) = (NumberLabel.short(first.score), NumberLabel.short(last.score))
    return "\(name): \(start) at the baseline, \(end) at the photo."
  }

  /// Where nine tenths of the change of the score are done for the first time; nothing where the score
  /// does not change, or is not known.
  fileprivate var saturation: Double? {
    guard let total = changes.last, total.magnitude > 1e-12, total.isFinite else { return nil }
    let shares = changes.map { $0 / total }
    guard let index = shares.firstIndex(where: { $0 >= 0.9 }), index > 0 else { return nil }
    let (before, after) = (shares[index - 1], shares[index])
    let rest = after > before ? (0.9 - before) / (after - before) : 1
    let (start, end) = (positions[index - 1], positions[index])
    return (start + (end - start) * rest).isFinite ? start + (end - start) * rest : nil
  }
}
