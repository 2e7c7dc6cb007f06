import Numerics
import Tensors

/// The input coming into focus: from a heavily blurred copy of it to itself. There is no baseline to
/// choose.
///
/// The standard deviation at step k of N is σ (1 − k/N)², so that the steps are small where the
/// picture changes most, near its end. (Equal steps, as in the first implementation, may miss more
/// than half of the change of a score in the last few.)
///
/// Beyond its border the input is continued by its mirror image. (Zeros there, as in the first
/// implementation, would draw a frame that is not in the picture.)
///
/// Paper: Xu, Venugopalan, Sundararajan, "Attribution in Scale and Space", CVPR 2020.
public struct BlurPath: AttributionPath {
  /// Number of intervals; one waypoint more.
  public let steps: Int
  /// Standard deviation of the blur at the start, in pixels.
  public let maximumSigma: Double

  /// Makes a path of at least one step.
  public init(steps: Int = 100, maximumSigma: Double = 50) {
    precondition(steps > 0 && maximumSigma > 0, "a blur path needs a step and a blur")
    self.steps = steps
    self.maximumSigma = maximumSigma
  }

  /// Never.
  public var startsAtBaseline: Bool { false }

  /// One per end of an interval.
  public var evaluations: Int { steps + 1 }

  /// Visits the input of shape H×W×C at all scales, the coarsest first.
  public func walk<Function: DifferentiableFunction>(
    _ function: Function, from baseline: Tensor, to input: Tensor,
    visit: (Waypoint) throws(Function.Failure) -> Bool
  ) throws(Function.Failure) {
    try function.visit(
      evaluations,
      batch: { range in
        PointBatch(
          range.map { step in
            let rest = Double(steps - step) / Double(steps)
            return input.blurred(sigma: maximumSigma * rest * rest)
          })
      }, visit)
  }
}

extension Tensor {
  /// Returns the array of shape H×W×C, each channel blurred by a Gaussian that reaches 4σ far; beyond
  /// the border the array is mirrored, border entries doubled (d c b a | a b c d | d c b a).
  func blurred(sigma: Double) -> Tensor {
    let weights = GaussianWeights(sigma: sigma).values.map(Float.init)
    guard weights.count > 1 else { return self }
    return blurredAlongColumns(weights).transposed([1, 0, 2])
      .blurredAlongColumns(weights).transposed([1, 0, 2])
  }

  /// Mixes the rows of the array with symmetric weights.
  private func blurredAlongColumns(_ weights: [Float]) -> Tensor {
    let (height, length) = (shape[0], shape.count / shape[0])
    let reach = weights.count / 2
    var result = [Float](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        for row in 0..<height {
          // Weights that mirror onto one row are added first: no more terms than rows.
          var mixture = [Float](repeating: 0, count: height)
          for (offset, weight) in weights.enumerated() {
            mixture[GaussianWeights.mirrored(row + offset - reach, height)] += weight
          }
          for (source, weight) in mixture.enumerated() where weight != 0 {
            let (from, to) = (source * length, row * length)
            for entry in 0..<length { result[to + entry] += weight * values[from + entry] }
          }
        }
      }
    }
    return Tensor(shape, result)
  }
}
