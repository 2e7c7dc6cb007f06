/// The language of manual pages, man(7).
package enum Roff {
  /// A text that is printed as it stands: hyphens and quotes can be copied into a shell.
  package static func text(_ text: String) -> String {
    let escaped = text.map { escapes[$0] ?? String($0) }.joined()
    return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
  }

  /// A text that is typed as it stands.
  static func bold(_ string: String) -> String { "\\fB\(text(string))\\fR" }

  /// A text that something else is typed for.
  static func italic(_ string: String) -> String { "\\fI\(text(string))\\fR" }

  /// A line that begins a section.
  static func section(_ title: String) -> String { ".SH \"\(text(title.uppercased()))\"" }

  /// A line that begins a section within one.
  static func subsection(_ title: String) -> String { ".SS \"\(text(title))\"" }

  /// Lines of something, marked up already, and of what it means, both below each other.
  static func item(_ marked: String, _ meaning: String) -> [String] {
    [".TP", marked, meaning.isEmpty ? "\\&" : text(meaning)]
  }

  /// Lines that are not filled.
  static func verbatim(_ lines: [String]) -> [String] {
    [".PP", ".nf", ".RS 4"] + lines.map(text) + [".RE", ".fi"]
  }

  /// Hyphens that are minus signs, and quotes that are not curly; what would steer the page.
  private static let escapes: [Character: String] = [
    "\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", "\"": "\\(dq",
    "\n": " ",
  ]
}
