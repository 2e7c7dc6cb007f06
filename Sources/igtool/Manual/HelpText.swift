/// A part of what a command's help says at length.
package enum HelpText: Equatable {
  /// Sentences.
  case paragraph(String)
  /// Terms, and what each means.
  case list([Term])
  /// Command lines.
  case examples([String])

  package struct Term: Equatable {
    package let term: String
    package let meaning: String

    package init(term: String, meaning: String) {
      self.term = term
      self.meaning = meaning
    }
  }

  /// The parts of a text: between them are empty lines.
  package static func parts(of text: String) -> [HelpText] {
    text.split(separator: "\n\n").map { block in
      let lines = block.split(separator: "\n").map(String.init)
      if lines.allSatisfy(isExample) { return .examples(lines) }
      let terms = lines.compactMap(term)
      if lines.count > 1, terms.count == lines.count { return .list(terms) }
      return .paragraph(lines.joined(separator: " "))
    }
  }

  /// Whether a line calls the program, or has something piped into it.
  private static func isExample(_ line: String) -> Bool {
    line.prefixMatch(of: #/igtool |.*\| igtool /#) != nil
  }

  /// `term: meaning`, or both in columns.
  private static func term(_ line: String) -> Term? {
    let match =
      line.wholeMatch(of: /(\S.*?\S) {2,}(\S.*)/) ?? line.wholeMatch(of: /([^:.;]{1,24}): (.+)/)
    return match.map { Term(term: String($0.1), meaning: String($0.2)) }
  }
}
