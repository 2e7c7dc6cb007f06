/// A stretch of a text on its way to tokens.
struct Piece: Sendable {
  /// Where it begins and ends, in bytes of the text as it is now.
  var lower: Int
  var upper: Int
  /// The number of the added token that it is, or −1 if it is still to be tokenized.
  var added: Int32 = -1

  var isOpen: Bool { added < 0 }
}
