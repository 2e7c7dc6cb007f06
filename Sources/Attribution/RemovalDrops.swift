import Tensors

/// How much a score drops when parts of the input are replaced by what a baseline has there, in the mean of
/// several baselines: `F(x) − mean F(x with the part from x′)`.
struct RemovalDrops: Sendable {
  /// Points that are handed to the function at a time, so that memory stays flat.
  private static let pointsPerCall = 16

  /// F(x).
  let score: Double
  /// The drop of each removal, in their order.
  let drops: [Double]
  /// Number of points at which the function was evaluated.
  let evaluations: Int

  /// Number of evaluations that it takes: the input itself, and every removal once with every baseline.
  static func evaluations(removals: Int, baselines: Int) -> Int { 1 + removals * baselines }

  /// Evaluates the input, and every removal with every baseline.
  ///
  /// - Parameters:
  ///   - function: F.
  ///   - input: x.
  ///   - baselines: every x′, one at least.
  ///   - count: how many removals there are.
  ///   - progress: told evaluations done, and of all.
  ///   - removed: the input without what a removal takes away, filled from a baseline.
  init<Function: DifferentiableFunction>(
    of function: Function, at input: Tensor, baselines: [Tensor], count: Int,
    progress: (Int, Int) -> Void, removed: (_ removal: Int, _ baseline: Tensor) -> Tensor
  ) throws(Function.Failure) {
    precondition(!baselines.isEmpty, "what is removed is filled from a baseline")
    let total = Self.evaluations(removals: count, baselines: baselines.count)
    var scores: [Double] = []
    while scores.count < total {
      let points = (scores.count..<min(scores.count + Self.pointsPerCall, total)).map { index in
        if index == 0 { return input }
        let (baseline, removal) = (index - 1).quotientAndRemainder(dividingBy: count)
        return removed(removal, baselines[baseline])
      }
      scores += try function.values(at: PointBatch(points))
      progress(scores.count, total)
    }
    drops = (0..<count).map { removal in
      let left = baselines.indices.map { scores[1 + $0 * count + removal] }
      return scores[0] - left.reduce(0, +) / Double(baselines.count)
    }
    (score, evaluations) = (scores[0], total)
  }
}
