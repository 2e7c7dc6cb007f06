/// Splits at scalars of some kind.
struct ScalarSplit: PreTokenizer {
  /// At what it is split.
  enum Kind: Sendable {
    case flag(ScalarFlags)
    case scalar(UInt32)
  }

  let kind: Kind
  let behaviour: SplitBehaviour

  let findsWords = true

  func split(_ text: inout AlignedText) {
    text.split { text, piece, parts in
      if behaviour == .removed || behaviour == .isolated {
        splitSimply(text, piece, &parts)
      } else {
        splitWithNeighbours(text, piece, &parts)
      }
    }
  }

  @inline(__always) private func matches(_ value: UInt32) -> Bool {
    switch kind {
    case .flag(let flag): ScalarFlags.of(value).contains(flag)
    case .scalar(let scalar): value == scalar
    }
  }

  private func splitSimply(_ text: AlignedText, _ piece: Piece, _ parts: inout [Piece]) {
    var lower = piece.lower
    text.forEachScalar(in: piece) { value, index, length in
      guard matches(value) else { return }
      if lower < index { parts.append(Piece(lower: lower, upper: index)) }
      lower = index + length
      if behaviour == .isolated { parts.append(Piece(lower: index, upper: lower)) }
    }
    if lower < piece.upper { parts.append(Piece(lower: lower, upper: piece.upper)) }
  }

  private func splitWithNeighbours(
    _ text: AlignedText, _ piece: Piece, _ parts: inout [Piece]
  ) {
    var stretches: [SplitBehaviour.Stretch] = []
    var lower = piece.lower
    text.forEachScalar(in: piece) { value, index, length in
      guard matches(value) else { return }
      if lower < index { stretches.append(.init(lower: lower, upper: index, isMatch: false)) }
      lower = index + length
      stretches.append(.init(lower: index, upper: lower, isMatch: true))
    }
    if lower < piece.upper {
      stretches.append(.init(lower: lower, upper: piece.upper, isMatch: false))
    }
    behaviour.append(stretches, to: &parts)
  }
}
