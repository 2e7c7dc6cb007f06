extension PatternParser {
  /// Reads what follows a backslash, outside of a set.
  mutating func escape() throws(Problem) -> PatternNode {
    position += 1
    guard let scalar = current else { throw problem("a backslash at the end") }
    switch scalar {
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    case "Z": return assertion(.lastLineEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "w": return set(.looseWord)
    case "W": return set(.complement(.looseWord))
    default: return .set(CharacterClass(cased(try escapedSet())))
    }
  }

  private mutating func set(_ content: CharacterClass.Content) -> PatternNode {
    position += 1
    return .set(CharacterClass(content))
  }

  private mutating func assertion(_ assertion: PatternNode.Assertion) -> PatternNode {
    position += 1
    return .assertion(assertion)
  }

  /// Reads the set that an escape stands for; the position is after the backslash.
  private mutating func escapedSet() throws(Problem) -> CharacterClass.Content {
    guard let letter = current else { throw problem("a backslash at the end") }
    position += 1
    let digits = CharacterClass.Content.category(CategorySet.named("Nd") ?? [])
    switch letter {
    case "s": return .whitespace
    case "S": return .complement(.whitespace)
    case "d": return digits
    case "D": return .complement(digits)
    case "w": return .word
    case "W": return .complement(.word)
    case "p": return try property(isNegative: false)
    case "P": return try property(isNegative: true)
    case "n": return single(0x0A)
    case "r": return single(0x0D)
    case "t": return single(0x09)
    case "f": return single(0x0C)
    case "v": return single(0x0B)
    case "e": return single(0x1B)
    case "a": return single(0x07)
    case "x", "u": return try codePoint(letter)
    default:
      guard !Character(letter).isLetter, !Character(letter).isNumber else {
        throw problem("an unknown escape")
      }
      return single(letter.value)
    }
  }

  private func single(_ value: UInt32) -> CharacterClass.Content { .range(value, value) }

  /// Reads `{L}`, `{^L}` or the like.
  private mutating func property(isNegative: Bool) throws(Problem) -> CharacterClass.Content {
    guard skip("{"), let end = scalars[position...].firstIndex(of: "}") else {
      throw problem("a property without braces")
    }
    let isInverted = skip("^")
    let name = String(String.UnicodeScalarView(scalars[position..<end]))
    let content: CharacterClass.Content
    if let set = CategorySet.named(name) {
      content = .category(set)
    } else if let script = Script(rawValue: name) {
      content = .script(script)
    } else {
      throw problem("an unknown property")
    }
    position = end + 1
    return isNegative != isInverted ? .complement(content) : content
  }

  /// Reads the digits of `\x41`, `\x{1F600}` or `\u0041`.
  private mutating func codePoint(
    _ letter: Unicode.Scalar
  ) throws(Problem) -> CharacterClass.Content {
    let start = position
    var digits = ""
    if letter == "x", skip("{") {
      while let scalar = current, scalar != "}", digits.count < 8 {
        digits.unicodeScalars.append(scalar)
        position += 1
      }
      guard skip("}") else { throw problem("a code point without an end") }
    } else {
      let count = letter == "x" ? 2 : 4
      digits = String(String.UnicodeScalarView(scalars[position...].prefix(count)))
      position = min(position + count, scalars.count)
    }
    guard let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil,
      letter == "x" || digits.count == 4
    else {
      position = start
      throw problem("no code point")
    }
    return single(value)
  }

  /// Reads a set in brackets.
  mutating func set() throws(Problem) -> CharacterClass.Content {
    try enter()
    defer { leave() }
    position += 1
    let isNegative = skip("^")
    var parts: [CharacterClass.Content] = []
    var intersected: [CharacterClass.Content] = []
    var isFirst = true
    while let scalar = current, scalar != "]" || isFirst {
      isFirst = false
      if skip("&&") {
        intersected.append(.union(parts))
        parts = []
      } else {
        parts.append(try member())
      }
    }
    guard skip("]") else { throw problem("a set without an end") }
    var content = CharacterClass.Content.union(parts)
    if !intersected.isEmpty { content = .intersection(intersected + [content]) }
    return isNegative ? .complement(content) : content
  }

  /// Reads one member of a set: a scalar, a range, an escape, or a set in the set.
  private mutating func member() throws(Problem) -> CharacterClass.Content {
    if let posix = try posixSet() { return posix }
    if current == "[" { return try set() }
    let first = try memberContent()
    let mark = position
    guard case .range(let low, _) = first, skip("-"), let next = current, next != "]" else {
      position = mark
      return cased(first)
    }
    if next == "[" { throw problem("a range up to a set") }
    guard case .range(let high, _) = try memberContent(), low <= high else {
      throw problem("a range that cannot be")
    }
    return cased(.range(low, high))
  }

  private mutating func memberContent() throws(Problem) -> CharacterClass.Content {
    guard let scalar = current else { throw problem("a set without an end") }
    position += 1
    return scalar == "\\" ? try escapedSet() : single(scalar.value)
  }

  /// Reads `[:punct:]` or the like, if that is next.
  private mutating func posixSet() throws(Problem) -> CharacterClass.Content? {
    guard skip("[:") else { return nil }
    let names: [String: CharacterClass.Content] = [
      "punct": .category((CategorySet.named("P") ?? []).union(CategorySet.named("S") ?? [])),
      "space": .whitespace, "word": .word,
      "digit": .category(CategorySet.named("Nd") ?? []),
      "upper": .category(CategorySet.named("Lu") ?? []),
      "lower": .category(CategorySet.named("Ll") ?? []),
      "cntrl": .category(CategorySet.named("Cc") ?? []),
    ]
    for (name, content) in names where skip(name + ":]") { return content }
    throw problem("an unknown set")
  }
}
