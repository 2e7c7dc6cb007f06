/// The measures of text as `Canvas` draws it. Sizes are heights of the em in pixels.
public enum Lettering {
  /// Returns the length of a line: the sum of the advances of its characters, and of the kerning
  /// between them.
  public static func width(
    of text: String, size: Double, weight: TextWeight = .regular
  ) -> Double {
    let typeface = Typeface.of(weight)
    return typeface.placed(text).advance * size / typeface.unitsPerEm
  }

  /// Returns how far the tallest letters rise above the baseline.
  public static func ascent(size: Double) -> Double {
    let typeface = Typeface.of(.regular)
    return typeface.ascent * size / typeface.unitsPerEm
  }

  /// Returns how far the deepest letters reach below the baseline.
  public static func descent(size: Double) -> Double {
    let typeface = Typeface.of(.regular)
    return typeface.descent * size / typeface.unitsPerEm
  }

  /// Returns the distance between the baselines of two lines.
  public static func lineHeight(size: Double) -> Double {
    ascent(size: size) + descent(size: size)
  }

  /// Returns the text, or as much of its beginning as fits in a width together with an ellipsis. At
  /// least the ellipsis remains.
  public static func shortened(
    _ text: String, toWidth width: Double, size: Double, weight: TextWeight = .regular
  ) -> String {
    guard Self.width(of: text, size: size, weight: weight) > width else { return text }
    let characters = Array(text)
    let kept = longestPrefix(of: characters) { prefix in
      Self.width(of: prefix.withoutTrailingSpace + "…", size: size, weight: weight) <= width
    }
    return String(characters[..<kept]).withoutTrailingSpace + "…"
  }

  /// Returns the text in lines of at most a width. Lines end at white space, and always at line breaks;
  /// a word that is too long is cut, behind a hyphen or a slash or before the ending of a file's name where
  /// such a place is past the middle of what fits. Of what is more than `maximumLines`, the last line keeps what
  /// fits, with an ellipsis.
  public static func wrapped(
    _ text: String, width: Double, size: Double, weight: TextWeight = .regular,
    maximumLines: Int = .max
  ) -> [String] {
    var lines: [String] = []
    let fits: (String) -> Bool = { Self.width(of: $0, size: size, weight: weight) <= width }
    for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      var rest = paragraph.split(whereSeparator: \.isWhitespace).map(String.init)[...]
      if rest.isEmpty { lines.append("") }
      while !rest.isEmpty && lines.count <= maximumLines {
        lines.append(nextLine(from: &rest, fits: fits))
      }
      if lines.count > maximumLines { break }
    }
    while lines.last == "" { lines.removeLast() }
    guard lines.count > maximumLines else { return lines }
    lines.removeLast(lines.count - max(maximumLines, 0))
    guard let last = lines.popLast() else { return [] }
    return lines + [shortened(last + " …", toWidth: width, size: size, weight: weight)]
  }

  /// Takes as many words as fit in a line, or as much of the first one.
  private static func nextLine(
    from words: inout ArraySlice<String>, fits: (String) -> Bool
  ) -> String {
    var line = words.removeFirst()
    guard fits(line) else {
      let characters = Array(line)
      let kept = cut(characters, fitting: max(longestPrefix(of: characters, where: fits), 1))
      if kept < characters.count { words.insert(String(characters[kept...]), at: words.startIndex) }
      return String(characters[..<kept])
    }
    while let next = words.first, fits(line + " " + next) {
      line += " " + words.removeFirst()
    }
    return line
  }

  /// Returns where a word is cut of which so many characters fit; a single one stays.
  private static func cut(_ word: [Character], fitting count: Int) -> Int {
    guard count < word.count else { return count }
    let isParted: (Int) -> Bool = { "-_/".contains(word[$0 - 1]) || word[$0] == "." }
    return (count / 2 + 1..<count + 1).last(where: isParted) ?? count
  }

  /// Returns how many characters the longest beginning has that satisfies a condition, which shorter
  /// ones satisfy too.
  private static func longestPrefix(
    of characters: [Character], where isSatisfied: (String) -> Bool
  ) -> Int {
    var (kept, tooMany) = (0, characters.count + 1)
    while tooMany - kept > 1 {
      let middle = (kept + tooMany) / 2
      if isSatisfied(String(characters[..<middle])) { kept = middle } else { tooMany = middle }
    }
    return kept
  }
}

extension String {
  fileprivate var withoutTrailingSpace: String {
    String(self[..<(lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex)])
  }
}
