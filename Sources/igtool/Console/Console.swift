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
  static func error(_ message: String) { say(highlighted("error: ", code: 31), message) }

  /// Tells what may be wrong.
  static func warning(_ message: String) { say(highlighted("warning: ", code: 33), message) }

  /// Tells what is going on.
  static func note(_ message: String) { say("", message) }

  private static func say(_ kind: String, _ message: String) {
    LiveLine.replaced {
      try? write(Array("igtool: \(kind)\(printable(message))\n".utf8), to: STDERR_FILENO)
    }
  }

  /// Whether standard error is a terminal that can redraw a line.
  static var hasLiveErrors: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
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
