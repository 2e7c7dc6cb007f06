/// A formula of scores of classes, as a user writes it: `max(p[cat], p[dog]) - p[wolf]`.
///
/// `p[CLASS]` is a probability, `logit[CLASS]` or `z[CLASS]` the number before the softmax or sigmoid,
/// `logp[CLASS]` the natural logarithm of the probability. CLASS is a label, an index, a synset, or `top`
/// or `topK`, the most and the K-th most probable class of the input; quotation marks around it may hold
/// brackets. Beside scores there are numbers, `+ - * /` (also `− × ÷`), `max`, `min`, `log` and
/// parentheses.
public struct ScoreExpression: Hashable, Sendable {
  /// The number of a class.
  enum Measure: String, CaseIterable, Hashable, Sendable {
    case probability = "p"
    case logit = "logit"
    case shortLogit = "z"
    case logProbability = "logp"
  }

  /// A score, as it is written.
  struct Score: Hashable, Sendable {
    let measure: Measure
    /// What stands between the brackets.
    let name: String
    /// The place of its first character in the text, from 1.
    let place: Int
  }

  /// The text, as it was written.
  public let text: String
  let term: Term<Score>

  /// Reads a formula.
  ///
  /// - Throws: `ClassificationError.badExpression` for what is none, with the place.
  public init(_ text: String) throws(ClassificationError) {
    self.text = text
    var parser = ExpressionParser(text)
    term = try parser.parsed()
  }

  /// Whether a text is meant to be a formula: somewhere the name of a measure stands before a bracket.
  public static func isMeant(by text: String) -> Bool {
    let characters = Array(text)
    return characters.indices.contains { bracket in
      guard characters[bracket] == "[" else { return false }
      let before = characters[..<bracket].reversed().drop { $0 == " " }
      let word = before.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      return Measure(rawValue: String(word.reversed())) != nil
    }
  }

  /// Whether the classes depend on what the network says of the input.
  public var dependsOnRanking: Bool {
    term.leaves.contains { score in
      if case .top = try? score.target() { true } else { false }
    }
  }
}

extension ScoreExpression.Score {
  /// What stands between the brackets; never a formula in a formula.
  func target() throws(ClassificationError) -> Target {
    ScoreExpression.isMeant(by: name) ? .label(name) : try Target(name)
  }
}
