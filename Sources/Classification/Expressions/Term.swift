import Foundation

/// A formula over `Leaf`: numbers, leaves, and what is made of them.
enum Term<Leaf: Hashable & Sendable>: Hashable, Sendable {
  /// A number.
  case number(Double)
  /// Something that has a value of its own.
  case leaf(Leaf)
  /// Parts added up; inverse ones are subtracted.
  case sum([Part])
  /// Parts multiplied; inverse ones divide.
  case product([Part])
  /// A function of terms.
  case call(TermFunction, [Term])

  /// A part of a sum or a product.
  struct Part: Hashable, Sendable {
    var isInverse = false
    let term: Term
  }

  /// The leaves, in the order of the text.
  var leaves: [Leaf] {
    switch self {
    case .number: []
    case .leaf(let leaf): [leaf]
    case .sum(let parts), .product(let parts): parts.flatMap(\.term.leaves)
    case .call(_, let terms): terms.flatMap(\.leaves)
    }
  }

  /// The same formula over other leaves.
  func map<Other, Failure: Error>(
    _ change: (Leaf) throws(Failure) -> Other
  ) throws(Failure) -> Term<Other> {
    func changed(_ parts: [Part]) throws(Failure) -> [Term<Other>.Part] {
      try parts.map { part throws(Failure) in
        Term<Other>.Part(isInverse: part.isInverse, term: try part.term.map(change))
      }
    }
    switch self {
    case .number(let number): return .number(number)
    case .leaf(let leaf): return .leaf(try change(leaf))
    case .sum(let parts): return .sum(try changed(parts))
    case .product(let parts): return .product(try changed(parts))
    case .call(let function, let terms):
      return .call(function, try terms.map { term throws(Failure) in try term.map(change) })
    }
  }
}

/// The functions that formulas know.
enum TermFunction: String, CaseIterable, Sendable {
  /// The largest of its terms, with the gradient of that one; of equal ones the first.
  case largest = "max"
  /// The smallest of its terms, with the gradient of that one; of equal ones the first.
  case smallest = "min"
  /// The natural logarithm.
  case logarithm = "log"

  /// How many terms it takes.
  var counts: ClosedRange<Int> { self == .logarithm ? 1...1 : 1...Int.max }

  /// The place of the term that decides.
  fileprivate func deciding(_ values: [Double]) -> Int {
    var best = 0
    for (place, value) in values.enumerated()
    where self == .largest ? value > values[best] : value < values[best] { best = place }
    return values.firstIndex(where: \.isNaN) ?? best
  }
}

// MARK: - Values and slopes

extension Term {
  /// The formula's value, where leaves have these.
  func value(_ leaf: (Leaf) -> Double) -> Double {
    switch self {
    case .number(let number): return number
    case .leaf(let place): return leaf(place)
    case .sum(let parts):
      return parts.reduce(0) {
        $1.isInverse ? $0 - $1.term.value(leaf) : $0 + $1.term.value(leaf)
      }
    case .product(let parts):
      return parts.reduce(1) {
        $1.isInverse ? $0 / $1.term.value(leaf) : $0 * $1.term.value(leaf)
      }
    case .call(.logarithm, let terms): return log(terms[0].value(leaf))
    case .call(let function, let terms):
      let values = terms.map { $0.value(leaf) }
      return values[function.deciding(values)]
    }
  }

  /// Tells `add` for every leaf that counts, as often as it is in the formula, `factor` times the
  /// formula's derivative by it.
  func addSlopes(times factor: Double, _ leaf: (Leaf) -> Double, _ add: (Leaf, Double) -> Void) {
    switch self {
    case .number: break
    case .leaf(let place): add(place, factor)
    case .sum(let parts):
      for part in parts {
        part.term.addSlopes(times: part.isInverse ? -factor : factor, leaf, add)
      }
    case .product(let parts):
      let values = parts.map { $0.term.value(leaf) }
      for (place, part) in parts.enumerated() {
        var slope = part.isInverse ? -1 / (values[place] * values[place]) : 1
        for (other, value) in values.enumerated() where other != place {
          slope = parts[other].isInverse ? slope / value : slope * value
        }
        part.term.addSlopes(times: factor * slope, leaf, add)
      }
    case .call(.logarithm, let terms):
      terms[0].addSlopes(times: factor / terms[0].value(leaf), leaf, add)
    case .call(let function, let terms):
      terms[function.deciding(terms.map { $0.value(leaf) })]
        .addSlopes(times: factor, leaf, add)
    }
  }
}
