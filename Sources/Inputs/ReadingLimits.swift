import Tokenization

/// The most that is read of files of rows, texts and arrays: what nobody writes on purpose is refused before
/// it takes the machine.
public struct ReadingLimits: Hashable, Sendable, Codable {
  /// Most bytes of a file; nil for what is usual of its kind.
  public var fileBytes: Int?
  /// Most rows of a table.
  public var rows = 1_000_000
  /// Most bytes of a row of a table, all its cells together.
  public var rowBytes = 1_000_000
  /// Most bytes of a text.
  public var textBytes = Tokenizer.longestText
  /// What `textBytes` may be at most.
  public static let longestText = Tokenizer.longestNormalizedText

  private enum CodingKeys: String, CodingKey {
    case rows
    case fileBytes = "file_bytes"
    case rowBytes = "row_bytes"
    case textBytes = "text_bytes"
  }

  /// Limits that no ordinary file meets.
  public init() {}

  /// Reads limits; what is left out has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fileBytes = try container.decodeIfPresent(Int.self, forKey: .fileBytes)
    rows = try container.decodeIfPresent(Int.self, forKey: .rows) ?? rows
    rowBytes = try container.decodeIfPresent(Int.self, forKey: .rowBytes) ?? rowBytes
    textBytes = try container.decodeIfPresent(Int.self, forKey: .textBytes) ?? textBytes
  }
}
