/// How well an integral along a path has been computed. Of several paths, errors are those of the worst.
public struct IntegrationQuality: Hashable, Sendable {
  /// What can be larger than was asked for.
  public struct Shortfalls: OptionSet, Hashable, Sendable {
    /// One bit for each.
    public let rawValue: Int

    /// Makes shortfalls of their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// ``IntegrationQuality/mapError``.
    public static let map = Shortfalls(rawValue: 1)
    /// ``IntegrationQuality/gap``.
    public static let sum = Shortfalls(rawValue: 2)
    /// ``IntegrationQuality/unevenness``.
    public static let evenness = Shortfalls(rawValue: 4)
  }

  /// Evaluations from which on differences of coarse and fine rules are known to overestimate errors.
  static let trustedEvaluations = 25

  /// Estimated ‖a − exact‖₂ / ‖a‖₂, with T the trapezoid rule over an interval and T₂ that over both
  /// halves: √Σ ‖T − T₂‖₂² / (1.5 ‖a‖₂).
  ///
  /// Where the gradient jumps at random places, as those of rectifiers do, √Σ ‖T − T₂‖₂² is √3 times
  /// the error of T₂, to be expected, and where it is smooth 3 times; 1.5 leaves a margin. With fewer
  /// than 25 evaluations, whose intervals may miss where the gradient is large, it is not divided by it.
  public var mapError: Double
  /// |Σ a − (F(x) − F(x′))| as a share of |F(x) − F(x′)|, or of a hundredth of what the score varies by
  /// along the path where that is more; measured.
  public var gap: Double
  /// √Σ r² over the path's intervals as the same share, with r an interval's part of Σ a minus its
  /// change of the score, measured. It tells of parts that are wrong although the sum is right.
  public var unevenness: Double
  /// Σ |r| over the path's intervals, in units of the score; the mean of several paths. A bound of
  /// the completeness gap, mostly far above it.
  public var residuals: Double
  /// What is larger than was asked for.
  public var shortfalls: Shortfalls

  /// Whether everything is as small as was asked for.
  public var isConverged: Bool { shortfalls.isEmpty }

  /// Makes a report of a path's quality; that of an exact integral unless told otherwise.
  public init(
    mapError: Double = 0, gap: Double = 0, unevenness: Double = 0, residuals: Double = 0,
    shortfalls: Shortfalls = []
  ) {
    (self.mapError, self.gap, self.unevenness) = (mapError, gap, unevenness)
    (self.residuals, self.shortfalls) = (residuals, shortfalls)
  }
}
