import Explaining
import Foundation

/// What became of one report: a comparison, or the reason why there is none.
struct CheckResult: Encodable {
  /// The report's path below the folder that was named.
  let name: String
  /// The comparison; nil where it failed.
  let check: ExplanationCheck?
  /// Why there is none.
  let problem: String?
  /// How long it took.
  let seconds: Double

  /// What was found.
  init(_ check: ExplanationCheck, name: String, seconds: Double) {
    (self.check, problem, self.name, self.seconds) = (check, nil, name, seconds)
  }

  /// What could not be compared.
  init(_ error: any Error, name: String, seconds: Double) {
    (check, self.name, self.seconds) = (nil, name, seconds)
    problem = Failure(error).message ?? "\(error)"
  }

  /// Whether everything is within its limit.
  var passes: Bool { check?.passes ?? false }

  /// What is explained.
  var subject: String { check?.explanation.findings.scoreText.subject ?? "" }

  /// The score that was written down, and today's: `95.5 → 95.4 %`.
  var scores: String {
    guard let check else { return "" }
    return ScoreText(
      subject: subject, kind: check.stored.score.kind, input: check.explanation.map.scoreAtInput,
      baseline: check.stored.score.input
    ).change
  }

  /// What is not within its limit, one line each.
  var complaints: [String] {
    guard let check else { return [problem].compactMap(\.self) }
    let top =
      check.hasSameTop
      ? []
      : [
        "class: the most probable one is \"\(check.top?.label ?? "none")\", expected "
          + "\"\(check.stored.top?.label ?? "none")\""
      ]
    return top + check.measures.filter { !$0.passes }.map(\.complaint)
  }

  /// What people read: a line, and one for each complaint.
  var lines: [String] {
    guard let check else { return ["\(name)  not checked"] }
    let numbers = check.measures.map(\.text)
    let line = ([name, subject, scores] + numbers + [passes ? "ok" : "FAILED"])
      .joined(separator: "  ")
    return [line] + complaints.map { "  " + $0 }
  }

  private enum CodingKeys: String, CodingKey {
    case version, report, model, target, passes, scores, top, measures, seconds, problem
  }

  private struct Pair<Value: Encodable>: Encodable {
    let stored: Value
    let found: Value
  }

  /// Writes what there is.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Igtool.version, forKey: .version)
    try container.encode(name, forKey: .report)
    try container.encode(passes, forKey: .passes)
    try container.encode(seconds, forKey: .seconds)
    guard let check else { return try container.encode(problem, forKey: .problem) }
    try container.encode(check.model, forKey: .model)
    try container.encode(check.stored.target, forKey: .target)
    try container.encode(
      Pair(stored: check.stored.score.input, found: check.explanation.map.scoreAtInput),
      forKey: .scores)
    try container.encode(Pair(stored: check.stored.top, found: check.top), forKey: .top)
    try container.encode(check.measures, forKey: .measures)
  }
}

extension ExplanationCheck.Measure {
  /// The number with its name, as in `cosine 0.998`.
  var text: String { "\(name) \(Self.text(value, isShare: isShare))" }

  /// What is wrong with it, as in `cosine 0.412: expected at least 0.9`.
  var complaint: String {
    let bound = isAtLeast ? "at least" : "at most"
    return "\(text): expected \(bound) \(Self.text(limit, isShare: isShare)) (--\(name))"
  }

  /// Whether it is a share of the score, which people read as per cent.
  private var isShare: Bool { name == "score" || name == "gap" }

  private static func text(_ value: Double?, isShare: Bool) -> String {
    guard let value else { return "undefined" }
    return isShare ? Report.percent(value) : String(format: "%.3f", value)
  }
}
