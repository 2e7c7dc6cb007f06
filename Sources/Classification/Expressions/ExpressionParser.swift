/// Reads formulas of scores by recursive descent:
///
///     sum     = product (("+" | "-") product)*
///     product = factor (("*" | "/") factor)*
///     factor  = ("+" | "-") factor | number | score | function "(" sum ("," sum)* ")" | "(" sum ")"
///     score   = ("p" | "logit" | "z" | "logp") "[" class "]"
struct ExpressionParser {
  private typealias Formula = Term<ScoreExpression.Score>

  /// Most characters of a formula.
  static let mostCharacters = 10_000
  /// How deep parentheses, functions and signs may lie in each other.
  static let mostLevels = 50

  private static let plus: Set<Character> = ["+"]
  private static let minus: Set<Character> = ["-", "−", "–"]
  private static let times: Set<Character> = ["*", "×", "·"]
  private static let over: Set<Character> = ["/", "÷"]
  private static let scores = "p[CLASS], logit[CLASS] or logp[CLASS]"

  private let text: String
  private let characters: [Character]
  /// The place of the next character, from 0.
  private var place = 0
  private var level = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  /// Reads the whole text.
  mutating func parsed() throws(ClassificationError) -> Term<ScoreExpression.Score> {
    guard characters.count <= Self.mostCharacters else {
      throw .badExpression(
        text: String(text.prefix(40)) + "…", place: Self.mostCharacters + 1,
        problem: "expected at most \(Self.mostCharacters) characters, found \(characters.count)")
    }
    let sum = try sum()
    guard peek() == nil else { throw failure("an operator or the end") }
    if sum.leaves.isEmpty {
      throw failure("some score: \(Self.scores)", at: 0, found: "numbers alone")
    }
    return sum
  }

  // MARK: - Rules

  private mutating func sum() throws(ClassificationError) -> Formula {
    var parts = [Formula.Part(term: try product())]
    while let sign = take(Self.plus.union(Self.minus)) {
      parts.append(.init(isInverse: Self.minus.contains(sign), term: try product()))
    }
    return parts.count == 1 ? parts[0].term : .sum(parts)
  }

  private mutating func product() throws(ClassificationError) -> Formula {
    var parts = [Formula.Part(term: try factor())]
    while let sign = take(Self.times.union(Self.over)) {
      parts.append(.init(isInverse: Self.over.contains(sign), term: try factor()))
    }
    return parts.count == 1 ? parts[0].term : .product(parts)
  }

  private mutating func factor() throws(ClassificationError) -> Formula {
    level += 1
    defer { level -= 1 }
    guard level <= Self.mostLevels else {
      throw failure("at most \(Self.mostLevels) levels of parentheses", found: "more")
    }
    if let sign = take(Self.plus.union(Self.minus)) {
      let term = try factor()
      return Self.minus.contains(sign) ? .sum([.init(isInverse: true, term: term)]) : term
    }
    if take(["("]) != nil {
      let inner = try sum()
      try close(")", "an operator or \")\"")
      return inner
    }
    guard let next = peek() else { throw failure("a number or \(Self.scores)") }
    if next.isASCII && next.isNumber || next == "." { return .number(try number()) }
    return try named()
  }

  /// A score or a function.
  private mutating func named() throws(ClassificationError) -> Formula {
    let start = place
    while let next = peekHere(), next.isLetter || next.isNumber || next == "_" { place += 1 }
    let word = String(characters[start..<place])
    if let function = TermFunction(rawValue: word) { return try call(function) }
    guard let measure = ScoreExpression.Measure(rawValue: word) else {
      throw failure(
        "a number, \(Self.scores), or max, min or log", at: start,
        found: word.isEmpty ? nil : "\"\(word)\"")
    }
    guard take(["["]) != nil else { throw failure("\"[\" and a class behind \(word)") }
    return .leaf(.init(measure: measure, name: try className(), place: start + 1))
  }

  private mutating func call(_ function: TermFunction) throws(ClassificationError) -> Formula {
    guard take(["("]) != nil else { throw failure("\"(\" behind \(function.rawValue)") }
    var terms = [try sum()]
    while function.counts.contains(terms.count + 1), take([","]) != nil { terms.append(try sum()) }
    let hasMore = function.counts.contains(terms.count + 1)
    try close(")", hasMore ? "an operator, \",\" or \")\"" : "an operator or \")\"")
    return .call(function, terms)
  }

  /// What stands between brackets, the second one taken.
  private mutating func className() throws(ClassificationError) -> String {
    let quote = take(["\"", "'"])
    let start = place
    guard let end = characters[start...].firstIndex(of: quote ?? "]") else {
      throw failure("\"\(quote ?? "]")\" behind the class", at: characters.count)
    }
    place = end + (quote == nil ? 0 : 1)
    var name = characters[start..<end].drop { $0 == " " }
    while name.last == " " { name.removeLast() }
    if name.isEmpty { throw failure("a class: a label, an index or top", at: start) }
    try close("]", "\"]\" behind the class")
    return String(name)
  }

  private mutating func number() throws(ClassificationError) -> Double {
    let start = place
    func digits() { while let next = peekHere(), next.isASCII, next.isNumber { place += 1 } }
    digits()
    if peekHere() == "." { place += 1 }
    digits()
    if let next = peekHere(), "eE".contains(next) {
      place += 1
      if let sign = peekHere(), "+-".contains(sign) { place += 1 }
      digits()
    }
    let found = String(characters[start..<place])
    guard let number = Double(found), number.isFinite else {
      throw failure("a number such as 0.5", at: start, found: "\"\(found)\"")
    }
    return number
  }

  // MARK: - Characters

  /// The next character, whatever it is.
  private func peekHere() -> Character? {
    place < characters.count ? characters[place] : nil
  }

  /// The next character that is no blank.
  private mutating func peek() -> Character? {
    while let next = peekHere(), next.isWhitespace { place += 1 }
    return peekHere()
  }

  /// Takes the next character if it is one of these.
  private mutating func take(_ wanted: Set<Character>) -> Character? {
    guard let next = peek(), wanted.contains(next) else { return nil }
    place += 1
    return next
  }

  private mutating func close(
    _ bracket: Character, _ expected: String
  ) throws(ClassificationError) {
    if take([bracket]) == nil { throw failure(expected) }
  }

  private func failure(
    _ expected: String, at start: Int? = nil, found: String? = nil
  ) -> ClassificationError {
    let start = start ?? place
    let next = start < characters.count ? "\"\(characters[start])\"" : "the end"
    return .badExpression(
      text: text, place: start + 1, problem: "expected \(expected), found \(found ?? next)")
  }
}
