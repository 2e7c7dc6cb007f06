/// Puts special tokens round a text, and gives tokens their segments.
struct Template: PostProcessor {
  enum Part: Sendable {
    /// The text.
    case sequence(type: Int32)
    case special(Int32, type: Int32)
  }

  let parts: [Part]

  /// Makes the usual template, one token before the text and one after it.
  init(before: Int32, after: Int32) {
    parts = [.special(before, type: 0), .sequence(type: 0), .special(after, type: 0)]
  }

  init(parts: [Part]) { self.parts = parts }

  var identifiers: [Int32] {
    parts.compactMap { if case .special(let identifier, _) = $0 { identifier } else { nil } }
  }

  func process(_ tokens: inout [DraftToken], _ source: TokenSource) {
    var result: [DraftToken] = []
    result.reserveCapacity(tokens.count + parts.count)
    for part in parts {
      switch part {
      case .special(let identifier, let type):
        result.append(
          DraftToken(identifier: identifier, lower: 0, upper: 0, piece: -1, type: type))
      case .sequence(let type):
        for var token in tokens {
          token.type = type
          result.append(token)
        }
      }
    }
    tokens = result
  }
}
