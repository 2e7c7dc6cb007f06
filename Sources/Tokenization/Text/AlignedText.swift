/// A text on its way to tokens, as UTF-8: each byte knows which bytes of the original it stands for.
struct AlignedText: Sendable {
  private(set) var bytes: [UInt8]
  /// What is to be tokenized, from left to right.
  var pieces: [Piece]
  /// For each byte, where its original begins and ends; empty while the text is the original.
  private var starts: [Int32]
  private var ends: [Int32]

  /// Makes the original text, in one piece.
  init(_ text: [UInt8]) {
    bytes = text
    pieces = text.isEmpty ? [] : [Piece(lower: 0, upper: text.count)]
    starts = []
    ends = []
  }

  /// Makes an empty text that others are appended to.
  init(capacity: Int) {
    bytes = []
    pieces = []
    starts = []
    ends = []
    bytes.reserveCapacity(capacity)
    starts.reserveCapacity(capacity)
    ends.reserveCapacity(capacity)
  }

  /// Where the original of a byte begins.
  func start(at index: Int) -> Int32 {
    if !starts.isEmpty { return starts[index] }
    var index = index
    while index > 0, UTF8Scalar.isContinuation(bytes[index]) { index -= 1 }
    return Int32(index)
  }

  /// Where the original of a byte ends.
  func end(at index: Int) -> Int32 {
    if !ends.isEmpty { return ends[index] }
    var index = index + 1
    while index < bytes.count, UTF8Scalar.isContinuation(bytes[index]) { index += 1 }
    return Int32(index)
  }

  /// Appends a scalar that stands for some bytes of the original.
  @inline(__always) mutating func append(_ value: UInt32, _ start: Int32, _ end: Int32) {
    let former = bytes.count
    UTF8Scalar.append(value, to: &bytes)
    for _ in former..<bytes.count {
      starts.append(start)
      ends.append(end)
    }
  }

  /// Appends a part of another text.
  mutating func append(_ other: AlignedText, _ range: Range<Int>) {
    bytes.append(contentsOf: other.bytes[range])
    if other.starts.isEmpty {
      for index in range {
        starts.append(other.start(at: index))
        ends.append(other.end(at: index))
      }
    } else {
      starts.append(contentsOf: other.starts[range])
      ends.append(contentsOf: other.ends[range])
    }
  }

  /// Rewrites all open pieces: `rewrite` appends what becomes of a piece to a new text. Pieces that
  /// become empty vanish.
  mutating func rewrite(_ rewrite: (AlignedText, Piece, inout AlignedText) -> Void) {
    var result = AlignedText(capacity: bytes.count + bytes.count / 8)
    result.pieces.reserveCapacity(pieces.count)
    for var piece in pieces {
      let lower = result.bytes.count
      if piece.isOpen {
        rewrite(self, piece, &result)
      } else {
        result.append(self, piece.lower..<piece.upper)
      }
      piece.lower = lower
      piece.upper = result.bytes.count
      if piece.lower < piece.upper { result.pieces.append(piece) }
    }
    self = result
  }

  /// Rewrites the scalars of all open pieces, each on its own.
  mutating func rewriteScalars(
    _ rewrite: (_ value: UInt32, _ start: Int32, _ end: Int32, inout AlignedText) -> Void
  ) {
    self.rewrite { text, piece, result in
      text.forEachScalar(in: piece) { value, index, _ in
        rewrite(value, text.start(at: index), text.end(at: index), &result)
      }
    }
  }

  /// Calls `body` with each scalar of a piece, where it begins, and how many bytes it has.
  @inline(__always) func forEachScalar(in piece: Piece, _ body: (UInt32, Int, Int) -> Void) {
    var index = piece.lower
    while index < piece.upper {
      let (value, length) = UTF8Scalar.decode(bytes, at: index)
      body(value, index, length)
      index += length
    }
  }

  /// Replaces each open piece by parts of it.
  mutating func split<Failure: Error>(
    _ parts: (AlignedText, Piece, inout [Piece]) throws(Failure) -> Void
  ) throws(Failure) {
    var result: [Piece] = []
    result.reserveCapacity(pieces.count)
    for piece in pieces {
      if piece.isOpen {
        try parts(self, piece, &result)
      } else {
        result.append(piece)
      }
    }
    pieces = result
  }

  /// Whether all open pieces are ASCII.
  var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }
}
