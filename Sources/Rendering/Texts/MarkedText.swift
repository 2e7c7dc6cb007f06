/// A text whose words are marked by what they add to a score, or take from it.
///
/// The strongest word has the full colour; the colours of all others are in proportion, in ten
/// levels. Blue raises, orange lowers.
public struct MarkedText: Hashable, Sendable {
  /// A part of the text: a word, or a part of one, or what lies between two of them.
  public struct Piece: Hashable, Sendable {
    /// The characters, as in the original text.
    public var text: String
    /// What the piece adds to the score; nil for gaps, which have no attribution. What is not
    /// finite counts as none.
    public var attribution: Double?
    /// Whether the piece is none of the text but one that the tokenizer added, such as `[CLS]`.
    public var isSpecial: Bool

    /// Makes a piece.
    public init(_ text: String, attribution: Double? = nil, isSpecial: Bool = false) {
      self.text = text
      self.attribution = attribution
      self.isSpecial = isSpecial
    }
  }

  /// The parts, one after the other.
  public var pieces: [Piece]
  /// What the attributions are measured in: "logit", "probability", …; may be empty.
  public var unit: String
  /// The |attribution| that has the full colour; by default the largest one of all words, or of the
  /// special pieces where no word has one. Larger ones have the full colour too. Texts that shall
  /// be compared have the same.
  public var scale: Double

  /// Makes a text.
  public init(_ pieces: [Piece], unit: String) {
    self.pieces = pieces
    self.unit = unit
    let words = Self.largest(pieces.filter { !$0.isSpecial })
    scale = words > 0 ? words : Self.largest(pieces)
  }

  private static func largest(_ pieces: [Piece]) -> Double {
    pieces.map(\.strength).max() ?? 0
  }

  /// How many strengths of each colour there are.
  static let levelCount = 10

  /// The strength of a piece's colour, from −10 to 10; 0 for none.
  func level(of piece: Piece) -> Int {
    guard scale > 0, piece.strength > 0 else { return 0 }
    let share = min(piece.strength / scale, 1)
    let level = Int((share * Double(Self.levelCount)).rounded())
    return (piece.attribution ?? 0) < 0 ? -level : level
  }

  /// Returns a number with its sign and the unit: `+0.42 logit`.
  func labelled(_ number: Double) -> String {
    let number = NumberLabel.signed(number)
    return unit.isEmpty ? number : "\(number) \(unit)"
  }
}

extension MarkedText.Piece {
  /// The magnitude of the attribution; 0 where there is none.
  var strength: Double { (attribution ?? 0).finiteOrZero.magnitude }
}

// MARK: - HTML

extension MarkedText {
  /// The text as HTML to be put into an element: `span` elements of class `word`, and `p1` … `p10`
  /// or `n1` … `n10` for how strongly it raises or lowers, whose looks are in the page's style
  /// sheet. `title` says the number, `data-attribution` all its digits. All texts are escaped.
  public var html: String { pieces.map(html(of:)).joined() }

  private func html(of piece: Piece) -> String {
    let text = ReportText().escapeText(piece.text.withPlainLineBreaks)
    guard let attribution = piece.attribution, attribution.isFinite else {
      return piece.isSpecial ? "<span class=\"special\">\(text)</span>" : text
    }
    let level = level(of: piece)
    let classes = [
      "word", piece.isSpecial ? "special" : nil,
      level == 0 ? nil : level > 0 ? "p\(level)" : "n\(-level)",
    ]
    let title = ReportText().escapeText(labelled(attribution))
    return "<span class=\"\(classes.compactMap(\.self).joined(separator: " "))\""
      + " title=\"\(title)\" data-attribution=\"\(ReportNumber.exact(attribution))\">\(text)</span>"
  }
}

extension String {
  /// The text with a line feed for every end of a line, whatever the machine it was written on.
  fileprivate var withPlainLineBreaks: String {
    var result = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in unicodeScalars {
      if scalar == "\r" || (scalar == "\n" && !afterReturn) {
        result.append("\n")
      } else if scalar != "\n" {
        result.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    return String(result)
  }
}
