import Tensors

/// Which number of a network's answer a metric looks at.
public enum ScoreChoice: String, Sendable, CaseIterable {
  /// The score that was explained, which attributions are counted in.
  case explained
  /// The probability of the class.
  case probability
  /// The network's number before the softmax.
  case logit
  /// 1 where the class is the most probable one, else 0.
  case accuracy
}

/// F at any points: the number that was explained, and others of the same class.
public struct Scores: Sendable {
  /// A number of a network's answer, by its name for people.
  public struct Function: Sendable {
    /// What the number is: `probability`, `logit`.
    public let name: String
    fileprivate let values: @Sendable ([Tensor]) throws -> [Double]

    /// Makes a function of what evaluates it at points.
    public init(_ name: String, values: @escaping @Sendable ([Tensor]) throws -> [Double]) {
      (self.name, self.values) = (name, values)
    }

    /// Makes a function of one that attribution methods see.
    public init(_ name: String, _ function: some DifferentiableFunction) {
      self.init(name) { try function.values(at: PointBatch($0)) }
    }
  }

  /// Points that are handed to a function at a time, so that memory stays flat.
  private static let pointsPerCall = 32

  private let functions: [ScoreChoice: Function]
  private let explained: Function

  /// Makes scores of what was explained; a choice that is not there is that.
  public init(explained: Function, others: [ScoreChoice: Function] = [:]) {
    (self.explained, functions) = (explained, others)
  }

  /// Whether there is a number of its own for a choice.
  func has(_ choice: ScoreChoice) -> Bool { functions[choice] != nil }

  /// What people call the number of a choice.
  public func name(_ choice: ScoreChoice) -> String { function(choice).name }

  /// The number at points, which are made when their turn comes.
  func values(_ choice: ScoreChoice, count: Int, point: (Int) -> Tensor) throws -> [Double] {
    let function = function(choice)
    var values: [Double] = []
    for first in stride(from: 0, to: count, by: Self.pointsPerCall) {
      values += try function.values(
        (first..<min(first + Self.pointsPerCall, count)).map(point))
    }
    return values
  }

  /// The number at one point.
  func value(_ choice: ScoreChoice, at point: Tensor) throws -> Double {
    try function(choice).values([point])[0]
  }

  private func function(_ choice: ScoreChoice) -> Function {
    choice == .explained ? explained : functions[choice] ?? explained
  }
}
