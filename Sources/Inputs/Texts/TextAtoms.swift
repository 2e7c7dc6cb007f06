/// The smallest parts of a text that people may see as words of their own; tokens join them.
///
/// White space parts. Letters and digits stay together, over single marks that words have in them
/// (`wasn't`, `state-of-the-art`, `3.5`, `and/or`), over commas between digits and over `://`.
/// Other marks are parts of their own, equal neighbours together (`...`), unless there are only
/// marks between white space (`:-)`). So is every emoji, and every character of a script that is
/// written without spaces.
struct TextAtoms {
  /// The bytes of each part, in order.
  let ranges: [Range<Int>]

  init(_ text: String) {
    var scanner = AtomScanner()
    for character in text { scanner.read(character) }
    ranges = scanner.finish()
  }

  /// The parts of which some bytes lie in `range`; empty where none do.
  func overlapping(_ range: Range<Int>) -> Range<Int> {
    let first = place { $0.upperBound > range.lowerBound }
    let end = place { $0.lowerBound >= range.upperBound }
    return first..<max(first, end)
  }

  /// The first part of which `isReached` is true, which it is of all later ones.
  private func place(_ isReached: (Range<Int>) -> Bool) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if isReached(ranges[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Cuts a text into parts, stretch by stretch between white space.
private struct AtomScanner {
  private var ranges: [Range<Int>] = []
  private var stretch: [(character: Character, kind: CharacterKind, range: Range<Int>)] = []
  private var offset = 0

  mutating func read(_ character: Character) {
    let end = offset + character.utf8.count
    let kind = CharacterKind(character)
    if kind == .space { closeStretch() } else { stretch.append((character, kind, offset..<end)) }
    offset = end
  }

  mutating func finish() -> [Range<Int>] {
    closeStretch()
    return ranges
  }

  private mutating func closeStretch() {
    guard let first = stretch.first, let last = stretch.last else { return }
    if stretch.allSatisfy({ $0.kind == .mark }) {
      ranges.append(first.range.lowerBound..<last.range.upperBound)
    } else {
      var start = 0
      while start < stretch.count {
        let end = self.end(ofPartAt: start)
        ranges.append(stretch[start].range.lowerBound..<stretch[end - 1].range.upperBound)
        start = end
      }
    }
    stretch.removeAll(keepingCapacity: true)
  }

  private func end(ofPartAt start: Int) -> Int {
    var end = start + 1
    switch stretch[start].kind {
    case .mark:
      while end < stretch.count, stretch[end].character == stretch[start].character { end += 1 }
    case .letter:
      while end < stretch.count {
        if stretch[end].kind == .letter {
          end += 1
        } else {
          guard let next = self.end(ofMarksWithinWordAt: end) else { break }
          end = next
        }
      }
    case .single, .space: break
    }
    return end
  }

  /// Where the marks end that stand at `start` between letters without parting them.
  private func end(ofMarksWithinWordAt start: Int) -> Int? {
    let marks = stretch[start...].prefix { $0.kind == .mark }
    guard marks.endIndex < stretch.count, stretch[marks.endIndex].kind == .letter else {
      return nil
    }
    let text = String(marks.map(\.character))
    if text == "://" { return marks.endIndex }
    guard marks.count == 1, let mark = marks.first?.character else { return nil }
    let isBetweenDigits =
      stretch[start - 1].character.isNumber && stretch[marks.endIndex].character.isNumber
    return CharacterKind.joining.contains(mark) || mark == "," && isBetweenDigits
      ? marks.endIndex : nil
  }
}

/// What a character is to the eye that looks for words.
private enum CharacterKind {
  case space
  /// Part of a word.
  case letter
  /// Punctuation, or a symbol.
  case mark
  /// A part of its own: an emoji, or a character of a script without spaces.
  case single

  /// Marks that do not part a word that they stand in.
  static let joining = Set<Character>("'’‘-‐‑–.·・:/\\&@_+*=%#~^$′״׳")

  /// Scripts without spaces, in which tokens alone tell what belongs together: Thai and Lao, Myanmar,
  /// Khmer, Hiragana.
  private static let unspaced: [ClosedRange<UInt32>] = [
    0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3041...0x309F,
  ]

  init(_ character: Character) {
    let scalars = character.unicodeScalars
    let first = scalars[scalars.startIndex]
    if first.isASCII, scalars.count == 1 {
      self = Self.ascii(first)
    } else if character.isWhitespace {
      self = .space
    } else if Self.isEmoji(scalars) || first.properties.isIdeographic
      || Self.unspaced.contains(where: { $0.contains(first.value) })
    {
      self = .single
    } else {
      self = Self.isMark(first.properties.generalCategory) ? .mark : .letter
    }
  }

  private static func ascii(_ scalar: Unicode.Scalar) -> CharacterKind {
    switch scalar.value {
    case 0x20, 0x09...0x0D: .space
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: .mark
    default: .letter
    }
  }

  /// Whether a character is shown as a picture: digits are emoji only as keycaps.
  private static func isEmoji(_ scalars: Character.UnicodeScalarView) -> Bool {
    let properties = scalars[scalars.startIndex].properties
    if properties.isEmojiPresentation { return true }
    return properties.isEmoji
      && scalars.contains {
        $0.value == 0xFE0F || $0.value == 0x20E3 || $0.properties.isEmojiModifier
      }
  }

  private static func isMark(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }
}
