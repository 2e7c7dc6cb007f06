import Engine

/// What rectifiers let through on the way back, in place of a gradient.
public enum Rectifiers: Sendable {
  /// What is positive, where the rectifier's input was positive.
  case guidedBackpropagation
  /// What is positive.
  case deconvolution

  fileprivate var rule: RectifierRule {
    switch self {
    case .guidedBackpropagation: .guidedBackpropagation
    case .deconvolution: .deconvolution
    }
  }
}

extension Classifier {
  /// How many rectifiers the scores depend on, to which ``Rectifiers`` apply, and how many other
  /// functions of single numbers, which keep their gradient.
  public var activationCounts: (rectifiers: Int, others: Int) {
    let operators = head.graph.with(outputs: [head.logits]).nodes.map(\.operator)
    return (
      operators.count { $0 is Rectifier }, operators.count { $0 is any PointwiseFunction }
    )
  }
}

extension Graph {
  /// Returns the graph with rectifiers that follow a rule, if there is one.
  func withRectifiers(_ rectifiers: Rectifiers?) -> Graph {
    rectifiers.map { withRectifiers($0.rule) } ?? self
  }
}
