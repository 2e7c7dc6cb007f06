/// Runs a regular expression over a stretch of a text.
struct PatternMachine {
  /// What to try when the present way fails.
  private struct Retry {
    let step: Int
    /// Where to go on; of a repetition, down to where it may give back or up to where it may take.
    var position: Int
    let limit: Int
    /// The set of a lazy repetition, which takes one more, or −1.
    let set: Int
  }

  private let program: PatternProgram
  private let bytes: [UInt8]
  private let lower: Int
  private let upper: Int
  /// How many more steps may be made.
  private(set) var budget: Int
  private var retries: [Retry] = []

  init(_ program: PatternProgram, _ bytes: [UInt8], _ range: Range<Int>) {
    self.program = program
    self.bytes = bytes
    lower = range.lowerBound
    upper = range.upperBound
    budget = 10_000 + 400 * range.count
  }

  /// Returns where a match ends that begins at a position.
  mutating func matchEnd(from start: Int) -> Int? {
    retries.removeAll(keepingCapacity: true)
    return run(0, start)
  }

  private mutating func run(_ first: Int, _ start: Int) -> Int? {
    let floor = retries.count
    defer { retries.removeLast(retries.count - floor) }
    var step = first
    var position = start
    while budget > 0 {
      budget -= 1
      if case .accept = program.steps[step] { return position }
      if let (next, reached) = advance(step, position) {
        step = next
        position = reached
      } else if let (next, reached) = retry(above: floor) {
        step = next
        position = reached
      } else {
        return nil
      }
    }
    return nil
  }

  /// Makes a step; returns the next one and where the text goes on, or nothing if it fails.
  @inline(__always) private mutating func advance(_ step: Int, _ position: Int) -> (Int, Int)? {
    switch program.steps[step] {
    case .one(let set):
      guard let next = after(position, set) else { return nil }
      return (step + 1, next)
    case .many(let set, let minimum, let maximum, let greed):
      return repeated(step, position, set, minimum, maximum, greed)
    case .either(let first, let second):
      if failsAtOnce(first, position) { return (second, position) }
      retries.append(Retry(step: second, position: position, limit: position, set: -1))
      return (first, position)
    case .jump(let target): return (target, position)
    case .look(let isNegative, let next):
      return (run(step + 1, position) != nil) != isNegative ? (next, position) : nil
    case .atomic(let next): return run(step + 1, position).map { (next, $0) }
    case .behind(let set, let isNegative):
      let holds = scalar(before: position).map { program.sets[set].contains($0) } ?? false
      return holds != isNegative ? (step + 1, position) : nil
    case .assertion(let assertion):
      return holds(assertion, position) ? (step + 1, position) : nil
    case .accept: return nil
    }
  }

  /// Whether a step fails for the scalar at a position; so that most choices need not be kept.
  @inline(__always) private func failsAtOnce(_ step: Int, _ position: Int) -> Bool {
    switch program.steps[step] {
    case .one(let set): after(position, set) == nil
    case .many(let set, let minimum, _, _): minimum > 0 && after(position, set) == nil
    default: false
    }
  }

  /// Goes back to the last choice; a repetition gives one scalar back, or a lazy one takes one more.
  private mutating func retry(above floor: Int) -> (Int, Int)? {
    while retries.count > floor, var last = retries.popLast() {
      if last.set >= 0 {
        guard last.limit > 0, let next = after(last.position, last.set) else { continue }
        retries.append(
          Retry(step: last.step, position: next, limit: last.limit - 1, set: last.set))
        return (last.step, next)
      }
      let position = last.position
      if position > last.limit {
        last.position = before(position)
        retries.append(last)
      }
      return (last.step, position)
    }
    return nil
  }

  private mutating func repeated(
    _ step: Int, _ start: Int, _ set: Int, _ minimum: Int, _ maximum: Int,
    _ greed: PatternNode.Greed
  ) -> (Int, Int)? {
    var position = start
    var count = 0
    var least = start
    let most = greed == .lazy ? minimum : maximum
    while count < most, let next = after(position, set) {
      position = next
      count += 1
      if count == minimum { least = position }
    }
    budget -= count / 4
    guard count >= minimum else { return nil }
    if greed == .lazy {
      retries.append(
        Retry(step: step + 1, position: position, limit: maximum - minimum, set: set))
    } else if greed == .greedy, position > least {
      retries.append(
        Retry(step: step + 1, position: before(position), limit: least, set: -1))
    }
    return (step + 1, position)
  }

  /// Returns the end of the scalar at a position, if there is one and it is in a set.
  @inline(__always) private func after(_ position: Int, _ set: Int) -> Int? {
    guard position < upper else { return nil }
    let (value, length) = UTF8Scalar.decode(bytes, at: position)
    return program.sets[set].contains(value) ? position + length : nil
  }

  /// Returns where the scalar begins that ends at a position.
  private func before(_ position: Int) -> Int {
    var index = position - 1
    while index > lower, UTF8Scalar.isContinuation(bytes[index]) { index -= 1 }
    return index
  }

  private func scalar(before position: Int) -> UInt32? {
    position > lower ? UTF8Scalar.decode(bytes, at: before(position)).value : nil
  }

  private func scalar(at position: Int) -> UInt32? {
    position < upper ? UTF8Scalar.decode(bytes, at: position).value : nil
  }

  private func holds(_ assertion: PatternNode.Assertion, _ position: Int) -> Bool {
    switch assertion {
    case .textStart: return position == lower
    case .textEnd: return position == upper
    case .lastLineEnd:
      return position == upper || position == upper - 1 && bytes[position] == 0x0A
    case .lineStart:
      return position == lower || bytes[position - 1] == 0x0A && position < upper
    case .lineEnd: return position == upper || bytes[position] == 0x0A
    case .wordBoundary, .noWordBoundary:
      let sides = [scalar(before: position), scalar(at: position)].map { side in
        side.map { CharacterClass.isLooseWord($0) } ?? false
      }
      return (sides[0] != sides[1]) == (assertion == .wordBoundary)
    }
  }
}
