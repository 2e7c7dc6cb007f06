/// Names of a network's classes, in the order of its output.
public struct ClassNames: Hashable, Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
  /// One name for each class.
  public let names: [String]
  /// WordNet's identifier of each class (`n01440764`), where a list gives them.
  public let identifiers: [String]?

  /// Makes a list of names; there is an identifier for each of them, or none.
  public init(_ names: [String], identifiers: [String]? = nil) {
    precondition(identifiers.map { $0.count == names.count } ?? true, "one identifier per name")
    self.names = names
    self.identifiers = identifiers
  }

  /// Makes a list of names without identifiers.
  public init(arrayLiteral names: String...) { self.init(names) }

  /// 0.
  public var startIndex: Int { 0 }
  /// Number of names.
  public var endIndex: Int { names.count }
  /// The name of a class.
  public subscript(index: Int) -> String { names[index] }

  /// Returns the names for `count` classes: those behind the last name are called by their place,
  /// `class 1001`.
  package func completed(to count: Int) -> ClassNames {
    guard count > self.count else { return self }
    let others = (self.count..<count).map { "class \($0)" }
    return ClassNames(names + others, identifiers: identifiers.map { $0 + others })
  }

  /// Whether a text is `n` and eight digits.
  static func isIdentifier(_ text: some StringProtocol) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return text.utf8.count == 9 && text.utf8.first == UInt8(ascii: "n")
      && text.utf8.dropFirst().allSatisfy(digits.contains)
  }

  /// Makes a list of what a file calls classes, with identifiers taken off if every entry begins
  /// with one.
  init(withIdentifiers entries: [String]) {
    let parts = entries.map { $0.split(separator: " ", maxSplits: 1) }
    let isIdentified =
      !entries.isEmpty && parts.allSatisfy { $0.count == 2 && Self.isIdentifier($0[0]) }
    if isIdentified {
      self.init(parts.map { String($0[1]) }, identifiers: parts.map { String($0[0]) })
    } else {
      self.init(entries)
    }
  }
}
