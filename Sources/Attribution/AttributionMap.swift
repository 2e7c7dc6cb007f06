import Tensors

/// How much every number of an input contributed to a score.
public struct AttributionMap: Sendable {
  /// One attribution per number of the input, in its shape; units of the score.
  public let attributions: Tensor
  /// Σ of all attributions, in double precision.
  public let sum: Double
  /// F(x), the score that was explained.
  public let scoreAtInput: Double
  /// F(x′), averaged where there are several baselines; nil for methods without a baseline.
  public let scoreAtBaseline: Double?
  /// What the attributions should add up to, where the method promises a sum: F(x) − F(x′).
  public let expectedSum: Double?
  /// Number of points at which the function was evaluated, with or without its gradient.
  public let evaluations: Int
  /// How much of the mean |gradient| lies on numbers in which the input hardly differs from the
  /// baseline, 0 to 1. Those get no attribution whatever the network makes of them: dark parts with a
  /// black baseline. Nil for methods that have no mean gradient from a baseline.
  public var unattributableShare: Double?
  /// How well the integral was computed; nil for methods that do not measure it.
  public let quality: IntegrationQuality?
  /// What was seen along the ways that the method took, one for each baseline; empty for methods that
  /// take none, or that were not asked to watch it.
  public var paths: [PathRecord] = []

  /// Makes a map from its parts. It promises no sum unless one is given.
  public init(
    attributions: Tensor, scoreAtInput: Double, scoreAtBaseline: Double?,
    expectedSum: Double? = nil, evaluations: Int, quality: IntegrationQuality? = nil
  ) {
    self.attributions = attributions
    sum = attributions.values.reduce(0.0) { $0 + Double($1) }
    self.scoreAtInput = scoreAtInput
    self.scoreAtBaseline = scoreAtBaseline
    self.expectedSum = expectedSum
    self.evaluations = evaluations
    self.quality = quality
  }

  /// How far the attributions are from adding up to what they should: `Σ a − (F(x) − F(x′))`, in
  /// units of the score; nil where no sum is promised.
  ///
  /// Completeness is Proposition 1 of Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep
  /// Networks", ICML 2017; the gap is the error of the quadrature.
  public var completenessGap: Double? { expectedSum.map { sum - $0 } }

  /// |gap| as a share of |F(x) − F(x′)|; nil where no sum is promised, or where the score does not
  /// change.
  public var relativeCompletenessGap: Double? {
    guard let gap = completenessGap, let expectedSum, expectedSum != 0 else { return nil }
    return abs(gap) / abs(expectedSum)
  }
}
