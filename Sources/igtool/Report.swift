import Attribution
import Classification
import Foundation

/// Everything there is to say about one explanation, as JSON and as a line for people.
struct Report: Encodable {
  struct Class: Encodable {
    let index: Int
    let label: String
  }
  struct Score: Encodable {
    let kind: String
    let input: Double
    @NullWhenAbsent var baseline: Double?
  }
  struct Ranked: Encodable {
    let index: Int
    let label: String
    let probability: Double
  }
  /// What the network was fed.
  struct Input: Encodable {
    let width: Int
    let height: Int
    let fit: String
    let preprocessing: Preprocessing
  }
  struct Seconds: Encodable {
    let load: Double
    let attribute: Double
    let render: Double
  }

  let version = Igtool.version
  let model: String
  let image: String
  let width: Int
  let height: Int
  let orientation: Int
  let input: Input
  let method: String
  @NullWhenAbsent private(set) var rule: String?
  @NullWhenAbsent private(set) var steps: Int?
  let evaluations: Int
  let baselines: [String]
  let seed: UInt64
  let target: Class
  @NullWhenAbsent private(set) var contrast: Class?
  let score: Score
  let top: [Ranked]
  let sum: Double
  @NullWhenAbsent private(set) var completenessGap: Double?
  @NullWhenAbsent private(set) var completenessGapRelative: Double?
  @NullWhenAbsent private(set) var mapErrorEstimate: Double?
  @NullWhenAbsent private(set) var residualSum: Double?
  @NullWhenAbsent private(set) var converged: Bool?
  let warnings: [String]
  let seconds: Seconds
  let outputs: [String]
  /// How many of the warnings were told before the picture was explained.
  let toldWarningCount: Int

  enum CodingKeys: String, CodingKey {
    case version, model, image, width, height, orientation, input, method, rule, steps
    case evaluations
    case baselines, seed, target, contrast, score, top, sum, warnings, seconds, outputs
    case completenessGap = "completeness_gap"
    case completenessGapRelative = "completeness_gap_relative"
    case mapErrorEstimate = "map_error_estimate"
    case residualSum = "residual_sum"
    case converged
  }

  init(
    _ explanation: Explanation, explainer: Explainer, outputs: [String], seconds: Seconds
  ) {
    let options = explainer.options
    let map = explanation.map
    let hasPath = map.scoreAtBaseline != nil
    model = explainer.classifier.name
    let decoded = explanation.photo.decoded
    image = explanation.photo.picture.path
    width = decoded.image.width
    height = decoded.image.height
    orientation = decoded.orientation
    let network = explainer.classifier.input
    input = Input(
      width: network.size.width, height: network.size.height, fit: network.fit.rawValue,
      preprocessing: network.preprocessing)
    method = options.method.rawValue
    rule = hasPath ? options.evenSteps?.rule.rawValue ?? "adaptive" : nil
    steps = hasPath ? options.evenSteps?.steps : nil
    evaluations = map.evaluations
    baselines = hasPath ? explainer.baselines.map(\.description) : []
    seed = options.seed
    target = Class(explanation.target)
    contrast = explanation.contrast.map(Class.init)
    score = Score(
      kind: options.score.rawValue, input: map.scoreAtInput,
      baseline: NullWhenAbsent(wrappedValue: map.scoreAtBaseline))
    top = explanation.top.map(Ranked.init)
    sum = map.sum
    completenessGap = map.completenessGap
    completenessGapRelative = map.relativeCompletenessGap
    mapErrorEstimate = map.quality?.mapError
    residualSum = map.quality?.residuals
    converged = map.quality?.isConverged
    warnings = decoded.warnings + explainer.classifier.warnings + explanation.warnings
    toldWarningCount = decoded.warnings.count + explainer.classifier.warnings.count
    self.seconds = seconds
    self.outputs = outputs
  }

  /// Two lines for people: what was explained and how well, and where the files are.
  var summary: String {
    let probability = top.first { $0.index == target.index }?.probability
    var parts = ["\(target.label)" + (probability.map { " \(Self.percent($0))" } ?? "")]
    if let baseline = score.baseline {
      parts.append("\(score.kind) \(Self.short(baseline)) → \(Self.short(score.input))")
      parts.append("sum \(Self.short(sum))")
    } else {
      parts.append("\(score.kind) \(Self.short(score.input))")
    }
    parts.append("\(evaluations) evaluations")
    parts.append(String(format: "%.2f s", seconds.attribute))
    if let gap = completenessGapRelative { parts.append("gap \(Self.percent(gap))") }
    if let error = mapErrorEstimate { parts.append("map error about \(Self.percent(error))") }
    let files =
      outputs.isEmpty ? "" : "\n  → " + outputs.map(Console.printable).joined(separator: ", ")
    return Console.printable("\(image): " + parts.joined(separator: " · ")) + files
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
  private static func short(_ number: Double) -> String { String(format: "%.4g", number) }
}

extension Report.Class {
  init(_ label: ClassLabel) { self.init(index: label.index, label: label.label) }
}
