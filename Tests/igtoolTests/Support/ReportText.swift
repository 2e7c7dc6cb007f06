import Foundation

/// What tests read of the JSON that `explain` writes.
struct ReportText: Decodable {
  struct Class: Decodable, Equatable {
    let index: Int
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

  let model: String
  let image: String
  let method: String
  let rule: String?
  let steps: Int?
  let evaluations: Int
  let baselines: [String]
  let seed: Int
  let target: Class
  let contrast: Class?
  let score: Score
  let top: [Ranked]
  let sum: Double
  let gap: Double?
  let relativeGap: Double?
  let mapErrorEstimate: Double?
  let residualSum: Double?
  let converged: Bool?
  let warnings: [String]
  let outputs: [String]

  enum CodingKeys: String, CodingKey {
    case model, image, method, rule, steps, evaluations, baselines, seed, target, contrast, score
    case top, sum, outputs, converged, warnings
    case gap = "completeness_gap"
    case relativeGap = "completeness_gap_relative"
    case mapErrorEstimate = "map_error_estimate"
    case residualSum = "residual_sum"
  }
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
