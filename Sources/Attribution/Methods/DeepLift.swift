import Tensors

/// DeepLIFT's contributions by its rescale rule: `aᵢ = (xᵢ − x′ᵢ) mᵢ`, the multipliers m being passed
/// back like gradients, but through every nonlinearity as the change of its output divided by the
/// change of its input.
///
/// Where the function is made of affine parts and such nonlinearities, the attributions add up to
/// F(x) − F(x′). Two evaluations per baseline. Several baselines are averaged.
///
/// Paper: Shrikumar, Greenside, Kundaje, "Learning Important Features Through Propagating Activation
/// Differences", ICML 2017.
public struct DeepLift: Sendable {
  /// Makes the method.
  public init() {}

  /// Returns the contributions of the numbers of `input`, averaged over at least one baseline.
  /// `progress` is told the number of evaluations done, and of all.
  public func attribute<Function: ReferencedFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor],
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(Function.Failure) -> AttributionMap {
    precondition(!baselines.isEmpty, "contributions need a baseline")
    var average = BaselineAverage(of: input, over: baselines.count, multipliesByInputs: true)
    for (index, baseline) in baselines.enumerated() {
      let rescaled = try function.rescaled(from: baseline)
      let answer = try rescaled.gradients(at: PointBatch([input]))
      let start = try rescaled.values(at: PointBatch([baseline]))[0]
      average.add(
        answer.sums[0].values.map(Double.init), from: baseline,
        scores: (start: start, end: answer.values[0]))
      progress(2 * (index + 1), 2 * baselines.count)
    }
    return average.map(evaluations: 2 * baselines.count)
  }
}
