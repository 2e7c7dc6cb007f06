import Evaluation
import Foundation

/// What sanity checks of a method's maps have found.
///
/// Paper: Adebayo, Gilmer, Muelly, Goodfellow, Hardt, Kim, "Sanity Checks for Saliency Maps", NeurIPS
/// 2018.
public struct SanityReport: Sendable, Encodable {
  /// How alike the method's maps and others are; each measure is nil where no map has it.
  public struct Likeness: Sendable, Encodable {
    /// Spearman's rank correlation.
    public let signed: MeanMeasure?
    /// The size of that correlation, whatever its sign.
    public let unsigned: MeanMeasure?
    /// The correlation of absolute values.
    public let absolute: MeanMeasure?
    /// Structural similarity of absolute values, of pictures.
    public let structural: MeanMeasure?
    /// The length of the difference, as a share of the other map's.
    public let difference: MeanMeasure?
    /// Whether all maps are the same to the bit.
    public let isExact: Bool

    init(_ pairs: [Pair]) {
      let found = pairs.map(\.similarity)
      signed = MeanMeasure(found.map(\.signed))
      unsigned = MeanMeasure(found.map { $0.signed.map { abs($0) } })
      absolute = MeanMeasure(found.map(\.absolute))
      structural = MeanMeasure(found.map(\.structural))
      difference = MeanMeasure(found.map(\.difference))
      isExact = pairs.allSatisfy(\.isExact)
    }

    private enum CodingKeys: String, CodingKey {
      case signed, unsigned, absolute, structural, difference
      case isExact = "exact"
    }
  }

  /// How alike one map and another one are.
  struct Pair {
    let similarity: MapSimilarity
    /// Whether they are the same to the bit.
    let isExact: Bool

    init(_ map: FeatureMap, _ other: FeatureMap) {
      similarity = MapSimilarity(
        of: map.values, and: other.values, grid: map.grid.map { ($0.height, $0.width) })
      isExact = map == other
    }
  }

  /// The network with other weights in some of its last layers.
  public struct Stage: Sendable, Encodable {
    /// In how many layers, from the output down, weights are in a random order.
    public let layers: Int
    /// How alike maps of the network as it is and with these weights are.
    public let likeness: Likeness
  }

  /// What a check says.
  public enum Verdict: String, Sendable, Encodable {
    /// As it should be.
    case passes
    /// Not as it should be.
    case fails
    /// Maps have no order: they are zero or the same everywhere.
    case undefined
    /// The check makes no sense here.
    case none
  }

  /// One check.
  public struct Check: Sendable, Encodable {
    /// What it says.
    public let verdict: Verdict
    /// What was compared with what, with the number that decides, in one line.
    public let text: String
    /// How alike the maps are; nil where there are none to compare.
    public let likeness: Likeness?
  }

  /// The largest rank correlation of maps that have nothing in common for a check.
  public static let mostUnrelated = 0.5
  /// The least rank correlation of maps that say the same for a check.
  public static let leastSame = 0.9

  /// Name of the method.
  public let method: String
  /// How many maps were checked.
  public let maps: Int
  /// Layers with weights in a random order, ever more of them.
  public let stages: [Stage]
  /// Whether maps depend on weights: that the last stage's have nothing in common with the network's.
  public let weights: Check
  /// Whether maps depend on what is explained: a class against another one, drawn at random.
  public let otherClass: Check
  /// Whether maps stay the same for another seed.
  public let seed: Check
  /// Whether maps stay the same for twice as many steps or samples.
  public let steps: Check

  private enum CodingKeys: String, CodingKey {
    case method, maps, stages, weights, seed, steps
    case otherClass = "other_class"
  }

  /// All checks with their names.
  public var checks: [(name: String, check: Check)] {
    [("weights", weights), ("other class", otherClass), ("seed", seed), ("steps", steps)]
  }
}

extension SanityReport.Check {
  /// A check that maps have nothing in common, whichever sign they would have it with.
  static func unrelated(_ likeness: SanityReport.Likeness, to what: String) -> Self {
    judged(
      likeness, what, likeness.unsigned.map { $0.mean <= SanityReport.mostUnrelated },
      expected: "at most \(SanityReport.mostUnrelated) either way")
  }

  /// A check that maps do not say the same.
  static func different(_ likeness: SanityReport.Likeness, from what: String) -> Self {
    judged(
      likeness, what, likeness.signed.map { $0.mean <= SanityReport.mostUnrelated },
      expected: "at most \(SanityReport.mostUnrelated)")
  }

  /// A check that maps say the same.
  static func same(_ likeness: SanityReport.Likeness, as what: String) -> Self {
    if likeness.isExact {
      return Self(
        verdict: .passes, text: "exact: the same to the bit with \(what)", likeness: likeness)
    }
    return judged(
      likeness, what, likeness.signed.map { $0.mean >= SanityReport.leastSame },
      expected: "at least \(SanityReport.leastSame)")
  }

  /// A check that makes no sense here, and why.
  static func none(_ reason: String) -> Self { Self(verdict: .none, text: reason, likeness: nil) }

  /// A verdict with the numbers behind it; `isRight` is nil where no map has an order.
  private static func judged(
    _ likeness: SanityReport.Likeness, _ what: String, _ isRight: Bool?, expected: String
  ) -> Self {
    guard let isRight, let signed = likeness.signed else {
      return Self(
        verdict: .undefined, text: "maps are the same everywhere, here or with \(what)",
        likeness: likeness)
    }
    let error = signed.standardError.map { " ± " + fixed($0) } ?? ""
    let further = [
      likeness.absolute.map { "of absolute values \(fixed($0.mean))" },
      likeness.structural.map { "SSIM \(fixed($0.mean))" },
      // Of maps of other sizes it says nothing but that.
      likeness.difference.flatMap { $0.mean > 2 ? nil : "difference \(Report.percent($0.mean))" },
    ].compactMap(\.self).joined(separator: ", ")
    return Self(
      verdict: isRight ? .passes : .fails,
      text: "rank correlation \(fixed(signed.mean))\(error) with \(what); \(expected) expected "
        + "(\(further))",
      likeness: likeness)
  }

  private static func fixed(_ number: Double) -> String { String(format: "%.2f", number) }
}
