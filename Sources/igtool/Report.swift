import Attribution
import Classification
import Foundation
import Models

/// Everything there is to say about one explanation, as JSON and as a line for people.
struct Report: Encodable {
  struct Class: Encodable {
    @NullWhenAbsent private(set) var index: Int?
    let label: String
  }
  struct Score: Encodable {
    let kind: String
    let input: Double
    @NullWhenAbsent var baseline: Double?
  }
  struct Ranked: Encodable, Sendable {
    let index: Int
    let label: String
    /// A probability, or a number of any kind.
    let probability: Double
    let isNumber: Bool

    private enum CodingKeys: String, CodingKey { case index, label, probability, number }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(index, forKey: .index)
      try container.encode(label, forKey: .label)
      try container.encode(probability, forKey: isNumber ? .number : .probability)
    }

    /// The probability as a percentage, or the number.
    var text: String {
      isNumber ? String(format: "%.4g", probability) : Report.percent(probability)
    }
  }
  /// What the network was fed.
  struct Input: Encodable {
    let width: Int
    let height: Int
    let fit: String
    let channels: Int
    let preprocessing: Preprocessing
  }
  /// What the network's answer was taken for.
  struct Output: Encodable {
    let name: String
    @NullWhenAbsent var head: String?
  }
  /// How noisy copies were summed up.
  struct Smoothing: Encodable {
    let statistic: String
    let samples: Int
    let spread: Double
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
  let output: Output
  let method: String
  @NullWhenAbsent private(set) var layer: String?
  @NullWhenAbsent private(set) var path: String?
  @NullWhenAbsent private(set) var smooth: Smoothing?
  let regions: Bool
  /// Nil for methods that leave no choice.
  @NullWhenAbsent private(set) var multipliedByInputs: Bool?
  @NullWhenAbsent private(set) var rule: String?
  @NullWhenAbsent private(set) var steps: Int?
  let evaluations: Int
  let baselines: [String]
  let baselineAnswers: [BaselineAnswer]
  let references: [String]
  let seed: UInt64
  let target: Class
  @NullWhenAbsent private(set) var contrast: Class?
  let score: Score
  let top: [Ranked]
  /// Extents of the array of attributions.
  let shape: [Int]
  let sum: Double
  @NullWhenAbsent private(set) var completenessGap: Double?
  @NullWhenAbsent private(set) var completenessGapRelative: Double?
  @NullWhenAbsent private(set) var complete: Bool?
  @NullWhenAbsent private(set) var unattributableShare: Double?
  @NullWhenAbsent private(set) var mapErrorEstimate: Double?
  @NullWhenAbsent private(set) var residualSum: Double?
  @NullWhenAbsent private(set) var converged: Bool?
  let warnings: [String]
  /// What was taken for granted about the network, which nothing said.
  let assumed: [String]
  /// How maps were drawn; nil where none was.
  @NullWhenAbsent private(set) var map: MapDisplay?
  let seconds: Seconds
  let outputs: [String]
  /// The label of what is explained, of a class its first synonym alone.
  let shortLabel: String
  /// How many of the warnings were told before the picture was explained.
  let toldWarningCount: Int

  enum CodingKeys: String, CodingKey {
    case version, model, image, width, height, orientation, input, output, method, layer, path
    case smooth, assumed
    case regions, rule, steps, evaluations, baselines, references, seed, target, contrast, score
    case top, shape, sum, complete, warnings, map, seconds, outputs
    case multipliedByInputs = "multiplied_by_inputs"
    case baselineAnswers = "baseline_answers"
    case unattributableShare = "unattributable_share"
    case completenessGap = "completeness_gap"
    case completenessGapRelative = "completeness_gap_relative"
    case mapErrorEstimate = "map_error_estimate"
    case residualSum = "residual_sum"
    case converged
  }

  init(
    _ explanation: Explanation, explainer: Explainer, display: MapDisplay?, outputs: [String],
    seconds: Seconds
  ) {
    let options = explainer.options
    let map = explanation.map
    self.map = display
    model = explainer.classifier.name
    let decoded = explanation.photo.decoded
    image = explanation.photo.picture.path
    width = decoded.image.width
    height = decoded.image.height
    orientation = decoded.orientation
    let network = explainer.classifier.input
    input = Input(
      width: network.size.width, height: network.size.height, fit: network.fit.rawValue,
      channels: network.channels, preprocessing: network.preprocessing)
    output = Output(
      name: explainer.classifier.outputName,
      head: NullWhenAbsent(wrappedValue: explainer.classifier.outputHead?.rawValue))
    assumed = explainer.classifier.assumed
    method = options.method.rawValue
    layer = explainer.layer
    path = options.path?.rawValue
    smooth = options.smooth.map(Smoothing.init)
    regions = options.regions || options.method == .xrai
    multipliedByInputs =
      options.method.settings.contains(.multiplyByInputs)
      ? options.parameters.multiplyByInputs != .no : nil
    (rule, steps) = options.ruleAndSteps
    evaluations = map.evaluations
    baselines = explanation.baselineAnswers.isEmpty ? [] : explainer.baselines.map(\.description)
    baselineAnswers = explanation.baselineAnswers
    references = options.parameters.reference
    seed = options.seed
    target = Class(explanation.quantity)
    contrast = Class(contrastOf: explanation.quantity)
    score = Score(
      kind: explanation.quantity.isActivation ? "activation" : explainer.score.rawValue,
      input: map.scoreAtInput,
      baseline: NullWhenAbsent(wrappedValue: map.scoreAtBaseline))
    top = explanation.ranking.top.map(Ranked.init)
    shape = explanation.attributions.shape.dimensions
    sum = map.sum
    completenessGap = map.completenessGap
    completenessGapRelative = map.relativeCompletenessGap
    complete = explanation.isComplete
    unattributableShare = map.unattributableShare
    mapErrorEstimate = map.quality?.mapError
    residualSum = map.quality?.residuals
    converged = map.quality?.isConverged
    let told = decoded.warnings + explainer.classifier.warnings + explainer.warnings
    warnings =
      told
      + explanation.warnings(method: options.method, baselines: explainer.baselineNames)
    shortLabel = explanation.quantity.shortLabel
    toldWarningCount = told.count
    self.seconds = seconds
    self.outputs = outputs
  }

  /// How good the numbers are, in a line for people who want to know; nil where nothing is known.
  var detail: String? {
    var parts: [String] = []
    if score.baseline != nil { parts.append(String(format: "sum %.4g", sum)) }
    if let baseline = score.baseline, let residualSum, score.input != baseline {
      parts.append("residuals \(Self.percent(residualSum / abs(score.input - baseline)))")
    }
    if let error = mapErrorEstimate { parts.append("map error about \(Self.percent(error))") }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}

extension Report.Class {
  init(_ quantity: Quantity) {
    switch quantity {
    case .difference(let target, _): self.init(target)
    default:
      self.init(
        index: NullWhenAbsent(wrappedValue: quantity.classIndex), label: quantity.label)
    }
  }

  /// The class that is subtracted, if there is one.
  init?(contrastOf quantity: Quantity) {
    guard case .difference(_, let contrast) = quantity else { return nil }
    self.init(contrast)
  }

  private init(_ label: ClassLabel) {
    self.init(index: NullWhenAbsent(wrappedValue: label.index), label: label.label)
  }
}

extension Report.Smoothing {
  init(_ choice: SmoothingChoice) {
    self.init(
      statistic: choice.statistic.rawValue, samples: choice.samples, spread: choice.spread)
  }
}
