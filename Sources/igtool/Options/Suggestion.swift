import ArgumentParser
import Models

/// What somebody may have meant who has misspelt a name.
enum Suggestion {
  /// Names of more than this many are not all listed.
  private static let most = 24

  /// Returns what to say behind a complaint about a name: the names like it, or else all names.
  static func text(for word: String, among names: [String]) -> String {
    let near = NearMatches.of(word, among: names)
    if !near.isEmpty { return "did you mean " + list(near, "or") + "?" }
    return names.count > most ? "" : "expected " + list(names, "or")
  }

  /// A complaint with a suggestion behind it.
  static func error(_ complaint: String, _ word: String, among names: [String]) -> ValidationError {
    let text = text(for: word, among: names)
    return ValidationError(complaint + (text.isEmpty ? "" : "; " + text))
  }

  private static func list(_ names: [String], _ conjunction: String) -> String {
    names.count < 2
      ? names.joined()
      : names.dropLast().joined(separator: ", ") + " \(conjunction) " + (names.last ?? "")
  }
}
