import Attribution
import Classification
import Foundation

/// By what means a photo was explained, in words for people.
public struct ExplanationSetting: Sendable {
  /// Name of the method.
  public let method: String
  /// What is explained: a kind of score, `activation` or `expression`.
  public let scoreKind: String
  /// Names of the baselines' pictures; empty for methods without.
  public let baselineNames: [String]
  /// Whether the method's path is the straight line from a baseline to the photo.
  public let isAlongLine: Bool
  /// What attributions are counted in.
  public let unit: String
  /// Whether attributions are gradients, not parts of the score.
  private let isGradient: Bool

  /// Describes what a request means for one quantity.
  init(_ request: Request, quantity: Quantity, baselineNames: [String]) {
    method = request.method + (request.smooth.map { " " + $0.statistic.rawValue } ?? "")
    scoreKind = quantity.scoreKind(request)
    self.baselineNames = baselineNames
    isAlongLine = !baselineNames.isEmpty && request.isAlongLine
    let isSquared = request.smooth.map { $0.statistic != .mean } ?? false
    isGradient = request.entry.givesGradients(request.settings)
    unit =
      (isGradient ? "∂\(scoreKind)/∂input" : scoreKind)
      + (isSquared ? " squared" : "")
  }

  /// The names of baselines, each once.
  var uniqueBaselineNames: [String] {
    var seen: Set<String> = []
    return baselineNames.filter { seen.insert($0).inserted }
  }

  /// What the attribution of one of many parts, such as a pixel, is counted in.
  public func unit(ofOne part: String) -> String { isGradient ? unit : "\(unit) per \(part)" }

  /// The name of one of several paths.
  public func baselineName(_ index: Int, of count: Int) -> String {
    if baselineNames.count == count { return baselineNames[index] }
    return count == 1 ? method : "\(method) \(index + 1)"
  }

  /// A score as people read it: probabilities as percentages.
  public func text(ofScore score: Double) -> String {
    ScoreText.text(score, kind: scoreKind)
  }
}

extension Quantity {
  /// What is explained of it: a kind of score, `activation` or `expression`.
  func scoreKind(_ request: Request) -> String {
    switch self {
    case .activation: "activation"
    case .expression: ScoreText.expression
    case .score, .difference, .largest, .weighted: (request.score ?? .probability).rawValue
    }
  }

  /// The label, of classes their first synonyms alone: `kelpie − toy terrier` of a contrast.
  public var shortLabel: String {
    guard classIndex != nil else { return label }
    func first(_ label: ClassLabel) -> String { String(label.label.prefix { $0 != "," }) }
    switch self {
    case .difference(let target, let other): return "\(first(target)) − \(first(other))"
    case .score(let target): return first(target)
    default: return label
    }
  }
}

extension Findings {
  /// Two lines that say what is explained, and how.
  public var caption: [String] {
    var parts = [setting.method]
    if let name = setting.baselineNames.first {
      let others = Set(setting.baselineNames).count - 1
      parts.append(others > 0 ? "\(name) and \(others) more" : name)
    }
    parts.append(map.evaluations == 1 ? "1 evaluation" : "\(map.evaluations) evaluations")
    if !completenessText.isEmpty { parts.append(completenessText) }
    return [scoreText.summary, parts.joined(separator: " · ")]
  }
}
