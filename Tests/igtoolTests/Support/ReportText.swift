import Foundation

/// What tests read of the JSON that `explain` writes.
struct ReportText: Decodable {
  struct Class: Decodable, Equatable {
    let index: Int?
    let label: String
  }
  struct Score: Decodable {
    let kind: String
    let input: Double
    let baseline: Double?
  }
  struct Ranked: Decodable {
    let index: Int
    let label: String
    let probability: Double
  }
  struct Smoothing: Decodable, Equatable {
    let statistic: String
    let samples: Int
    let spread: Double
  }
  struct Request: Decodable {
    struct Settings: Decodable {
      let steps: Int?
      let rule: String?
      let path: String?
      let references: [String]?
      let multipliesByInputs: Bool?

      enum CodingKeys: String, CodingKey {
        case steps, rule, path, references
        case multipliesByInputs = "multiply_by_inputs"
      }
    }
    let settings: Settings
    let layer: String?
    let smooth: Smoothing?
    let regions: Bool
    let seed: Int
  }
  struct BaselineAnswer: Decodable {
    let entropy: Double
    let top: Ranked
  }

  let model: String
  let image: String
  let method: String
  let request: Request
  let evaluations: Int
  let baselines: [String]
  let baselineAnswers: [BaselineAnswer]
  let target: Class
  let contrast: Class?
  let score: Score
  let top: [Ranked]
  let shape: [Int]
  let sum: Double
  let gap: Double?
  let relativeGap: Double?
  let complete: Bool?
  let unattributableShare: Double?
  let mapErrorEstimate: Double?
  let residualSum: Double?
  let converged: Bool?
  let remarks: [String]
  let warnings: [String]
  /// The files that were written; nil where there were none to be written.
  let files: [String]?
  var outputs: [String] { files ?? [] }

  enum CodingKeys: String, CodingKey {
    case model, image, method, request, evaluations, baselines, target, contrast, score
    case top, sum, converged, remarks, warnings, shape, complete
    case files = "outputs"
    case baselineAnswers = "baseline_answers"
    case unattributableShare = "unattributable_share"
    case gap = "completeness_gap"
    case relativeGap = "completeness_gap_relative"
    case mapErrorEstimate = "map_error_estimate"
    case residualSum = "residual_sum"
  }
}

extension ReportText {
  /// The report of a file.
  static func read(_ bytes: [UInt8]) throws -> ReportText {
    try JSONDecoder().decode(ReportText.self, from: Data(bytes))
  }
}

/// What was asked.
extension ReportText {
  var layer: String? { request.layer }
  var smooth: Smoothing? { request.smooth }
  var regions: Bool { request.regions }
  var seed: Int { request.seed }
  var rule: String? { request.settings.rule }
  var steps: Int? { request.settings.steps }
  var path: String? { request.settings.path }
  var multipliedByInputs: Bool? { request.settings.multipliesByInputs }
  var references: [String] { request.settings.references ?? [] }
}

extension Outcome {
  /// The objects on standard output, one per line.
  func reports() throws -> [ReportText] {
    try output.split(separator: "\n").map {
      try JSONDecoder().decode(ReportText.self, from: Data($0.utf8))
    }
  }

  /// The only object on standard output.
  func report() throws -> ReportText {
    try JSONDecoder().decode(ReportText.self, from: Data(output.utf8))
  }
}
