import Classification
import Foundation

extension RunSummary {
  /// An explanation that somebody should look at.
  public struct Suspicion: Sendable, Encodable {
    /// The explanation.
    public let place: Place
    /// What is suspicious.
    public let reasons: [Reason]

    /// Something suspicious.
    public struct Reason: Hashable, Sendable, Encodable {
      /// What kind of thing it is.
      public let kind: Kind
      /// The same in a few words, with its number.
      public let text: String
    }

    /// What is looked for.
    public enum Kind: String, Sendable, Encodable {
      /// The baseline's probability is half of the input's or more: the map tells only the rest. Of fewer
      /// than five classes it is more than one and a half times that of chance, too.
      case confidentBaseline = "confident_baseline"
      /// By area, the outer tenth of each side of the photo has three times the |a| of the inside, or
      /// more.
      case border
      /// By area, what is outside of the photo has as much |a| as the photo, or more.
      case padding
      /// The map is zero everywhere, or its score does not change.
      case emptyMap = "empty_map"
    }

    private enum CodingKeys: String, CodingKey { case reasons }

    /// How many times denser a border is suspicious.
    public static let borderDensity = 3.0
    /// The share of a picture's probability that a baseline may not have.
    public static let baselineShare = 0.5
    /// How many times more probable than by chance it has to be where classes are few: half of a sure
    /// answer is what two classes have by chance.
    public static let overChance = 1.5

    /// Looks at an explanation; nil where nothing is suspicious.
    init?(_ member: Member) {
      let explanation = member.explanation
      place = member.place
      reasons =
        [
          Self.baseline(explanation), Self.border(explanation.distribution),
          Self.padding(explanation.distribution),
        ].compactMap(\.self) + explanation.remarks.map { Reason(kind: .emptyMap, text: $0) }
      if reasons.isEmpty { return nil }
    }

    /// Writes the reasons beside the explanation's keys.
    public func encode(to encoder: any Encoder) throws {
      try place.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(reasons, forKey: .reasons)
    }

    /// Half of nothing is no reason, and of what is no probability there is no half.
    private static func baseline(_ explanation: RecordedExplanation) -> Reason? {
      let (score, count) = (explanation.score, explanation.rankedClasses)
      guard var baseline = score.baseline else { return nil }
      var input = score.input
      switch score.kind {
      case ScoreKind.probability.rawValue: break
      case ScoreKind.logProbability.rawValue: (baseline, input) = (exp(baseline), exp(input))
      default: return nil
      }
      let chance = count < Explainer.topCount ? overChance / Double(max(count, 1)) : 0
      guard input > 0, baseline >= baselineShare * input, baseline > chance else { return nil }
      return Reason(
        kind: .confidentBaseline,
        text: "the baseline has \(Report.percent(baseline)) of \(Report.percent(input)) already")
    }

    private static func border(_ distribution: RecordedExplanation.Distribution?) -> Reason? {
      let area = AttributionDistribution.Places.borderArea
      guard let share = distribution?.borderShare,
        share * (1 - area) >= borderDensity * (1 - share) * area
      else { return nil }
      return Reason(
        kind: .border,
        text:
          "\(Report.percent(share)) in the border, \(Report.percent(area)) of the photo")
    }

    private static func padding(_ distribution: RecordedExplanation.Distribution?) -> Reason? {
      guard let share = distribution?.paddingShare, let area = distribution?.paddingArea,
        area > 0, share > 0, share >= area
      else { return nil }
      return Reason(
        kind: .padding,
        text: "\(Report.percent(share)) outside of the photo, \(Report.percent(area)) of the input")
    }
  }
}
