/// Reads a regular expression, in as much of Oniguruma's syntax as tokenizers use.
struct PatternParser {
  /// Deepest nesting of groups and sets.
  static let deepest = 32
  /// Largest number in `{m,n}`.
  static let largestCount = 1000

  /// What is wrong with a pattern.
  struct Problem: Error {
    let text: String
  }

  let scalars: [Unicode.Scalar]
  var position = 0
  var ignoresCase = false
  private var depth = 0

  /// Returns what a pattern means.
  static func parse(_ pattern: String) throws(Problem) -> PatternNode {
    var parser = PatternParser(scalars: Array(pattern.unicodeScalars))
    let node = try parser.choice()
    guard parser.position == parser.scalars.count else {
      throw parser.problem("a group ends that has not begun")
    }
    return node
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  func problem(_ text: String) -> Problem {
    Problem(text: "\(text) at character \(position + 1)")
  }

  var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  /// Passes a text if it is next; returns whether it was.
  mutating func skip(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  mutating func enter() throws(Problem) {
    depth += 1
    guard depth <= Self.deepest else { throw problem("nested too deeply") }
  }

  mutating func leave() { depth -= 1 }

  private mutating func choice() throws(Problem) -> PatternNode {
    try enter()
    defer { leave() }
    var choices = [try sequence()]
    while skip("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private mutating func sequence() throws(Problem) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      parts.append(try repeated(try atom()))
    }
    return .sequence(parts)
  }

  private mutating func repeated(_ node: PatternNode) throws(Problem) -> PatternNode {
    var node = node
    while let (minimum, maximum, isCounted) = try count() {
      if maximum == nil, node.canBeEmpty { throw problem("a repetition of what may be empty") }
      var greed = PatternNode.Greed.greedy
      if skip("?") {
        // Oniguruma takes this for "all of it or nothing", others for a lazy repetition.
        if isCounted, minimum == maximum { throw problem("a count with two meanings") }
        greed = .lazy
      } else if !isCounted, skip("+") {
        greed = .possessive
      }
      node = .repetition(node, minimum: minimum, maximum: maximum, greed)
    }
    return node
  }

  /// Reads how often something is repeated, if that is next.
  private mutating func count() throws(Problem) -> (Int, Int?, isCounted: Bool)? {
    if skip("*") { return (0, nil, false) }
    if skip("+") { return (1, nil, false) }
    if skip("?") { return (0, 1, false) }
    let start = position
    guard skip("{") else { return nil }
    let minimum = number()
    var maximum = minimum
    if skip(",") { maximum = number() }
    guard skip("}"), minimum != nil || maximum != nil else {
      position = start
      throw problem("a brace that is no count")
    }
    let least = minimum ?? 0
    guard least <= maximum ?? least, max(least, maximum ?? 0) <= Self.largestCount else {
      throw problem("a count that cannot be")
    }
    return (least, maximum, true)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = current.flatMap({ Character($0).wholeNumberValue }), value ?? 0 < 10_000 {
      value = (value ?? 0) * 10 + digit
      position += 1
    }
    return value
  }

  private mutating func atom() throws(Problem) -> PatternNode {
    guard let scalar = current else { throw problem("an end too early") }
    switch scalar {
    case "(": return try group()
    case "[": return .set(CharacterClass(try set()))
    case "\\": return try escape()
    case "*", "+", "?": throw problem("nothing to repeat")
    default: break
    }
    position += 1
    switch scalar {
    case "^": return .assertion(.lineStart)
    case "$": return .assertion(.lineEnd)
    case ".": return .set(CharacterClass(.complement(.range(0x0A, 0x0A))))
    default: return literal(scalar.value)
    }
  }

  func literal(_ value: UInt32) -> PatternNode {
    .set(CharacterClass(cased(.range(value, value))))
  }

  func cased(_ content: CharacterClass.Content) -> CharacterClass.Content {
    ignoresCase ? content.ignoringCase : content
  }

  private mutating func group() throws(Problem) -> PatternNode {
    let outer = ignoresCase
    defer { ignoresCase = outer }
    if skip("(?=") { return .lookAhead(try groupBody(), isNegative: false) }
    if skip("(?!") { return .lookAhead(try groupBody(), isNegative: true) }
    if skip("(?<=") { return try lookBehind(isNegative: false) }
    if skip("(?<!") { return try lookBehind(isNegative: true) }
    if skip("(?>") {
      return .repetition(try groupBody(), minimum: 1, maximum: 1, .possessive)
    }
    if skip("(?i:") {
      ignoresCase = true
      return try groupBody()
    }
    if skip("(?i)") {
      ignoresCase = true
      let rest = try choice()
      return rest
    }
    if skip("(?:") { return try groupBody() }
    if skip("(?") { throw problem("an unknown kind of group") }
    position += 1
    return try groupBody()
  }

  private mutating func groupBody() throws(Problem) -> PatternNode {
    let body = try choice()
    guard skip(")") else { throw problem("a group without an end") }
    return body
  }

  private mutating func lookBehind(isNegative: Bool) throws(Problem) -> PatternNode {
    var body = try groupBody()
    if case .sequence(let parts) = body, parts.count == 1 { body = parts[0] }
    guard case .set(let set) = body else {
      throw problem("a look at more than one character before")
    }
    return .lookBehind(set, isNegative: isNegative)
  }
}
