/// What was seen on the way from one baseline to the photo.
public struct PathCurve: Hashable, Sendable {
  /// One point of the way.
  public struct Sample: Hashable, Sendable {
    /// The share α of the way, 0 at the baseline, 1 at the photo.
    public var position: Double
    /// The score F of the target there.
    public var score: Double
    /// The mean of ∂F/∂x over all inputs.
    public var meanGradient: Double
    /// The mean of |∂F/∂x| over all inputs.
    public var meanMagnitude: Double
    /// The sum of what has been attributed from the baseline to here.
    public var cumulative: Double

    /// Makes a point of the way.
    public init(
      position: Double, score: Double, meanGradient: Double, meanMagnitude: Double,
      cumulative: Double
    ) {
      self.position = position
      self.score = score
      self.meanGradient = meanGradient
      self.meanMagnitude = meanMagnitude
      self.cumulative = cumulative
    }
  }

  /// The baseline, such as `black`.
  public var name: String
  /// The points of the way, by position.
  public var samples: [Sample]

  /// Makes a curve.
  public init(name: String, samples: [Sample]) {
    self.name = name
    self.samples = samples
  }
}
