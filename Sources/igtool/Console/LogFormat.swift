import ArgumentParser
import Foundation
import Models
import Synchronization

/// In which form messages go to standard error.
package enum LogFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// A line for people.
  case text
  /// A JSON object on each line, for programs.
  case json

  private static let chosen = Mutex(LogFormat.text)

  /// The form of this process.
  static var current: LogFormat {
    get { chosen.withLock { $0 } }
    set { chosen.withLock { $0 = newValue } }
  }

  /// What words ask for. It counts before they are understood, so that what is wrong with them is told in
  /// the same form.
  package init(in words: [String]) {
    let options = words.prefix { $0 != "--" }
    self = .text
    for (place, word) in options.enumerated() where word.hasPrefix("--log-format") {
      let value =
        word == "--log-format"
        ? options.dropFirst(place + 1).first : String(word.dropFirst("--log-format=".count))
      if let format = value.flatMap(LogFormat.init(rawValue:)) { self = format }
    }
  }
}

/// A message for standard error.
package struct LogMessage: Encodable {
  /// How much it matters.
  package enum Level: String, Encodable {
    case error, warning, note
  }

  /// When it was said.
  let time: String
  let level: Level
  /// The input that it is about, if it is about one.
  let input: String?
  let message: String

  /// Makes a message; the input's name before it is left out, as it has a key of its own.
  package init(_ level: Level, _ message: String, input: String?, at time: Date = Date()) {
    (self.level, self.input) = (level, input)
    let name = input.map { $0 + ": " } ?? ""
    self.message =
      !name.isEmpty && message.hasPrefix(name) ? String(message.dropFirst(name.count)) : message
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    self.time = time.formatted(format)
  }

  /// One line of JSON.
  package var line: String {
    (try? JSONText.line(self)) ?? "{\"level\":\"\(level.rawValue)\"}"
  }
}
