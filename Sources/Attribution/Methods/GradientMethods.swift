import Tensors

/// The plain gradient: `aᵢ = ∂F/∂xᵢ (x)`, in units of the score per unit of the input.
///
/// It tells what a small change would do, and is near zero where a network is sure of itself.
/// Paper: Simonyan, Vedaldi, Zisserman, "Deep Inside Convolutional Networks", 2013.
public struct GradientAtInput: AttributionMethod {
  /// Makes the method.
  public init() {}

  /// Never.
  public var usesBaselines: Bool { false }

  /// Evaluates one gradient.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let answer = try function.gradients(at: PointBatch([input]))
    progress(1, 1)
    return AttributionMap(
      attributions: answer.sums[0], scoreAtInput: answer.values[0], scoreAtBaseline: nil,
      evaluations: 1)
  }
}

/// The gradient times the input: `aᵢ = xᵢ · ∂F/∂xᵢ (x)`, x being what the network is fed (after
/// preprocessing).
///
/// Paper: Shrikumar, Greenside, Shcherbina, Kundaje, "Not Just a Black Box", 2016.
public struct InputTimesGradient: AttributionMethod {
  /// Makes the method.
  public init() {}

  /// Never.
  public var usesBaselines: Bool { false }

  /// Evaluates one gradient.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let plain = try GradientAtInput().attribute(
      function, input: input, baselines: [], progress: progress)
    let products = zip(plain.attributions.values, input.values).map { $0 * $1 }
    return AttributionMap(
      attributions: Tensor(input.shape, products), scoreAtInput: plain.scoreAtInput,
      scoreAtBaseline: nil, evaluations: plain.evaluations)
  }
}
