import Classification
import Foundation

/// What is explained, and its score at both ends, in words: the same in captions, result lines, pages
/// and lists.
public struct ScoreText: Hashable, Sendable {
  /// What is explained: of a class its first synonym, of a contrast those of both classes.
  public let subject: String
  /// What is explained of it: a kind of score, `activation` or `expression`.
  public let kind: String
  private let atInput: Double
  private let atBaseline: Double?

  /// Describes scores of a kind at the input and, for methods that have one, at the baseline.
  public init(subject: String, kind: String, input: Double, baseline: Double?) {
    (self.subject, self.kind) = (subject, kind)
    (atInput, atBaseline) = (input, baseline)
  }

  /// The score at the input: `86.0 %`, `logit 15.35`.
  public var input: String { name + Self.text(atInput, kind: kind) }

  /// The scores at the baseline and at the input: `0.1 → 86.0 %`, `logit -0.31 → 15.35`; that at the
  /// input alone where there is no other.
  public var change: String {
    guard let atBaseline else { return input }
    let start = Self.text(atBaseline, kind: kind)
    let end = Self.text(atInput, kind: kind)
    return name + (isProbability ? String(start.dropLast(Self.unit.count)) : start) + " → " + end
  }

  /// What is explained with its score at the input: `kelpie − toy terrier 86.0 %`, `kelpie, logit 15.35`,
  /// `p[kelpie] - 0.5 = 0.36`.
  public var summary: String {
    subject + (kind == Self.expression ? " = " : name.isEmpty ? " " : ", ") + input
  }

  /// What is explained of a formula of scores.
  static let expression = "expression"

  /// A score without the name of its kind: probabilities as percentages. What rounds to nothing has no
  /// sign.
  static func text(_ score: Double, kind: String) -> String {
    guard kind == ScoreKind.probability.rawValue else { return String(format: "%.4g", score) }
    let share = String(format: "%.1f", score * 100)
    return (share == "-0.0" ? "0.0" : share) + unit
  }

  private static let unit = " %"

  private var isProbability: Bool { kind == ScoreKind.probability.rawValue }

  /// The kind and a space, where the number does not say it.
  private var name: String {
    isProbability || [ScoreKind.number.rawValue, Self.expression].contains(kind) ? "" : kind + " "
  }
}

extension Findings {
  /// What is explained, and its score, in words.
  public var scoreText: ScoreText {
    ScoreText(
      subject: quantity.shortLabel, kind: setting.scoreKind, input: map.scoreAtInput,
      baseline: map.scoreAtBaseline)
  }
}
