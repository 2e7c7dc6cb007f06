/// A part of a regular expression.
indirect enum PatternNode: Sendable {
  case set(CharacterClass)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// Repeated `minimum` to `maximum` times; without a maximum, as often as you like.
  case repetition(PatternNode, minimum: Int, maximum: Int?, Greed)
  case lookAhead(PatternNode, isNegative: Bool)
  /// The scalar before is in the set.
  case lookBehind(CharacterClass, isNegative: Bool)
  case assertion(Assertion)

  /// How a repetition chooses.
  enum Greed: Sendable {
    /// As many as possible, fewer if needed.
    case greedy
    /// As few as possible, more if needed.
    case lazy
    /// As many as possible, never fewer.
    case possessive
  }

  /// What holds between two scalars.
  enum Assertion: Sendable {
    case textStart, textEnd, lastLineEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  /// Whether nothing may be enough for it.
  var canBeEmpty: Bool {
    switch self {
    case .set: false
    case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
    case .choice(let parts): parts.contains(where: \.canBeEmpty)
    case .repetition(let part, let minimum, _, _): minimum == 0 || part.canBeEmpty
    case .lookAhead, .lookBehind, .assertion: true
    }
  }
}
