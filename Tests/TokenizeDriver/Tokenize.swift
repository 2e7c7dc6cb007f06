import Foundation
import Tokenization

/// Prints the tokens of lines: `tokenize FOLDER [--ranges] < lines > ids`.
///
/// A line of the output has a token's number, or with `--ranges` number, start, end and word, for
/// each token. The input is a JSON array of the lines; speed, of computing time, goes to standard
/// error.
@main enum Tokenize {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first else { fail("usage: tokenize FOLDER [--ranges] < lines") }
    do {
      try run(URL(fileURLWithPath: folder), withRanges: arguments.contains("--ranges"))
    } catch {
      fail("\(error)")
    }
  }

  private static func run(_ folder: URL, withRanges: Bool) throws {
    let lines = try decodedLines()
    let start = seconds()
    let tokenizer = try Tokenizer(folder: folder)
    let loaded = seconds()
    let results = lines.map { line in Result { try tokenizer.encode(line) } }
    let done = seconds()
    var output = ""
    for result in results {
      switch result {
      case .success(let encoding): output += shown(encoding, withRanges) + "\n"
      case .failure(let error): output += "error: \(error)\n"
      }
    }
    FileHandle.standardOutput.write(Data(output.utf8))
    let bytes = lines.reduce(0) { $0 + $1.utf8.count }
    let rate = Double(bytes) / 1e6 / max(done - loaded, 1e-9)
    let text = "loaded in \(loaded - start) s, \(rate) MB/s, \(bytes) bytes"
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// The time that this process has computed for.
  private static func seconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

  private static func decodedLines() throws -> [String] {
    let input = FileHandle.standardInput.readDataToEndOfFile()
    return try JSONDecoder().decode([String].self, from: input)
  }

  private static func shown(_ encoding: Encoding, _ withRanges: Bool) -> String {
    encoding.tokens.map { token in
      guard withRanges else { return String(token.identifier) }
      let range = token.range ?? 0..<0
      return "\(token.identifier),\(range.lowerBound),\(range.upperBound),\(token.word ?? -1)"
    }.joined(separator: " ")
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
  }
}
