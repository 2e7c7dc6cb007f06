import Explaining
import Files
import Foundation
import Rendering

extension PublishedReport {
  /// Everything that the report tells, in sections for a page.
  var sections: [ReportPage.Section] {
    [
      ReportPage.Section(title: "Explanation", facts: explanationFacts),
      ReportPage.Section(
        title: "Error", facts: (report.error?.facts ?? []).map { ReportFact($0.name, $0.text) }),
      ReportPage.Section(
        title: "Changed photos",
        facts: (report.augmentations ?? []).map { ReportFact($0.name, $0.text) }),
      ReportPage.Section(title: "Method", facts: methodFacts),
      ReportPage.Section(title: "Input and network", facts: inputFacts),
      ReportPage.Section(title: "Map", facts: mapFacts),
    ].filter { !$0.facts.isEmpty }
  }

  private var explanationFacts: [ReportFact] {
    Self.facts(
      ("target", report.target.label + (report.target.index.map { " (\($0))" } ?? "")),
      ("contrast", report.contrast?.label),
      ("score", report.score.kind),
      ("score of the input", Self.number(report.score.input)),
      ("score of the baseline", report.score.baseline.map(Self.number)),
      ("sum of the attributions", Self.number(report.sum)),
      ("completeness gap", report.completenessGap.map(Self.number)),
      ("relative completeness gap", report.completenessGapRelative.map(Report.percent)),
      ("remarks", report.remarks.isEmpty ? nil : report.remarks.joined(separator: ", ")),
      ("estimated error of the map", report.mapErrorEstimate.map(Report.percent)),
      ("sum of residuals", report.residualSum.map(Self.number)),
      (
        "gradient where nothing can be attributed",
        report.unattributableShare.map(Report.percent)
      ))
  }

  private var methodFacts: [ReportFact] {
    let answers = zip(report.baselines, report.baselineAnswers).map { name, answer in
      "\(name): \(answer.top.label) \(answer.top.text)"
    }
    let request = report.request
    let settings = MethodSetting.Name.allCases.map { name in
      (name.rawValue.replacing("_", with: " "), request.settings[name]?.description)
    }
    return Self.facts([("method", report.method), ("layer", request.layer)] + settings)
      + Self.facts(
        ("evaluations", String(report.evaluations)),
        ("baselines", report.baselines.isEmpty ? nil : report.baselines.joined(separator: ", ")),
        (
          "what the network sees in the baselines",
          answers.isEmpty ? nil : answers.joined(separator: "; ")
        ),
        (
          "smoothing",
          request.smooth.map { "\($0.statistic.rawValue), \($0.samples) copies, σ \($0.spread)" }
        ),
        ("regions", request.regions ? "yes" : nil), ("seed", String(request.seed)),
        ("seconds", String(format: "%.2f", report.seconds)))
  }

  private var inputFacts: [ReportFact] {
    func triple(_ values: [Double]) -> String {
      values.map { String(format: "%g", $0) }.joined(separator: ", ")
    }
    guard let input = report.input else {
      return Self.facts(
        ("file", report.file), ("row", report.row.map(String.init)),
        ("line", report.line.map(String.init)), ("model", report.model))
    }
    return Self.facts(
      ("picture", report.image),
      ("size", report.width.flatMap { width in report.height.map { "\(width) × \($0)" } }),
      ("EXIF orientation", report.orientation == 1 ? nil : report.orientation.map(String.init)),
      ("model", report.model),
      ("network's input", "\(input.width) × \(input.height), \(input.fit)"),
      ("mean", triple(input.mean)), ("standard deviation", triple(input.std)),
      ("channel order", input.channelOrder))
  }

  private var mapFacts: [ReportFact] {
    guard let map else { return [] }
    return Self.facts(
      ("reduction of channels", map.reduction), ("polarity", map.polarity), ("clip", map.clip),
      ("cut-off", map.cut), ("gamma", map.gamma == 1 ? nil : String(map.gamma)),
      ("blur", map.blur > 0 ? "σ \(map.blur)" : nil),
      ("clean-up", map.cleanup > 1 ? "\(map.cleanup) pixels" : nil),
      ("kept pixels", map.keep < 100 ? "\(map.keep) %" : nil),
      ("full colour at", Self.number(map.scale)), ("nothing below", Self.number(map.floor)),
      ("colours", map.colorMap),
      ("blur of colours", map.colored.blur > 0 ? "σ \(Self.number(map.colored.blur))" : nil),
      ("full colour of colours at", Self.number(map.colored.scale)))
  }

  /// The files besides pages, as a page links them.
  func files(from page: String) -> [ReportPage.File] {
    outputs.filter { !$0.hasSuffix(".html") }.map { path in
      ReportPage.File(
        name: FilePath.name(of: path), path: RelativePath.path(to: path, from: page))
    }
  }

  /// The facts that there are.
  private static func facts(_ pairs: (String, String?)...) -> [ReportFact] { facts(pairs) }

  private static func facts(_ pairs: [(String, String?)]) -> [ReportFact] {
    pairs.compactMap { name, value in value.map { ReportFact(name, $0) } }
  }

  private static func number(_ value: Double) -> String { String(format: "%.6g", value) }
}
