/// What a terminal has answered to the questions of `TerminalQuery`.
package struct TerminalAnswer: Hashable, Sendable {
  /// Whether it draws pictures of the kitty graphics protocol.
  package var hasKittyGraphics = false
  /// Its name and version (XTVERSION), as in `iTerm2 3.5.10` or `tmux 3.4`.
  package var name: String?
  /// Number of colours that sixels may have (XTSMGRAPHICS).
  package var sixelColors: Int?
  /// What it can do (primary device attributes, DA1), without the class of terminal that comes
  /// first; nil as long as it has not answered that. It is asked last.
  package var attributes: [Int]?

  /// The answer of a terminal that says nothing.
  package init() {}

  /// Finds the answers among bytes; whatever else is there, such as keys typed meanwhile, is skipped.
  package init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let start = rest.firstIndex(of: 0x1b) {
      rest = rest[(start + 1)...]
      guard let kind = rest.popFirst() else { return }
      switch kind {
      case UInt8(ascii: "_"): Self.string(&rest).map { readCommand($0) }
      case UInt8(ascii: "P"): Self.string(&rest).map { readName($0) }
      case UInt8(ascii: "["): Self.controlSequence(&rest).map { readSequence($0, $1) }
      default: rest = bytes[(start + 1)...]
      }
    }
  }

  /// Whether nothing is to come any more.
  package var isComplete: Bool { attributes != nil }

  /// Whether the terminal draws sixels.
  package var hasSixels: Bool { attributes?.contains(4) ?? false }

  /// Takes a string up to its end, `ESC \`; nil, and nothing taken, if it has none.
  private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
    let end = rest.indices.dropLast().first {
      rest[$0] == 0x1b && rest[$0 + 1] == UInt8(ascii: "\\")
    }
    guard let end else { return nil }
    defer { rest = rest[(end + 2)...] }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  /// Takes parameters and the final byte of a control sequence; nil, and nothing taken, if there is
  /// none.
  private static func controlSequence(
    _ rest: inout ArraySlice<UInt8>
  ) -> (parameters: String, final: UInt8)? {
    guard let end = rest.firstIndex(where: { !(0x20...0x3f).contains($0) }),
      (0x40...0x7e).contains(rest[end])
    else { return nil }
    defer { rest = rest[(end + 1)...] }
    return (String(decoding: rest[..<end], as: UTF8.self), rest[end])
  }

  /// `G i=31;OK` is the answer to the picture that was only asked about.
  private mutating func readCommand(_ text: String) {
    let parts = text.split(separator: ";", maxSplits: 1)
    guard parts.count == 2, text.first == "G" else { return }
    let keys = parts[0].dropFirst().split(separator: ",")
    if keys.contains("i=31") && parts[1] == "OK" { hasKittyGraphics = true }
  }

  /// `>|NAME` is the answer to XTVERSION.
  private mutating func readName(_ text: String) {
    if text.hasPrefix(">|") { name = String(text.dropFirst(2)) }
  }

  private mutating func readSequence(_ parameters: String, _ final: UInt8) {
    guard parameters.hasPrefix("?") else { return }
    let numbers = parameters.dropFirst().split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    switch final {
    case UInt8(ascii: "c"): attributes = Array(numbers.dropFirst())
    case UInt8(ascii: "S") where numbers.count == 3 && numbers[0] == 1 && numbers[1] == 0:
      sixelColors = numbers[2]
    default: break
    }
  }
}
