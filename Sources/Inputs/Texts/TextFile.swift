import Files
import Foundation
import Tokenization

/// Texts that are to be explained, from a file, standard input or the command line.
///
/// A file has one text in each line, or is JSON of tokens that a tokenizer made elsewhere: its name
/// ends in `.json`, or its first byte is `[` or `{` and what follows looks like JSON.
public struct TextFile: Hashable, Sendable {
  /// Most bytes that are read where nothing else is said, 100 MB.
  public static let byteLimit = 100_000_000

  /// The texts, in the file's order; at least one.
  public let entries: [TextEntry]

  /// Reads the file at a path, or standard input for `-`.
  ///
  /// - Throws: `TextError.unreadableFile`, `.fileTooLarge` for more bytes than the limit, and what
  ///   `init(bytes:file:isJSON:limits:)` throws.
  public init(path: String, limits: ReadingLimits = ReadingLimits()) throws(TextError) {
    let file = path == "-" ? "standard input" : path
    let bytes = try Self.read(path, file: file, limit: limits.fileBytes ?? Self.byteLimit)
    try self.init(
      bytes: bytes, file: file, isJSON: path.lowercased().hasSuffix(".json"), limits: limits)
  }

  /// Takes one text as it is.
  ///
  /// - Throws: `TextError.blankText` for white space alone, `.textTooLong` for more bytes than the limit.
  public init(text: String, limits: ReadingLimits = ReadingLimits()) throws(TextError) {
    guard text.contains(where: { !$0.isWhitespace }) else { throw .blankText }
    let bytes = text.utf8.count
    guard bytes <= limits.textBytes else {
      throw .textTooLong(place: "the text", bytes: bytes, limit: limits.textBytes)
    }
    entries = [TextEntry(content: .text(text))]
  }

  /// Reads the bytes of a file that is called `file` in messages.
  ///
  /// Lines end in `\n` or `\r\n`; those of white space alone are skipped, but count.
  ///
  /// - Parameters:
  ///   - isJSON: Whether it is JSON whatever it begins with.
  ///   - limits: The most that is read.
  /// - Throws: `TextError.notText` for a picture and the like; `.noTexts` for a file without a text; of
  ///   lines `.notUTF8`, and `.textTooLong` for more bytes than the limit; of JSON `.badIdentifiers`,
  ///   where it holds no tokens.
  public init(
    bytes: Data, file: String, isJSON: Bool = false, limits: ReadingLimits = ReadingLimits()
  ) throws(TextError) {
    if let foreign = ForeignContent(bytes) {
      throw .notText(file: file, found: foreign.found, advice: foreign.advice)
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes
    guard body.contains(where: { !Self.isSpace($0) }) else { throw .noTexts(file: file) }
    entries =
      isJSON || Self.looksLikeJSON(body)
      ? try IdentifierFile.entries(Data(body), file: file)
      : try Self.lines(body, file: file, limit: limits.textBytes)
  }
}

// MARK: - Reading

extension TextFile {
  private static func read(_ path: String, file: String, limit: Int) throws(TextError) -> Data {
    do {
      return Data(try FileBytes.read(path, limit: limit))
    } catch .tooLarge(let limit) {
      throw .fileTooLarge(file: file, limit: limit)
    } catch {
      throw .unreadableFile(file: file, error)
    }
  }

  private static func lines(
    _ body: Data, file: String, limit: Int
  ) throws(TextError) -> [TextEntry] {
    var entries: [TextEntry] = []
    var number = 0
    for line in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard line.count <= limit else {
        throw .textTooLong(place: "\(file): line \(number)", bytes: line.count, limit: limit)
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
