import Foundation
import Rendering

extension Report {
  /// Everything that the report knows, in sections for a page.
  var sections: [ReportPage.Section] {
    [
      ReportPage.Section(title: "Explanation", facts: explanationFacts),
      ReportPage.Section(title: "Method", facts: methodFacts),
      ReportPage.Section(title: "Picture and network", facts: inputFacts),
      ReportPage.Section(title: "Map", facts: mapFacts),
    ].filter { !$0.facts.isEmpty }
  }

  private var explanationFacts: [ReportFact] {
    Self.facts(
      ("target", target.label + (target.index.map { " (\($0))" } ?? "")),
      ("contrast", contrast?.label),
      ("score", score.kind),
      ("score of the picture", Self.number(score.input)),
      ("score of the baseline", score.baseline.map(Self.number)),
      ("sum of the attributions", Self.number(sum)),
      ("completeness gap", completenessGap.map(Self.number)),
      ("relative completeness gap", completenessGapRelative.map(Self.percent)),
      ("estimated error of the map", mapErrorEstimate.map(Self.percent)),
      ("sum of residuals", residualSum.map(Self.number)),
      ("gradient where nothing can be attributed", unattributableShare.map(Self.percent)))
  }

  private var methodFacts: [ReportFact] {
    let answers = zip(baselines, baselineAnswers).map { name, answer in
      "\(name): \(answer.top.label) \(answer.top.text)"
    }
    return Self.facts(
      ("method", method), ("layer", layer), ("path", path), ("rule", rule),
      ("steps", steps.map(String.init)), ("evaluations", String(evaluations)),
      ("baselines", baselines.isEmpty ? nil : baselines.joined(separator: ", ")),
      (
        "what the network sees in the baselines",
        answers.isEmpty ? nil : answers.joined(separator: "; ")
      ),
      ("smoothing", smooth.map { "\($0.statistic), \($0.samples) copies, σ \($0.spread)" }),
      ("regions", regions ? "yes" : nil),
      ("multiplied by inputs", multipliedByInputs.map { $0 ? "yes" : "no" }),
      ("seed", String(seed)),
      ("seconds", String(format: "%.2f", seconds.attribute)))
  }

  private var inputFacts: [ReportFact] {
    func triple(_ values: [Double]) -> String {
      values.map { String(format: "%g", $0) }.joined(separator: ", ")
    }
    let preprocessing = input.preprocessing
    return Self.facts(
      ("picture", image), ("size", "\(width) × \(height)"),
      ("EXIF orientation", orientation == 1 ? nil : String(orientation)),
      ("model", model), ("network's input", "\(input.width) × \(input.height), \(input.fit)"),
      ("mean", triple(preprocessing.mean)), ("standard deviation", triple(preprocessing.std)),
      ("channel order", preprocessing.channelOrder.rawValue))
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
      ("colours", map.colorMap))
  }

  /// The facts that there are.
  private static func facts(_ pairs: (String, String?)...) -> [ReportFact] {
    pairs.compactMap { name, value in value.map { ReportFact(name, $0) } }
  }

  private static func number(_ value: Double) -> String { String(format: "%.6g", value) }
}
