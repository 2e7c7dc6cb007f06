import Tensors

/// How a step of a path is split among the numbers of the input.
public enum PathRule: String, CaseIterable, Sendable {
  /// The step times the mean of the gradients at its ends: a line integral.
  case trapezoid
  /// The same for parts of the step where the score shows that it needs them; see ``StepRefinement``.
  case refined
  /// The step times the gradient at its beginning.
  case left
  /// The step times the gradient at its end.
  case right
  /// The change of the score, split in proportion to the squared gradients at the beginning of the
  /// step. Parts of the path where the gradient points elsewhere count for nothing, and attributions
  /// add up to the change of the score exactly.
  ///
  /// Paper: Yang, Wang, Bilgic, "IDGI: A Framework to Eliminate Explanation Noise from Integrated
  /// Gradients", CVPR 2023.
  case importantDirection

  /// The rules that say how a step's gradients are weighted.
  public static let ofSteps: [PathRule] = [.trapezoid, .refined, .left, .right]
}

/// Attributions along a path, added up waypoint by waypoint.
struct PathSum {
  private let rule: PathRule
  private(set) var attributions: [Double]
  /// Σ of the attributions.
  private(set) var total = 0.0
  private(set) var first: Waypoint?
  private(set) var last: Waypoint?

  /// Starts a sum over a path through a space of `count` dimensions.
  init(_ rule: PathRule, count: Int) {
    self.rule = rule
    attributions = [Double](repeating: 0, count: count)
  }

  /// Adds the step from the last waypoint to the next one.
  mutating func add(_ next: Waypoint) {
    if let last { add(from: last, to: next) } else { first = next }
    last = next
  }

  private mutating func add(from start: Waypoint, to end: Waypoint) {
    let (before, after) = (start.gradient.values, end.gradient.values)
    if rule == .importantDirection {
      let squares = before.reduce(0) { $0 + Double($1) * Double($1) }
      guard squares > 0 else { return }
      total += end.score - start.score
      let share = (end.score - start.score) / squares
      for entry in attributions.indices {
        attributions[entry] += share * Double(before[entry]) * Double(before[entry])
      }
      return
    }
    let (here, there) = (start.position.values, end.position.values)
    let weights: (Double, Double) =
      switch rule {
      case .left: (1, 0)
      case .right: (0, 1)
      default: (0.5, 0.5)
      }
    for entry in attributions.indices {
      let step = Double(there[entry]) - Double(here[entry])
      let part = step * (weights.0 * Double(before[entry]) + weights.1 * Double(after[entry]))
      attributions[entry] += part
      total += part
    }
  }
}
