/// What was seen along the way from a baseline to the input.
public struct PathRecord: Hashable, Sendable {
  /// One point of the way.
  public struct Point: Hashable, Sendable {
    /// How far along: 0 at the baseline, 1 at the input.
    public var position: Double
    /// F there.
    public var score: Double
    /// Mean of ∂F/∂xᵢ over all numbers of the input.
    public var meanGradient: Double
    /// Mean of |∂F/∂xᵢ|.
    public var meanMagnitude: Double
    /// Σ of the attributions that are earned up to here.
    public var cumulative: Double

    /// Makes a point from its parts.
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

  /// How good the map would have been with fewer evaluations.
  public struct Convergence: Hashable, Sendable {
    /// Number of evaluations.
    public var evaluations: Int
    /// |Σ a − (F(x) − F(x′))|, in units of the score.
    public var gap: Double
    /// Error of the map, ‖a − exact‖₂ / ‖a‖₂: an estimate where points are placed one by one, and the
    /// distance from the final map where they are even. Nil for the final map of even steps.
    public var mapError: Double?

    /// Makes an entry from its parts.
    public init(evaluations: Int, gap: Double, mapError: Double?) {
      self.evaluations = evaluations
      self.gap = gap
      self.mapError = mapError
    }
  }

  /// The points in the order of their positions.
  public var points: [Point]
  /// In the order of their evaluations; empty where nothing is known of it.
  public var convergence: [Convergence]

  /// Makes a record from its parts.
  public init(points: [Point], convergence: [Convergence] = []) {
    self.points = points
    self.convergence = convergence
  }
}

/// A gradient at one point of a straight way, summed up.
struct GradientSummary {
  /// dF/dα = Σ (xᵢ − x′ᵢ) ∂F/∂xᵢ.
  let slope: Double
  /// Mean of ∂F/∂xᵢ.
  let mean: Double
  /// Mean of |∂F/∂xᵢ|.
  let meanMagnitude: Double

  /// Sums up a gradient on a straight way x − x′.
  init(_ gradient: [Float], along way: [Float]) {
    var (slope, sum, magnitude) = (0.0, 0.0, 0.0)
    for (value, step) in zip(gradient, way) {
      slope += Double(step * value)
      sum += Double(value)
      magnitude += Double(value.magnitude)
    }
    let count = Double(max(gradient.count, 1))
    (self.slope, mean, meanMagnitude) = (slope, sum / count, magnitude / count)
  }
}

/// A point of a straight way with its score and what its gradient sums up to.
struct ObservedPoint {
  let position: Double
  let score: Double
  let gradient: GradientSummary
}

extension PathRecord {
  /// Makes the record of a straight way whose attributions are integrated by the trapezoid rule
  /// between neighbouring points.
  init(_ observed: [ObservedPoint]) {
    var points: [Point] = []
    var (cumulative, last) = (0.0, nil as ObservedPoint?)
    for point in observed.sorted(by: { $0.position < $1.position }) {
      if let last {
        cumulative +=
          (point.position - last.position) * (point.gradient.slope + last.gradient.slope) / 2
      }
      points.append(Point(point, cumulative: cumulative))
      last = point
    }
    self.init(points: points)
  }

  /// Makes the record of a straight way whose points have weights in the integral, in order.
  init(_ observed: [ObservedPoint], weights: [Double]) {
    var cumulative = 0.0
    self.init(
      points: zip(observed, weights).map { point, weight in
        cumulative += weight * point.gradient.slope
        return Point(point, cumulative: cumulative)
      })
  }
}

extension PathRecord.Point {
  fileprivate init(_ point: ObservedPoint, cumulative: Double) {
    self.init(
      position: point.position, score: point.score, meanGradient: point.gradient.mean,
      meanMagnitude: point.gradient.meanMagnitude, cumulative: cumulative)
  }
}
