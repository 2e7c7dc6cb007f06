/// What was measured of one input: a line of `evaluations.jsonl`, or of `igtool evaluate --json`.
public struct EvaluationRecord: Decodable, Sendable {
  /// The input as it is called in the output folder; of a row or a line with its number.
  public let input: String
  /// The path as it was given.
  public let source: String?
  /// The network; nil where the line does not tell.
  public let model: String?
  /// What tells it from every other input, network and request.
  let key: String?
  /// One for each target; none of an input that failed.
  public internal(set) var evaluations: [SampleEvaluation]

  private enum CodingKeys: String, CodingKey {
    case input, source, model, key, evaluations
  }

  /// Reads a line of a run, or one of `--json`.
  ///
  /// - Throws: `DecodingError` for what is neither.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    evaluations =
      try container.decodeIfPresent([SampleEvaluation].self, forKey: .evaluations) ?? []
    let ownName = try container.decodeIfPresent(String.self, forKey: .input)
    guard let name = ownName ?? evaluations.first?.input else {
      throw DecodingError.keyNotFound(
        CodingKeys.input,
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no input"))
    }
    input = name
    source =
      try container.decodeIfPresent(String.self, forKey: .source) ?? (ownName == nil ? name : nil)
    model = try container.decodeIfPresent(String.self, forKey: .model)
    key = try container.decodeIfPresent(String.self, forKey: .key)
  }

  /// What says that it is the same input as that of an explanation.
  var place: String { InputPlace.text(input, source) }
}

/// What an input is called whatever run it is of: its path as it was given, with the number of a row.
enum InputPlace {
  /// Returns the path with the number that the input's name in the output folder ends in.
  static func text(_ input: String, _ source: String?) -> String {
    guard let source else { return input }
    guard let mark = input.lastIndex(of: "#"), Int(input[input.index(after: mark)...]) != nil else {
      return source
    }
    return source + input[mark...]
  }
}

/// A line of a run, or of `--json`: of explain, of evaluate, or what evaluate says of all inputs together.
enum RunLine: Decodable {
  case explained(RunRecord)
  case evaluated(EvaluationRecord)
  case summary

  private enum CodingKeys: String, CodingKey { case evaluations, summary, requests }

  /// Reads a line.
  ///
  /// - Throws: `DecodingError` for what is none.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // Explanations have a number of that name.
    if (try? container.decode([SampleEvaluation].self, forKey: .evaluations)) != nil {
      self = .evaluated(try EvaluationRecord(from: decoder))
    } else if container.contains(.summary) && container.contains(.requests) {
      self = .summary
    } else {
      self = .explained(try RunRecord(from: decoder))
    }
  }
}
