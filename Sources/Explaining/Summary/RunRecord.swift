import Foundation

/// What a run has noted of one input: a line of `results.jsonl`.
public struct RunRecord: Decodable, Sendable {
  /// How it ended.
  public enum Status: String, Decodable, Sendable {
    /// There are explanations.
    case done
    /// There is a message.
    case failed
  }

  /// The input as it is called in the output folder; of a row or a line with its number, as in
  /// `rows.csv#3`.
  public let input: String
  /// The path as it was given.
  public let source: String?
  /// How it ended.
  public let status: Status
  /// What tells it from every other input, network and request.
  public let key: String?
  /// Why it failed.
  public let message: String?
  /// The exit status that it failed with.
  public let code: Int?
  /// Its files, relative to the folder of the run.
  public let files: [String]
  /// Seconds that it took.
  public let seconds: Double?
  /// One for each target.
  public internal(set) var explanations: [RecordedExplanation]
  /// Whether it was read from a report by itself.
  public let isReport: Bool

  private enum CodingKeys: String, CodingKey {
    case input, source, status, key, message, code, files, seconds, explanations
  }

  /// Reads a line of a run, or a report by itself, which is an input with one explanation.
  ///
  /// - Throws: `DecodingError` for what is neither.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard container.contains(.status) else {
      let explanation = try RecordedExplanation(from: decoder)
      input = explanation.name
      (source, key, message, code, seconds) = (explanation.path, nil, nil, nil, nil)
      (status, files, explanations) = (.done, explanation.outputs, [explanation])
      isReport = true
      return
    }
    func value<Value: Decodable>(_ type: Value.Type, _ key: CodingKeys) throws -> Value? {
      try container.decodeIfPresent(type, forKey: key)
    }
    isReport = false
    input = try container.decode(String.self, forKey: .input)
    status = try container.decode(Status.self, forKey: .status)
    source = try value(String.self, .source)
    key = try value(String.self, .key)
    message = try value(String.self, .message)
    code = try value(Int.self, .code)
    files = try value([String].self, .files) ?? []
    seconds = try value(Double.self, .seconds)
    explanations = try value([RecordedExplanation].self, .explanations) ?? []
  }
}

/// What a summary reads of the report on one explanation.
public struct RecordedExplanation: Decodable, Sendable {
  /// What is explained: a class, or another number.
  public struct Target: Codable, Hashable, Sendable {
    /// The class's place; nil for what is no class.
    public let index: Int?
    /// Its name.
    public let label: String
  }
  /// The scores at both ends.
  public struct Score: Decodable, Hashable, Sendable {
    /// A kind of score, `activation` or `expression`.
    public let kind: String
    /// At the input.
    public let input: Double
    /// At the baseline, for methods that have one.
    public let baseline: Double?
  }
  /// What a feature adds to the score.
  struct Feature: Decodable, Sendable {
    let name: String?
    let text: String?
    let attribution: Double?
  }
  /// Where a picture's attributions are; see ``AttributionDistribution``.
  struct Distribution: Decodable, Sendable {
    let positiveShare: Double?
    let borderShare: Double?
    let paddingShare: Double?
    let paddingArea: Double?
    let coarse: [[Double]]?

    private enum CodingKeys: String, CodingKey {
      case coarse
      case positiveShare = "positive_share"
      case borderShare = "border_share"
      case paddingShare = "padding_share"
      case paddingArea = "padding_area"
    }
  }
  private struct Seconds: Decodable, Sendable {
    let attribute: Double
  }
  private struct Asked: Decodable, Sendable {
    struct Smoothing: Decodable, Sendable {
      let statistic: String
    }
    let smooth: Smoothing?
  }

  let model: String
  let target: Target
  let score: Score
  /// How many classes the ranking shows: all, where a network has few.
  var rankedClasses: Int { top?.count ?? Explainer.topCount }
  let evaluations: Int
  let relativeGap: Double?
  let remarks: [String]
  let distribution: Distribution?
  let columns: [Feature]?
  let words: [Feature]?
  let outputs: [String]
  let baselines: [String]?
  private let method: String
  private let contrast: Target?
  private let top: [Target]?
  private let request: Asked?
  private let spent: Seconds?
  private let image: String?
  private let file: String?
  private let row: Int?
  private let line: Int?

  private enum CodingKeys: String, CodingKey {
    case model, target, score, evaluations, remarks, distribution, columns, words, outputs, method
    case contrast, top, request, baselines, image, file, row, line
    case spent = "seconds"
    case relativeGap = "completeness_gap_relative"
  }

  /// The method, with what its maps were smoothed by.
  var methodName: String { method + (request?.smooth.map { " " + $0.statistic } ?? "") }

  /// What is explained: a class, or the difference of two.
  var label: String { target.label + (contrast.map { " − " + $0.label } ?? "") }

  /// The same as evaluations say it.
  var evaluatedTarget: String { target.label + (contrast.map { " minus " + $0.label } ?? "") }

  /// Seconds that it took to explain.
  var seconds: Double? { spent?.attribute }

  /// The path that it was read from.
  fileprivate var path: String? { image ?? file }

  /// What its input is called where nothing else says it.
  fileprivate var name: String {
    (path ?? "text") + ((row ?? line).map { "#\($0)" } ?? "")
  }
}
