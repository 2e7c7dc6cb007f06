import Attribution
import Classification
import Foundation
import Inputs
import Tensors

/// What there is to say and to draw about one class of one sample, or another number that is explained:
/// the sample, and what was found about it.
@dynamicMemberLookup
public struct Explanation: Sendable {
  /// What is explained.
  public let sample: Sample
  /// What was found.
  public let findings: Findings

  /// Puts a sample and findings about it together.
  public init(sample: Sample, findings: Findings) {
    (self.sample, self.findings) = (sample, findings)
  }

  /// The picture that is explained, if it is one.
  public var photo: Photo? { sample.photo }

  /// Everything that was found.
  public subscript<Value>(dynamicMember path: KeyPath<Findings, Value>) -> Value {
    findings[keyPath: path]
  }
}

/// What was found about a sample, without its pixels, which many explanations that wait for each other
/// could not hold.
public struct Findings: Sendable {
  /// What is explained.
  public let quantity: Quantity
  /// What the network sees.
  public let ranking: Ranking
  /// The attributions as the method gives them, and the scores.
  public let map: AttributionMap
  /// In the order in which people know the input: H×W×3, red, green, blue; a row's numbers; those of
  /// every token's embedding. Or a layer's numbers.
  public let attributions: Tensor
  /// What kind of sample it is.
  public let kind: SampleKind
  /// Whether attributions are those of the input's numbers, not of a layer.
  public let isOfInput: Bool
  /// Whether attributions are gradients, which are not multiplied by anything.
  let areGradients: Bool
  /// By what means it was found.
  public let setting: ExplanationSetting
  /// The baselines' pictures; none for methods without.
  public let baselines: [PixelArray]
  /// What the network says of every baseline.
  public let baselineAnswers: [BaselineAnswer]
  /// Seconds that it took.
  public let seconds: Double
  /// Why the network does not say the true class, if that is asked; of the explanation of the difference.
  public internal(set) var error: ErrorFinding?
  /// The same of changed photos, if that is asked.
  public internal(set) var augmented: [AugmentedExplanation] = []
  /// The same for each of several inputs.
  var parts: [(name: String, explanation: Explanation)] = []

  /// A share of the gradient above this that lies where photo and baseline are alike deserves a
  /// warning.
  static let unattributableWarning = 0.3

  /// The probability of the class that is explained, if it is a class.
  public var probability: Double? {
    if ranking.areNumbers { return nil }
    return quantity.classIndex.map { ranking.probabilities[$0] }
  }

  /// Things that make the map less trustworthy, one line each.
  func warnings(_ entry: MethodEntry, baselines: [String]) -> [String] {
    [emptyWarning, gapWarning(entry), qualityWarning, unattributableWarning].compactMap(\.self)
      + baselineWarnings(baselines)
  }

  /// One warning for each baseline at most; those of noise share a name.
  private func baselineWarnings(_ names: [String]) -> [String] {
    var told: Set<String> = []
    return zip(names, baselineAnswers).compactMap { name, answer in
      let warning = answer.warning(
        about: name, class: quantity.classIndex, probability: probability, kind: kind)
      return warning != nil && told.insert(name).inserted ? warning : nil
    }
  }

  private var emptyWarning: String? {
    guard isZero else { return nil }
    let isProbability = setting.scoreKind == ScoreKind.probability.rawValue
    return
      "the map is zero everywhere: no \(isOfInput ? kind.feature : "value of the layer") changes the "
      + "\(setting.scoreKind) of \"\(quantity.label)\"; try "
      + (isProbability ? "--score logit or another --target" : "another --target or --baseline")
  }

  private var unattributableWarning: String? {
    guard kind == .picture, isOfInput, let share = map.unattributableShare,
      share > Self.unattributableWarning
    else {
      return nil
    }
    let example =
      switch Set(setting.baselineNames) {
      case ["black"]: " (dark parts, with a black baseline)"
      case ["white"]: " (white parts, with a white baseline)"
      default: ""
      }
    return "\(Report.percent(share)) of the gradient lies where photo and baseline are alike and "
      + "nothing can be attributed\(example); try another --baseline too"
  }

  private func gapWarning(_ entry: MethodEntry) -> String? {
    guard isComplete == false else { return nil }
    let advice =
      switch map.quality?.isConverged {
      case nil: entry.adviceOnGaps
      case true?: "try a smaller --tolerance"
      case false?: "try more --max-evaluations"
      }
    guard let gap = completeness.relativeGap else {
      return
        "attributions of \"\(quantity.label)\" add up to \(Report.number(map.sum)), though its score "
        + "does not change; \(advice)"
    }
    return "attributions of \"\(quantity.label)\" miss the change of its score by "
      + "\(Report.percent(gap)); \(advice)"
  }

  private var qualityWarning: String? {
    guard let quality = map.quality else { return nil }
    var found: [String] = []
    if quality.shortfalls.contains(.map) {
      found.append("the map's error is still about \(Report.percent(quality.mapError))")
    }
    // A large gap has a warning of its own.
    if quality.shortfalls.contains(.sum), isComplete != false {
      found.append("the sum still misses the change of the score by \(Report.percent(quality.gap))")
    }
    if quality.shortfalls.contains(.evenness) {
      found.append(
        "parts of the path still miss their changes of the score by "
          + "\(Report.percent(quality.unevenness)) (root of the sum of squares)")
    }
    if found.isEmpty { return nil }
    return "after \(map.evaluations) evaluations for \"\(quantity.label)\", "
      + found.joined(separator: ", and ") + "; try more --max-evaluations"
  }
}
