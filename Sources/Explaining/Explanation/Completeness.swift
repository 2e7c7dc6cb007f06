import Attribution
import Classification
import Foundation

/// Whether attributions add up to what they should, as far as that means anything: a gap is a share of
/// the change of the score, and there is none where the score does not change.
public struct Completeness: Hashable, Sendable {
  /// The share of a score's size that is rounding: 2⁻²⁰, eight units in the last place of single
  /// precision, in which networks compute.
  private static let rounding = 0x1p-20

  /// Σ a − (F(x) − F(x′)), in units of the score; nil where no sum is promised.
  private let gap: Double?
  /// The largest change of the score that is nothing but rounding.
  private let smallestChange: Double
  /// Whether the attributions should add up to something; nil where no sum is promised.
  public let scoreChanges: Bool?
  /// |gap| as a share of the change of the score; nil where no sum is promised, or where the score
  /// does not change.
  public let relativeGap: Double?

  /// Judges a map of a kind of score.
  ///
  /// A probability is a share of 1, however small it is, and its logarithm has rounding of that size, as
  /// has a formula of both; other scores have the size that they have.
  package init(_ map: AttributionMap, kind: String) {
    let largest = max(abs(map.scoreAtInput), abs(map.scoreAtBaseline ?? 0))
    let isOfProbability = [
      ScoreKind.probability.rawValue, ScoreKind.logProbability.rawValue, ScoreText.expression,
    ]
    .contains(kind)
    smallestChange = Self.rounding * (isOfProbability ? max(1, largest) : largest)
    gap = map.completenessGap
    scoreChanges = map.expectedSum.map { [smallestChange] in abs($0) > smallestChange }
    relativeGap = scoreChanges == true ? map.relativeCompletenessGap : nil
  }

  /// Whether the attributions add up to what they should, but for the share `limit`: to nothing where
  /// the score does not change. Nil if no sum is promised.
  public func isReached(within limit: Double) -> Bool? {
    guard let gap else { return nil }
    return relativeGap.map { $0 <= limit } ?? (abs(gap) <= smallestChange)
  }
}

extension Findings {
  /// A gap above this share of the change of the score deserves a warning: the bound that the
  /// authors of Integrated Gradients recommend.
  public static let gapWarning = 0.05

  /// Whether the attributions add up.
  public var completeness: Completeness { Completeness(map, kind: setting.scoreKind) }

  /// Whether they do but for ``gapWarning``; nil if no sum is promised.
  public var isComplete: Bool? { completeness.isReached(within: Self.gapWarning) }

  /// Whether no attribution differs from 0.
  public var isZero: Bool { attributions.values.allSatisfy { $0 == 0 } }

  /// What keeps the map from saying anything, in a few words each; nothing of most maps.
  public var remarks: [String] {
    [
      isZero ? "map zero everywhere" : nil,
      completeness.scoreChanges == false ? "score does not change" : nil,
    ].compactMap(\.self)
  }

  /// How well the attributions add up, or why that means nothing: `gap 0.8 %`, `score does not
  /// change`; nothing where no sum is promised and the map says something.
  public var completenessText: String {
    ([completeness.relativeGap.map { "gap \(Report.percent($0))" }].compactMap(\.self) + remarks)
      .joined(separator: ", ")
  }
}
