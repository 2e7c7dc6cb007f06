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

extension Graph {
  /// Returns the graph with rectifiers that follow a rule, if there is one.
  func withRectifiers(_ rectifiers: Rectifiers?) -> Graph {
    rectifiers.map { withRectifiers($0.rule) } ?? self
  }
}
