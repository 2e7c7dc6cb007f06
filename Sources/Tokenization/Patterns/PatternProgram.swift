/// A regular expression as steps of a machine that tries one way after the other.
struct PatternProgram: Sendable {
  /// Most steps of a program.
  static let longest = 20_000

  enum Step: Sendable {
    /// One scalar of a set.
    case one(Int)
    /// Scalars of a set, `minimum` to `maximum` of them.
    case many(Int, minimum: Int, maximum: Int, PatternNode.Greed)
    /// Goes on at `first`, and if that fails at `second`.
    case either(first: Int, second: Int)
    case jump(Int)
    /// The steps up to the next `accept` lead to a match, or, if negative, do not; goes on at `next`.
    case look(isNegative: Bool, next: Int)
    /// The steps up to the next `accept` are done once and not tried otherwise; goes on at `next`.
    case atomic(next: Int)
    case behind(Int, isNegative: Bool)
    case assertion(PatternNode.Assertion)
    case accept
  }

  private(set) var steps: [Step] = []
  private(set) var sets: [CharacterClass] = []

  /// Compiles a regular expression.
  init(_ node: PatternNode) throws(PatternParser.Problem) {
    try add(node)
    steps.append(.accept)
  }

  private mutating func add(_ node: PatternNode) throws(PatternParser.Problem) {
    guard steps.count < Self.longest else { throw PatternParser.Problem(text: "it is too long") }
    switch node {
    case .set(let set): steps.append(.one(index(of: set)))
    case .sequence(let parts): for part in parts { try add(part) }
    case .choice(let parts): try addChoice(parts)
    case .repetition(let part, let minimum, let maximum, let greed):
      try addRepetition(part, minimum, maximum, greed)
    case .lookAhead(let part, let isNegative):
      try addInner(part) { .look(isNegative: isNegative, next: $0) }
    case .lookBehind(let set, let isNegative):
      steps.append(.behind(index(of: set), isNegative: isNegative))
    case .assertion(let assertion): steps.append(.assertion(assertion))
    }
  }

  private mutating func index(of set: CharacterClass) -> Int {
    sets.append(set)
    return sets.count - 1
  }

  private mutating func addChoice(_ parts: [PatternNode]) throws(PatternParser.Problem) {
    var jumps: [Int] = []
    for (number, part) in parts.enumerated() {
      let start = steps.count
      let isLast = number == parts.count - 1
      if !isLast { steps.append(.jump(0)) }
      try add(part)
      if isLast { break }
      jumps.append(steps.count)
      steps.append(.jump(0))
      steps[start] = .either(first: start + 1, second: steps.count)
    }
    for jump in jumps { steps[jump] = .jump(steps.count) }
  }

  private mutating func addInner(
    _ part: PatternNode, _ step: (Int) -> Step
  ) throws(PatternParser.Problem) {
    let start = steps.count
    steps.append(.jump(0))
    try add(part)
    steps.append(.accept)
    steps[start] = step(steps.count)
  }

  private mutating func addRepetition(
    _ part: PatternNode, _ minimum: Int, _ maximum: Int?, _ greed: PatternNode.Greed
  ) throws(PatternParser.Problem) {
    if case .set(let set) = part {
      steps.append(
        .many(index(of: set), minimum: minimum, maximum: maximum ?? Int.max, greed))
      return
    }
    if greed == .possessive {
      let whole = PatternNode.repetition(part, minimum: minimum, maximum: maximum, .greedy)
      return try addInner(whole) { .atomic(next: $0) }
    }
    for _ in 0..<minimum { try add(part) }
    guard let maximum else { return try addLoop(part, greed) }
    var exits: [Int] = []
    for _ in minimum..<max(minimum, maximum) {
      exits.append(steps.count)
      steps.append(.jump(0))
      try add(part)
    }
    for exit in exits { steps[exit] = branch(exit + 1, steps.count, greed) }
  }

  private mutating func addLoop(
    _ part: PatternNode, _ greed: PatternNode.Greed
  ) throws(PatternParser.Problem) {
    let start = steps.count
    steps.append(.jump(0))
    try add(part)
    steps.append(.jump(start))
    steps[start] = branch(start + 1, steps.count, greed)
  }

  private func branch(_ inside: Int, _ outside: Int, _ greed: PatternNode.Greed) -> Step {
    greed == .lazy
      ? .either(first: outside, second: inside) : .either(first: inside, second: outside)
  }
}
