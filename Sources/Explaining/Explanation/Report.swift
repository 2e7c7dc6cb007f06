import Attribution
import Classification
import Foundation
import Models

/// Everything there is to say about one explanation, as JSON: what was asked, and what was found.
/// Whoever shows it adds how that was done.
public struct Report: Encodable, Sendable {
  /// Name of the network.
  public let model: String
  /// Path of the photo; nil for what is none.
  public let image: String?
  /// The photo's width in pixels.
  public let width: Int?
  /// The photo's height in pixels.
  public let height: Int?
  /// The photo's EXIF orientation.
  public let orientation: Int?
  /// What the network was fed, of pictures.
  public let input: Input?
  /// Path of a table, of a file of texts or of an array; nil for pictures.
  public let file: String?
  /// The row of a table, counted from 1.
  public let row: Int?
  /// The line of a file of texts, counted from 1.
  public let line: Int?
  /// A row's columns, in the network's order.
  public let columns: [Column]?
  /// A text.
  public let text: String?
  /// A text's tokens.
  public let tokens: [TokenPart]?
  /// A text's words.
  public let words: [WordPart]?
  /// Each of several inputs.
  public let inputs: [InputPart]?
  /// What the network's answer was taken for.
  public let output: Output
  /// Name of the method.
  public let method: String
  /// What was asked, with every default filled in.
  public let request: Request
  /// Number of points at which the network was evaluated.
  public let evaluations: Int
  /// Names of the baselines that were used.
  public let baselines: [String]
  /// What the network says of every baseline's picture.
  public let baselineAnswers: [BaselineAnswer]
  /// What was explained.
  public let target: Class
  /// What was subtracted from it.
  @NullWhenAbsent public private(set) var contrast: Class?
  /// The scores at both ends.
  public let score: Score
  /// The most probable classes.
  public let top: [Ranked]
  /// Extents of the array of attributions.
  public let shape: [Int]
  /// The sum of the attributions.
  public let sum: Double
  /// Why the network does not say the true class, if that was asked; beside the difference of the two.
  public let error: ErrorAnswer?
  /// What maps of changed photos say, if that was asked.
  public let augmentations: [AugmentedExplanation.Answer]?
  /// Where they are, in a few numbers.
  public let distribution: AttributionDistribution
  /// See `AttributionMap.completenessGap`.
  @NullWhenAbsent public private(set) var completenessGap: Double?
  /// The same as a share of the change of the score; null where that does not change.
  @NullWhenAbsent public private(set) var completenessGapRelative: Double?
  /// Whether that is small enough.
  @NullWhenAbsent public private(set) var complete: Bool?
  /// See `AttributionMap.unattributableShare`.
  @NullWhenAbsent public private(set) var unattributableShare: Double?
  /// The estimated error of the map, as a share of it.
  @NullWhenAbsent public private(set) var mapErrorEstimate: Double?
  /// The sum of all intervals' residuals, in units of the score.
  @NullWhenAbsent public private(set) var residualSum: Double?
  /// Whether the tolerance was met.
  @NullWhenAbsent public private(set) var converged: Bool?
  /// What keeps the map from saying anything, in a few words each.
  public let remarks: [String]
  /// Things that make the map less trustworthy.
  public let warnings: [String]
  /// What was taken for granted about the network, which nothing said.
  public let assumed: [String]
  /// What is explained, and its score, in words.
  public let scoreText: ScoreText
  /// How well the attributions add up, in words; see ``Findings/completenessText``.
  public let completenessText: String
  /// How many of the warnings can be told before the picture is explained.
  public let toldWarningCount: Int
  /// Seconds that it took to explain.
  public let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case model, image, width, height, orientation, input, output, method, request, assumed
    case file, row, line, columns, text, tokens, words, inputs
    case evaluations, baselines, target, contrast, score, top, shape, sum, complete, remarks,
      warnings
    case converged, distribution, error, augmentations
    case baselineAnswers = "baseline_answers"
    case unattributableShare = "unattributable_share"
    case completenessGap = "completeness_gap"
    case completenessGapRelative = "completeness_gap_relative"
    case mapErrorEstimate = "map_error_estimate"
    case residualSum = "residual_sum"
  }

  /// Reports on an explanation.
  public init(_ explanation: Explanation, explainer: Explainer) {
    let (map, network) = (explanation.map, explainer.network)
    let classifier = network.classifier
    (request, model) = (explainer.request, classifier.name)
    let subject = ReportedSubject(explanation)
    let decoded = explanation.photo?.decoded
    image = decoded.map { _ in explanation.sample.source.path }
    (width, height) = (decoded?.image.width, decoded?.image.height)
    orientation = decoded?.orientation
    input = network.pictureReader.map(Input.init)
    file = decoded == nil && !subject.isGiven ? explanation.sample.source.path : nil
    (row, line, columns) = (subject.row, subject.line, subject.columns)
    (text, tokens, words) = (subject.text, subject.tokens, subject.words)
    inputs = explanation.parts.isEmpty ? nil : explanation.parts.map(InputPart.init)
    output = Output(
      name: classifier.outputName,
      head: NullWhenAbsent(wrappedValue: classifier.outputHead?.rawValue))
    (assumed, method) = (network.assumed, request.method)
    (evaluations, sum) = (map.evaluations, map.sum)
    (distribution, error) = (AttributionDistribution(explanation), explanation.error?.answer)
    augmentations = explanation.augmented.isEmpty ? nil : explanation.augmented.map(\.answer)
    baselines = explanation.baselineAnswers.isEmpty ? [] : explanation.setting.uniqueBaselineNames
    (baselineAnswers, target) = (explanation.baselineAnswers, Class(explanation.quantity))
    contrast = Class(contrastOf: explanation.quantity)
    score = Score(
      kind: explanation.setting.scoreKind, input: map.scoreAtInput,
      baseline: NullWhenAbsent(wrappedValue: map.scoreAtBaseline))
    top = explanation.ranking.top.map(Ranked.init)
    (shape, complete) = (explanation.attributions.shape.dimensions, explanation.isComplete)
    (completenessGap, unattributableShare) = (map.completenessGap, map.unattributableShare)
    completenessGapRelative = explanation.completeness.relativeGap
    (mapErrorEstimate, residualSum) = (map.quality?.mapError, map.quality?.residuals)
    converged = map.quality?.isConverged
    let told = explanation.sample.allWarnings + network.warnings + explainer.warnings
    let names = explanation.setting.baselineNames
    warnings = told + explanation.findings.warnings(request.entry, baselines: names)
    (remarks, completenessText) = (explanation.remarks, explanation.completenessText)
    (scoreText, seconds) = (explanation.scoreText, explanation.seconds)
    toldWarningCount = told.count
  }

  /// How good the numbers are, in a line for people who want to know; nil where nothing is known.
  public var detail: String? {
    var parts: [String] = []
    if score.baseline != nil { parts.append(String(format: "sum %.4g", sum)) }
    if let error = mapErrorEstimate { parts.append("map error about \(Self.percent(error))") }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  /// A share as a percentage, for people; of more than ten times the whole only that it is more.
  public static func percent(_ share: Double) -> String {
    abs(share) > 10 ? "over 1000 %" : String(format: "%.1f %%", share * 100)
  }

  /// A number for people, with three digits that count.
  static func number(_ number: Double) -> String { String(format: "%.3g", number) }
}

extension Sample {
  /// What is wrong with its file, and with itself.
  fileprivate var allWarnings: [String] { fileWarnings + warnings }
}
