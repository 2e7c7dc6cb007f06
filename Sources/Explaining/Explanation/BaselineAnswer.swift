import Classification

/// What a network says of a baseline, which should be nothing in particular.
public struct BaselineAnswer: Encodable, Sendable {
  /// See `ClassLabels.entropy(of:)`; nil where probabilities do not add up.
  @NullWhenAbsent public private(set) var entropy: Double?
  /// The most probable class.
  public let top: Report.Ranked
  /// Probabilities of all classes.
  public let probabilities: [Double]
  /// Whether the most probable class is that of pictures of nothing, as it may well be.
  private let isNothing: Bool
  /// Whether the network knows numbers alone, and no classes.
  private let areNumbers: Bool

  /// Whether the baseline is meant to be hardly another class than the input.
  var isNear = false

  private enum CodingKeys: String, CodingKey { case entropy, top }

  init(_ probabilities: [Double], labels: ClassLabels, addsUp: Bool) {
    self.probabilities = probabilities
    areNumbers = labels.areNumbers
    let isWhole = abs(probabilities.reduce(0, +) - 1) < Self.roundingOfSum
    entropy = addsUp && isWhole ? labels.entropy(of: probabilities) : nil
    let first = labels.ranked(probabilities, count: 1)[0]
    top = Report.Ranked(first)
    isNothing = labels.isNothing(first.label)
  }

  /// How far a sum of thousands of probabilities in single precision may be from 1.
  private static let roundingOfSum = 1e-3
  /// A baseline whose class is more probable than this is something in particular.
  private static let confident = 0.7
  /// A target that has kept this share of its probability at the baseline is explained in part only,
  private static let shared = 0.2
  /// if that is more than so many times what it has by chance: one of n is the least that is nothing.
  private static let overChance = 1.5

  /// What makes the baseline a bad beginning for a class, in one line; nil if nothing does.
  func warning(
    about baseline: String, class index: Int?, probability: Double?, kind: SampleKind
  ) -> String? {
    if areNumbers || isNear { return nil }
    if top.probability > Self.confident && !isNothing {
      return "to the network the baseline \(baseline) is itself a \"\(top.label)\" "
        + "(\(Report.percent(top.probability))): the map tells the \(kind.sample) from that; try another "
        + "--baseline"
    }
    let chance = Self.overChance / Double(probabilities.count)
    guard let index, let probability,
      probabilities[index] > max(Self.shared * probability, chance)
    else { return nil }
    return
      "the target has a probability of \(Report.percent(probabilities[index])) at the baseline "
      + "\(baseline) already, which no \(kind.feature) is credited with; try another --baseline"
  }
}
