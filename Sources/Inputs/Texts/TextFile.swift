import Files
import Foundation
import Tokenization

/// Texts that are to be explained, from a file, standard input or the command line.
///
/// A file has one text in each line, or is JSON of tokens that a tokenizer made elsewhere: its name
/// ends in `.json`, or its first byte is `[` or `{` and what follows looks like JSON.
public struct TextFile: Hashable, Sendable {
  /// The largest file that is read, 100 MB.
  public static let byteLimit = 100_000_000

  /// The texts, in the file's order; at least one.
  public let entries: [TextEntry]

  /// Reads the file at a path, or standard input for `-`.
  ///
  /// - Throws: `TextError.unreadableFile`, `.fileTooLarge` above 100 MB, and what
  ///   `init(bytes:file:)` throws.
  public init(path: String) throws(TextError) {
    let file = path == "-" ? "standard input" : path
    let bytes = try Self.read(path, file: file)
    try self.init(
      bytes: bytes, file: file, isJSON: path.lowercased().hasSuffix(".json"))
  }

  /// Takes one text as it is.
  ///
  /// - Throws: `TextError.blankText` for white space alone, `.untokenizable` for more than 8 MiB.
  public init(text: String) throws(TextError) {
    guard text.contains(where: { !$0.isWhitespace }) else { throw .blankText }
    let bytes = text.utf8.count
    guard bytes <= Tokenizer.longestText else {
      throw .untokenizable(
        place: "the text", .textTooLong(bytes: bytes, limit: Tokenizer.longestText))
    }
    entries = [TextEntry(content: .text(text))]
  }

  /// Reads the bytes of a file that is called `file` in messages.
  ///
  /// Lines end in `\n` or `\r\n`; those of white space alone are skipped, but count.
  ///
  /// - Parameter isJSON: Whether it is JSON whatever it begins with.
  /// - Throws: `TextError.noTexts` for a file without a text; of lines `.notUTF8`, and
  ///   `.lineTooLong` above 8 MiB; of JSON `.badIdentifiers`, where it holds no tokens.
  public init(bytes: Data, file: String, isJSON: Bool = false) throws(TextError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes
    guard body.contains(where: { !Self.isSpace($0) }) else { throw .noTexts(file: file) }
    entries =
      isJSON || Self.looksLikeJSON(body)
      ? try IdentifierFile.entries(Data(body), file: file) : try Self.lines(body, file: file)
  }
}

// MARK: - Reading

extension TextFile {
  private static func read(_ path: String, file: String) throws(TextError) -> Data {
    do {
      return Data(try FileBytes.read(path, limit: byteLimit))
    } catch .tooLarge(let limit) {
      throw .fileTooLarge(file: file, limit: limit)
    } catch {
      throw .unreadableFile(file: file, error)
    }
  }

  private static func lines(_ body: Data, file: String) throws(TextError) -> [TextEntry] {
    var entries: [TextEntry] = []
    var number = 0
    for line in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard line.count <= Tokenizer.longestText else {
        throw .lineTooLong(
          file: file, line: number, bytes: line.count, limit: Tokenizer.longestText)
      }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .notUTF8(file: file, line: number)
      }
      guard text.contains(where: { !$0.isWhitespace }) else { continue }
      entries.append(TextEntry(file: file, number: number, content: .text(text)))
    }
    guard !entries.isEmpty else { throw .noTexts(file: file) }
    return entries
  }

  /// Whether a file begins as one of ids does. `[Music] begins` does not, and a text that does can
  /// follow an empty line.
  private static func looksLikeJSON(_ body: Data) -> Bool {
    guard let first = body.first, [UInt8(ascii: "["), UInt8(ascii: "{")].contains(first) else {
      return false
    }
    guard let next = body.dropFirst().first(where: { !isSpace($0) }) else { return true }
    return first == UInt8(ascii: "[")
      ? "[{]-0123456789".utf8.contains(next) : "\"}".utf8.contains(next)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
