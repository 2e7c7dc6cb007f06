import Tensors

/// How much every number of an input contributed to a score.
public struct AttributionMap: Sendable {
  /// One attribution per number of the input, in its shape; units of the score.
  public let attributions: Tensor
  /// F(x), the score that was explained.
  public let scoreAtInput: Double
  /// F(x′), averaged where there are several baselines; nil for methods without a baseline.
  public let scoreAtBaseline: Double?
  /// Number of points at which a gradient was evaluated.
  public let evaluations: Int
  /// How well the integral was computed; nil for methods that do not measure it.
  public let quality: IntegrationQuality?

  /// Makes a map from its parts.
  public init(
    attributions: Tensor, scoreAtInput: Double, scoreAtBaseline: Double?, evaluations: Int,
    quality: IntegrationQuality? = nil
  ) {
    self.attributions = attributions
    self.scoreAtInput = scoreAtInput
    self.scoreAtBaseline = scoreAtBaseline
    self.evaluations = evaluations
    self.quality = quality
  }

  /// Σ of all attributions, in double precision.
  public var sum: Double { attributions.values.reduce(0.0) { $0 + Double($1) } }

  /// How far the attributions are from adding up to the change of the score:
  /// `Σ a − (F(x) − F(x′))`, in units of the score; nil without a baseline.
  ///
  /// Completeness is Proposition 1 of Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep
  /// Networks", ICML 2017; the gap is the error of the quadrature.
  public var completenessGap: Double? {
    scoreAtBaseline.map { sum - (scoreAtInput - $0) }
  }

  /// |gap| as a share of |F(x) − F(x′)|; nil without a baseline, or where the score does not change.
  public var relativeCompletenessGap: Double? {
    guard let gap = completenessGap, let scoreAtBaseline, scoreAtInput != scoreAtBaseline else {
      return nil
    }
    return abs(gap) / abs(scoreAtInput - scoreAtBaseline)
  }
}
