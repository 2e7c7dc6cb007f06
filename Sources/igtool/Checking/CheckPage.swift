import Explaining
import Imaging
import Rendering
import Tensors

/// The page of a check: every report with its numbers, and both maps over the picture.
struct CheckPage {
  private let results: [CheckResult]
  private let command: String

  init(_ results: [CheckResult], command: String) {
    (self.results, self.command) = (results, command)
  }

  /// The page, failures first.
  var page: SummaryPage {
    var page = SummaryPage(
      heading: "Explanations of today, held against those that were written down", command: command,
      version: Igtool.version)
    let checked = results.filter { $0.check != nil }
    page.headline = [
      ReportFact("checked", "\(checked.count)"),
      ReportFact("ok", "\(checked.count(where: \.passes))"),
      ReportFact("failed", "\(checked.count { !$0.passes })"),
      ReportFact("not checked", "\(results.count - checked.count)"),
    ]
    page.failures = problems
    let ordered = checked.filter { !$0.passes } + checked.filter(\.passes)
    page.groups = ordered.enumerated().map { group($1, number: $0 + 1) }
    return page
  }

  /// What could not be checked; nil where there is nothing of that.
  private var problems: SummaryPage.Table? {
    let failed = results.filter { $0.check == nil }
    if failed.isEmpty { return nil }
    return SummaryPage.Table(
      title: "Not checked", columns: [.init("report"), .init("why")],
      rows: failed.map { [.init($0.name), .init($0.problem ?? "")] })
  }

  private func group(_ result: CheckResult, number: Int) -> SummaryPage.Group {
    var group = SummaryPage.Group(title: "\(result.name): \(result.passes ? "ok" : "failed")")
    group.findings = result.complaints
    guard let check = result.check else { return group }
    group.facts =
      [
        ReportFact("explained", result.subject), ReportFact("score", result.scores),
        ReportFact("networks", "\(check.stored.model) → \(check.model)"),
      ]
      + check.measures.map { measure in
        ReportFact(measure.name, measure.verdict)
      }
    if let figure = check.maps {
      group.figures = [
        ReportPage.Figure(
          id: "maps-\(number)", title: "", caption: figure.description, svg: figure.svg)
      ]
    }
    return group
  }
}

extension ExplanationCheck.Measure {
  /// The number and what it is held against.
  fileprivate var verdict: String { passes ? text : complaint }
}

extension ExplanationCheck {
  /// Both maps over what the network sees of the picture; nil of what is no picture.
  fileprivate var maps: Figure? {
    guard let picture = explanation.photo?.prepared.picture else { return nil }
    let both = [(stored.attributions, "written down"), (explanation.attributions, "today")]
    let entries = both.compactMap { map, caption -> PictureStrip.Entry? in
      guard map.shape.rank == 3, map.shape.count > 0 else { return nil }
      let size = Size(width: map.shape[1], height: map.shape[0])
      let heatmap = Heatmap(attributions: map, style: Look().coloredMap(size))
      let image = picture.resampled(width: size.width, height: size.height)
      return .init(heatmap.overlaid(on: image), caption: caption)
    }
    guard entries.count == 2 else { return nil }
    var strip = PictureStrip(
      entries,
      description: "The map that was written down, and that of today, each by its own scale.")
    strip.pictureHeight = 224
    return strip.figure
  }
}
