/// An equation like `bij,bjk->bik`, with a label for every axis of arrays of known ranks.
struct EinsumEquation {
  /// What an axis stands for. Axes of an ellipsis have negative labels, −1 being the last.
  typealias Label = Int

  /// Labels of the axes of every operand.
  let operands: [[Label]]
  /// Labels of the axes of the result.
  let output: [Label]

  /// Reads an equation; nil if it is none, or does not fit the ranks.
  init?(_ text: String, ranks: [Int]) {
    let sides = Self.sides(of: text.filter { $0 != " " })
    let terms = sides.operands.split(separator: ",", omittingEmptySubsequences: false)
      .map { Self.symbols(String($0)) }
    guard terms.count == ranks.count else { return nil }
    var operands: [[Label]] = []
    for (term, rank) in zip(terms, ranks) {
      guard let term, let labels = Self.labels(term, rank: rank) else { return nil }
      operands.append(labels)
    }
    let depth = -min(0, operands.joined().min() ?? 0)
    let known = Set(operands.joined())
    var output: [Label]
    if let side = sides.output {
      guard let symbols = Self.symbols(side) else { return nil }
      let letters = symbols.compactMap { $0 }.count
      let hasEllipsis = letters < symbols.count
      guard let labels = Self.labels(symbols, rank: letters + (hasEllipsis ? depth : 0)) else {
        return nil
      }
      output = labels
    } else {
      // Letters that occur once, in the order of the alphabet.
      let letters = operands.joined().filter { $0 >= 0 }
      let once = Set(letters).filter { label in letters.count { $0 == label } == 1 }
      output = Array(-depth..<0) + once.sorted()
    }
    guard Set(output).count == output.count, known.isSuperset(of: output) else { return nil }
    self.operands = operands
    self.output = output
  }

  private static func sides(of text: String) -> (operands: String, output: String?) {
    guard let arrow = text.firstIndex(of: "-") else { return (text, nil) }
    let rest = text[arrow...]
    return (String(text[..<arrow]), rest.hasPrefix("->") ? String(rest.dropFirst(2)) : "?")
  }

  /// Letters, nil for an ellipsis; nil for anything else.
  private static func symbols(_ term: String) -> [Character?]? {
    var symbols: [Character?] = []
    var rest = term[...]
    while let first = rest.first {
      if rest.hasPrefix("..."), !symbols.contains(nil) {
        symbols.append(nil)
        rest = rest.dropFirst(3)
      } else if first.isASCII, first.isLetter {
        symbols.append(first)
        rest = rest.dropFirst()
      } else {
        return nil
      }
    }
    return symbols
  }

  /// Labels of an array of the given rank; nil if they are not as many.
  private static func labels(_ symbols: [Character?], rank: Int) -> [Label]? {
    let hidden = rank - symbols.compactMap { $0 }.count
    guard hidden == 0 || (hidden > 0 && symbols.contains(nil)) else { return nil }
    return symbols.flatMap { symbol in
      symbol.map { [Int($0.asciiValue ?? 0)] } ?? Array(-hidden..<0)
    }
  }
}
