import Inputs
import Tensors

extension Report {
  /// A column of a row.
  public struct Column: Encodable, Sendable {
    /// The column's name.
    public let name: String
    /// The value as it stands in the table.
    public let value: String
    /// What it adds to the score; nil for attributions of a layer.
    public let attribution: Double?
  }

  /// A token of a text.
  public struct TokenPart: Encodable, Sendable {
    /// The token as the vocabulary has it.
    public let text: String
    /// Its number in the vocabulary.
    public let id: Int
    /// What it adds to the score; nil for attributions of a layer.
    public let attribution: Double?
  }

  /// A word of a text.
  public struct WordPart: Encodable, Sendable {
    /// The word as it stands in the text.
    public let text: String
    /// What its tokens add to the score together; nil for attributions of a layer.
    public let attribution: Double?
  }
}

extension Report {
  /// One of several inputs.
  public struct InputPart: Encodable, Sendable {
    /// The input's name.
    public let name: String
    /// What it is fed.
    public let kind: SampleKind
    /// The file.
    public let file: String
    /// The row of a table, counted from 1.
    public let row: Int?
    /// Extents of its attributions.
    public let shape: [Int]
    /// The sum of its attributions.
    public let sum: Double
    /// A row's columns.
    public let columns: [Column]?

    init(name: String, explanation: Explanation) {
      let subject = ReportedSubject(explanation)
      self.name = name
      kind = explanation.kind
      file = explanation.sample.source.path
      (row, columns) = (subject.row, subject.columns)
      shape = explanation.attributions.shape.dimensions
      sum = explanation.map.sum
    }
  }
}

/// What a report tells of a sample that is no picture.
struct ReportedSubject {
  private(set) var row: Int?
  private(set) var line: Int?
  private(set) var columns: [Report.Column]?
  private(set) var text: String?
  private(set) var tokens: [Report.TokenPart]?
  private(set) var words: [Report.WordPart]?
  /// Whether the sample was given on the command line.
  private(set) var isGiven = false

  init(_ explanation: Explanation) {
    let sums = explanation.featureAttributions
    func attribution(_ place: Int) -> Double? { sums.map { $0[place] } }
    let source = explanation.sample.source
    if case .line(let number)? = source.part { line = number }
    if case .row(let number)? = source.part { row = number }
    switch explanation.sample.subject {
    case .row(let row, let table):
      columns = table.reader.columns.indices.map { place in
        Report.Column(
          name: table.reader.columns[place].name, value: row.texts[place],
          attribution: attribution(place))
      }
    case .text(let text, _):
      isGiven = source == .text
      self.text = text.original
      tokens = text.tokens.indices.map { place in
        Report.TokenPart(
          text: text.tokens[place], id: Int(text.identifiers[place]),
          attribution: attribution(place))
      }
      words = explanation.words?.map { Report.WordPart(text: $0.text, attribution: $0.attribution) }
    default: break
    }
  }
}

extension Explanation {
  /// What each feature of the input adds to the score: columns, or tokens; of gradients, those of
  /// single numbers and the lengths of others'. Nil for attributions of a
  /// layer.
  public var featureAttributions: [Double]? {
    guard findings.isOfInput, findings.kind == .table || findings.kind == .tokens else {
      return nil
    }
    return findings.areGradients
      ? sample.features.magnitudes(of: findings.map.attributions)
      : sample.features.sums(of: findings.map.attributions)
  }

  /// A text's words with what they add to the score, nil for attributions of a layer; nil for what is
  /// no text.
  public var words: [(text: String, attribution: Double?)]? {
    guard case .text(let text, let reader) = sample.subject else { return nil }
    let sums = featureAttributions.map { reader.perWord($0, of: text) }
    return text.words.enumerated().map { place, word in (word.text, sums.map { $0[place] }) }
  }
}
