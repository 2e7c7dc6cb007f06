import Attribution
import Classification
import Foundation

/// By what means a photo was explained, in words for people.
struct ExplanationSetting: Sendable {
  /// Name of the method.
  let method: String
  /// What is explained: a kind of score, or `activation`.
  let scoreKind: String
  /// Names of the baselines' pictures; empty for methods without.
  let baselineNames: [String]
  /// Whether the method's path is the straight line from a baseline to the photo.
  let isAlongLine: Bool
  /// What attributions are counted in.
  let unit: String

  /// Describes what options mean for one quantity.
  init(_ options: MethodOptions, score: ScoreKind, quantity: Quantity, baselineNames: [String]) {
    method = options.method.rawValue + (options.smooth.map { " " + $0.statistic.rawValue } ?? "")
    scoreKind = quantity.isActivation ? "activation" : score.rawValue
    self.baselineNames = baselineNames
    isAlongLine =
      !baselineNames.isEmpty && options.path == .straight && options.parameters.layer == nil
    let isSquared = options.smooth.map { $0.statistic != .mean } ?? false
    unit =
      (options.givesGradients ? "∂\(scoreKind)/∂input" : scoreKind) + (isSquared ? " squared" : "")
  }

  /// The name of one of several paths.
  func baselineName(_ index: Int, of count: Int) -> String {
    if baselineNames.count == count { return baselineNames[index] }
    return count == 1 ? method : "\(method) \(index + 1)"
  }

  /// A score as people read it: probabilities as percentages.
  func text(ofScore score: Double) -> String {
    scoreKind == ScoreKind.probability.rawValue
      ? String(format: "%.1f %%", score * 100) : String(format: "%.4g", score)
  }
}

extension MethodOptions {
  /// Whether attributions are gradients, which are not multiplied by anything.
  fileprivate var givesGradients: Bool {
    switch method {
    case .gradient, .guidedBackpropagation, .deconvolution, .internalInfluence: true
    default: parameters.multiplyByInputs == .no
    }
  }
}

extension Quantity {
  /// The label, of a class its first synonym alone.
  var shortLabel: String {
    guard classIndex != nil else { return label }
    func first(_ label: ClassLabel) -> String { String(label.label.prefix { $0 != "," }) }
    switch self {
    case .difference(let target, let other): return "\(first(target)) minus \(first(other))"
    case .score(let target): return first(target)
    default: return label
    }
  }
}

extension Explanation {
  /// What attributions are counted in.
  var unit: String { setting.unit }

  /// Two lines that say what is explained, and how.
  var caption: [String] {
    let number = ranking.areNumbers && !quantity.isActivation
    let value =
      number ? setting.text(ofScore: map.scoreAtInput) : probability.map(Report.percent)
    let subject = quantity.shortLabel + (value.map { " " + $0 } ?? "")
    var parts = [setting.method]
    if let name = setting.baselineNames.first {
      let others = Set(setting.baselineNames).count - 1
      parts.append(others > 0 ? "\(name) and \(others) more" : name)
    }
    parts.append(map.evaluations == 1 ? "1 evaluation" : "\(map.evaluations) evaluations")
    if let gap = map.relativeCompletenessGap { parts.append("gap \(Report.percent(gap))") }
    return [subject, parts.joined(separator: " · ")]
  }
}
