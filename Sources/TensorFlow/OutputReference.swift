/// What an input of a node names: an output of another node.
struct OutputReference: Hashable {
  /// Name of the other node.
  let node: String
  /// Which of its outputs.
  let index: Int

  /// Reads "node" or "node:output"; nil for "^node", which only asks for an order.
  init?(_ text: String) {
    if text.hasPrefix("^") { return nil }
    if let colon = text.lastIndex(of: ":"), let index = Int(text[text.index(after: colon)...]),
      index >= 0
    {
      node = String(text[..<colon])
      self.index = index
    } else {
      node = text
      index = 0
    }
  }
}
