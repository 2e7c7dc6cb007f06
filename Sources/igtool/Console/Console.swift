import Files
import Foundation

/// Somebody closed the other end of standard output: a quiet end, as after `| head`.
struct ClosedPipe: Error {}

/// The two streams that people and programs read: results on standard output, all else on standard
/// error.
enum Console {
  /// Writes a line of results to standard output.
  static func output(_ line: String) throws {
    try LiveLine.replaced { try write(Array((line + "\n").utf8), to: STDOUT_FILENO) }
  }

  /// Tells what went wrong.
  static func error(_ message: String) { error(message, of: nil) }

  /// Tells what went wrong with an input.
  static func error(_ message: String, of input: String?) { say(.error, message, of: input) }

  /// Tells what may be wrong.
  static func warning(_ message: String) { warning(message, of: nil) }

  /// Tells what may be wrong with an input.
  static func warning(_ message: String, of input: String?) { say(.warning, message, of: input) }

  /// Tells what is going on.
  static func note(_ message: String) { note(message, of: nil) }

  /// Tells what is going on with an input.
  static func note(_ message: String, of input: String?) { say(.note, message, of: input) }

  /// Writes a message in the form that was asked for.
  private static func say(_ level: LogMessage.Level, _ message: String, of input: String?) {
    let line =
      switch LogFormat.current {
      case .text: "igtool: \(heading(level))\(printable(message))"
      case .json: LogMessage(level, message, input: input).line
      }
    LiveLine.replaced { try? write(Array((line + "\n").utf8), to: STDERR_FILENO) }
  }

  private static func heading(_ level: LogMessage.Level) -> String {
    switch level {
    case .error: highlighted("error: ", code: 31)
    case .warning: highlighted("warning: ", code: 33)
    case .note: ""
    }
  }

  /// Whether standard error is a terminal that can redraw a line, and for people.
  static var hasLiveErrors: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
      && LogFormat.current == .text
  }

  /// Whether colours may be written to standard output.
  static var hasColorOutput: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
      && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Whether whoever reads standard output knows more than ASCII.
  static var hasUnicodeOutput: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return isatty(STDOUT_FILENO) == 0 || locale?.lowercased().contains("utf") ?? true
  }

  /// The text with control characters replaced, so that a file name cannot steer a terminal.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{fffd}" : $0 }))
  }

  /// Writes all bytes, or throws.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw ClosedPipe()
      } else if errno != EINTR {
        throw Failure(.inputOutput, "standard output: \(FileError.message(of: errno))")
      }
    }
  }

  private static func highlighted(_ text: String, code: Int) -> String {
    let isPlain = !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    return hasLiveErrors && !isPlain ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
