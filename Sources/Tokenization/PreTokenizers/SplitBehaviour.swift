/// What becomes of that at which a text is split.
enum SplitBehaviour: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  /// Neighbours become one piece.
  case contiguous = "Contiguous"

  /// A stretch of a text: something at which it is split, or something between.
  struct Stretch {
    var lower: Int
    var upper: Int
    var isMatch: Bool
  }

  /// Appends the pieces that stretches become.
  func append(_ stretches: [Stretch], to parts: inout [Piece]) {
    for piece in pieces(of: stretches) where piece.lower < piece.upper { parts.append(piece) }
  }

  private func pieces(of stretches: [Stretch]) -> [Piece] {
    switch self {
    case .removed: stretches.filter { !$0.isMatch }.map { Piece(lower: $0.lower, upper: $0.upper) }
    case .isolated: stretches.map { Piece(lower: $0.lower, upper: $0.upper) }
    case .contiguous: merged(stretches) { $0 == $1 }
    case .mergedWithPrevious: merged(stretches) { !$0 && $1 }
    case .mergedWithNext: mergedWithNext(stretches)
    }
  }

  /// Joins a stretch to the one before where `joins` says so of whether the two are matches.
  private func merged(_ stretches: [Stretch], _ joins: (Bool, Bool) -> Bool) -> [Piece] {
    var pieces: [Piece] = []
    var wasMatch = false
    for stretch in stretches {
      if !pieces.isEmpty, joins(wasMatch, stretch.isMatch) {
        pieces[pieces.count - 1].upper = stretch.upper
      } else {
        pieces.append(Piece(lower: stretch.lower, upper: stretch.upper))
      }
      wasMatch = stretch.isMatch
    }
    return pieces
  }

  private func mergedWithNext(_ stretches: [Stretch]) -> [Piece] {
    var pieces: [Piece] = []
    var wasMatch = false
    for stretch in stretches.reversed() {
      if !pieces.isEmpty, stretch.isMatch, !wasMatch {
        pieces[pieces.count - 1].lower = stretch.lower
      } else {
        pieces.append(Piece(lower: stretch.lower, upper: stretch.upper))
      }
      wasMatch = stretch.isMatch
    }
    return pieces.reversed()
  }
}
