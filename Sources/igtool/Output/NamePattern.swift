import ArgumentParser

/// What the files of explanations are called: a text with placeholders, as in
/// `{stem}.{method}.{product}`.
package struct NamePattern: Hashable, Sendable {
  /// What a name may say.
  package enum Placeholder: String, CaseIterable, Sendable {
    case stem, folder, target, method, score, baseline, model, product
  }

  private enum Piece: Hashable {
    case text(String)
    case placeholder(Placeholder)
  }

  private let pieces: [Piece]

  /// Joins placeholders by dots.
  package init(_ placeholders: [Placeholder]) {
    let pieces = placeholders.map(Piece.placeholder)
    self.pieces = Array(pieces.map { [$0] }.joined(separator: [.text(".")]))
  }

  /// Reads a pattern.
  ///
  /// - Throws: `ValidationError` for a placeholder that there is not, a brace without its other, an
  ///   empty pattern, and one that leads out of the output folder.
  package init(_ text: String) throws {
    var (pieces, rest) = ([Piece](), text[...])
    while let brace = rest.firstIndex(where: { "{}".contains($0) }) {
      guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
        throw ValidationError("expected placeholders in braces, as in {stem}")
      }
      let word = String(rest[rest.index(after: brace)..<end])
      guard let placeholder = Placeholder(rawValue: word) else { throw Self.unknown(word) }
      pieces += [.text(String(rest[..<brace])), .placeholder(placeholder)]
      rest = rest[rest.index(after: end)...]
    }
    self.pieces = (pieces + [.text(String(rest))]).filter { $0 != .text("") }
    let leadsOut = text.hasPrefix("/") || text.split(separator: "/").contains { $0 == ".." }
    guard !self.pieces.isEmpty, !leadsOut else {
      throw ValidationError(
        "expected a name below the output folder, as in {stem}.{method}.{product}")
    }
  }

  private static func unknown(_ word: String) -> ValidationError {
    Suggestion.error(
      "there is no {\(word)}", word, among: Placeholder.allCases.map(\.rawValue))
  }

  /// Whether the pattern has a placeholder.
  package func has(_ placeholder: Placeholder) -> Bool {
    pieces.contains(.placeholder(placeholder))
  }

  /// Returns the name with a text in the place of each placeholder; empty folders are left out, and
  /// none is the folder above.
  package func name(_ value: (Placeholder) -> String) -> String {
    pieces.map {
      switch $0 {
      case .text(let text): text
      case .placeholder(let placeholder): value(placeholder)
      }
    }
    .joined().split(separator: "/").map { $0 == "." || $0 == ".." ? "_" : $0 }.joined(
      separator: "/")
  }
}

extension NamePattern: ExpressibleByArgument {
  /// Reads a pattern; nil for none.
  package init?(argument: String) { try? self.init(argument) }
}
