import Tensors

/// Which parts of an input count only together, and which stand in for each other: second differences of
/// the score where parts are removed.
///
/// `Δᵢⱼ = F(x) − F(x∖i) − F(x∖j) + F(x∖ij)`, where x∖i is the input with part i from the baseline. It is
///
/// - 0 where what i adds does not depend on j, as for every sum of functions of single parts;
/// - above 0 where i and j count only together: x₁x₂ has x₁x₂ with zeros for a baseline;
/// - below 0 where one does what the other does already: max(x₁, x₂) has −min(x₁, x₂).
///
/// Several baselines are averaged. It takes 1 + n + n (n − 1) / 2 evaluations for n parts, all but one of
/// them with every baseline, and no gradient.
///
/// Papers: Grabisch, Roubens, "An axiomatic approach to the concept of interaction among players in
/// cooperative games", International Journal of Game Theory 1999 (the second difference with all others
/// there); Sundararajan, Dhamdhere, Agarwal, "The Shapley Taylor Interaction Index", ICML 2020.
public struct Interactions: Sendable {
  /// What is removed.
  public let parts: FeatureParts

  /// Looks at every pair of some parts.
  public init(of parts: FeatureParts) { self.parts = parts }

  /// Number of evaluations that it takes.
  public func evaluations(baselines: Int) -> Int {
    RemovalDrops.evaluations(removals: removals.count, baselines: baselines)
  }

  /// What is removed, first every part, then every pair.
  private var removals: [[Int]] {
    let count = parts.members.count
    return (0..<count).map { [$0] }
      + (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { [first, $0] } }
  }

  /// Evaluates the input without each part and without each pair; `progress` is told evaluations done,
  /// and of all.
  public func matrix<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> InteractionMatrix {
    let removals = removals
    let found = try RemovalDrops(
      of: function, at: input, baselines: baselines, count: removals.count, progress: progress
    ) { parts.removed(removals[$0], from: input, filling: $1) }
    return InteractionMatrix(count: parts.members.count, removals: removals, found)
  }
}

/// What every part adds, and every pair beyond its two parts.
public struct InteractionMatrix: Hashable, Sendable {
  /// Two parts and their second difference.
  public struct Pair: Hashable, Sendable {
    /// The earlier part.
    public let first: Int
    /// The later one.
    public let second: Int
    /// Δ of the two.
    public let value: Double
  }

  /// Number of parts.
  public let count: Int
  /// What removing each part costs: F(x) − F(x∖i).
  public let effects: [Double]
  /// Every pair once, in the order of its parts.
  public let pairs: [Pair]
  /// F(x).
  public let score: Double
  /// Number of points at which the function was evaluated.
  public let evaluations: Int

  /// Takes the costs of removals, those of single parts first.
  fileprivate init(count: Int, removals: [[Int]], _ found: RemovalDrops) {
    effects = Array(found.drops.prefix(count))
    pairs = zip(removals, found.drops).dropFirst(count).map { [effects] removal, drop in
      // F(x) − F(x∖i) − F(x∖j) + F(x∖ij), in terms of what removing costs.
      Pair(
        first: removal[0], second: removal[1],
        value: effects[removal[0]] + effects[removal[1]] - drop)
    }
    (self.count, score, evaluations) = (count, found.score, found.evaluations)
  }

  /// The pairs with the largest magnitudes, at most `count`, without those of 0.
  public func strongest(_ count: Int) -> [Pair] {
    Array(
      pairs.filter { $0.value != 0 }
        .sorted { (abs($1.value), $0.first, $0.second) < (abs($0.value), $1.first, $1.second) }
        .prefix(count))
  }

  /// The numbers as a square: effects on the diagonal, each pair on both sides of it.
  public var square: Tensor {
    var square = Tensor([count, count])
    for part in 0..<count { square.values[part * count + part] = Float(effects[part]) }
    for pair in pairs {
      for (row, column) in [(pair.first, pair.second), (pair.second, pair.first)] {
        square.values[row * count + column] = Float(pair.value)
      }
    }
    return square
  }
}
