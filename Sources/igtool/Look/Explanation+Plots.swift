import Attribution
import Explaining
import Foundation
import Imaging
import Rendering

extension Explanation {
  /// What happened along each path, under its baseline's name.
  var curves: [PathCurve] {
    zip(findings.map.paths.indices, findings.map.paths).map { index, path in
      PathCurve(
        name: findings.setting.baselineName(index, of: findings.map.paths.count),
        samples: path.points.map { point in
          PathCurve.Sample(
            position: point.position, score: point.score, meanGradient: point.meanGradient,
            meanMagnitude: point.meanMagnitude, cumulative: point.cumulative)
        })
    }
  }

  /// Errors by the number of evaluations, along the first path that knows of them.
  private var convergence: [ConvergencePoint] {
    guard let path = findings.map.paths.first(where: { !$0.convergence.isEmpty }),
      let first = path.points.first, let last = path.points.last
    else { return [] }
    let change = abs(last.score - first.score)
    return path.convergence.map { entry in
      ConvergencePoint(
        evaluations: entry.evaluations, gap: change > 0 ? entry.gap / change : .nan,
        mapError: entry.mapError)
    }
  }

  /// Everything that can be plotted, each with a name for its place on a page. It is as wide as the screen
  /// of a telephone, less the page's margins, where letters keep their size therefore.
  func plots(_ drawing: Drawing, look: Look) -> [(name: String, figure: Figure)] {
    charts(drawing, look: look, width: 328) + (pathStrip.map { [("strip", $0.forPage)] } ?? [])
  }

  private func charts(
    _ drawing: Drawing, look: Look, width: Double
  ) -> [(name: String, figure: Figure)] {
    func drawn(_ chart: Chart) -> Figure {
      var chart = chart
      chart.width = width
      return chart.figure
    }
    let plots = ExplanationPlots(
      scoreLabel: "\(findings.setting.scoreKind) of \(findings.quantity.shortLabel)")
    let curves = curves
    var figures: [(String, Figure)] = []
    if !curves.isEmpty {
      figures = [
        ("path", drawn(plots.score(along: curves))),
        ("gradients", plots.gradients(along: curves, width: width)),
        ("cumulative", drawn(plots.cumulative(along: curves))),
      ]
    }
    if convergence.count > 1 {
      figures.append(("convergence", drawn(ExplanationPlots.convergence(convergence))))
    }
    let reduced = drawing.reduced
    var thresholds = [(label: "clip", value: reduced.scale(look.map))]
    if look.map.cut != nil { thresholds.append(("cut", drawing.heatmap.floor)) }
    figures.append(
      (
        "distribution",
        drawn(
          ExplanationPlots.distribution(
            of: reduced.values.map(\.magnitude), thresholds: thresholds))
      ))
    return figures
  }

  /// All plots on one sheet, the pictures along the path first where there are some.
  func plotSheet(_ drawing: Drawing, look: Look) -> Figure {
    let figures = charts(drawing, look: look, width: 480).map(\.figure)
    var rows = stride(from: 0, to: figures.count, by: 2).map { Array(figures[$0...].prefix(2)) }
    if let strip { rows.append([strip]) }
    return PlotSheet(
      heading: "\(sample.source.fileName): \(findings.quantity.shortLabel)",
      subheading: findings.caption.joined(separator: " · "), rows: rows
    ).figure
  }

  /// Pictures along the straight path from the first baseline, with the score where it is known; nil
  /// for methods that take another path.
  var strip: Figure? { pathStrip?.figure }

  private var pathStrip: PictureStrip? {
    guard let (start, end) = pathEnds else { return nil }
    let entries = [0, 0.05, 0.1, 0.2, 0.4, 0.7, 1].map { share in
      PictureStrip.Entry(
        end.mixed(from: start, share: share),
        caption: ["α = \(share.formatted(decimals: 2))", scoreText(at: share)].compactMap(\.self)
          .joined(separator: "\n"))
    }
    return PictureStrip(
      entries, title: "From the baseline to the photo",
      description: "The photo, mixed with the baseline, at several places of the path.")
  }

  /// The first baseline and the photo, as the network sees them; nil where the path is no straight
  /// line between them.
  var pathEnds: (start: Image, end: Image)? {
    guard findings.setting.isAlongLine, let start = findings.baselines.first?.image, let photo
    else { return nil }
    return (start, photo.prepared.picture.rgb)
  }

  /// The score at a place of the first path, interpolated between the points that were evaluated.
  func scoreText(at position: Double) -> String? {
    guard let points = findings.map.paths.first?.points,
      let next = points.firstIndex(where: { $0.position >= position })
    else { return nil }
    let (after, before) = (points[next], points[max(next - 1, 0)])
    let width = after.position - before.position
    let share = width > 0 ? (position - before.position) / width : 1
    return findings.setting.text(ofScore: before.score + share * (after.score - before.score))
  }
}

extension PictureStrip {
  /// The strip in the shape of a page's other plots, with letters for narrow screens.
  fileprivate var forPage: Figure {
    var strip = self
    (strip.rowLength, strip.textSize) = (4, 16)
    (strip.maximumWidth, strip.pictureHeight) = (480, 480)
    return strip.figure
  }
}

extension Double {
  /// The number with so many decimals, without zeros at its end.
  fileprivate func formatted(decimals: Int) -> String {
    var text = String(format: "%.\(decimals)f", self)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text
  }
}
