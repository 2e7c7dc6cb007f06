import Tensors

/// Integrated Gradients from a whole collection of baselines at once: the mean of
/// `(xᵢ − x′ᵢ) · ∂F/∂xᵢ (x′ + α (x − x′))` over random references x′ and random α from [0, 1].
///
/// One gradient is taken per draw. The α of N draws lie in N equal intervals, one in each, which makes
/// the mean more certain than independent α do. Attributions add up to F(x) minus the mean score of
/// the references drawn, but for the error of sampling.
///
/// Paper: Erion, Janizek, Sturmfels, Lundberg, Lee, "Improving Performance of Deep Learning Models
/// with Axiomatic Attribution Priors and Expected Gradients", Nature Machine Intelligence 2021.
public struct ExpectedGradients: AttributionMethod {
  /// Draws that are evaluated together.
  private static let drawsPerCall = 64

  /// The pictures that references are drawn from.
  public let references: [Tensor]
  /// Number of draws.
  public let samples: Int
  /// Where the draws begin.
  public let seed: UInt64
  /// Whether gradients are multiplied by x − x′; see ``IntegratedGradients``.
  public let multipliesByInputs: Bool

  /// Makes the method from at least one reference, as the function reads it.
  public init(
    references: [Tensor], samples: Int = 100, seed: UInt64 = 0, multipliesByInputs: Bool = true
  ) {
    precondition(!references.isEmpty && samples > 0, "expected gradients need references and draws")
    self.references = references
    self.samples = samples
    self.seed = seed
    self.multipliesByInputs = multipliesByInputs
  }

  /// Never: it has references of its own.
  public var usesBaselines: Bool { false }

  private struct Draw {
    let reference: Int
    let position: Double
  }

  /// Evaluates one gradient per draw, and the scores of the input and of the references drawn.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let draws = self.draws
    let drawn = Set(draws.map(\.reference)).sorted()
    let total = samples + drawn.count + 1
    var attributions = [Double](repeating: 0, count: input.values.count)
    for first in stride(from: 0, to: samples, by: Self.drawsPerCall) {
      let part = draws[first..<min(first + Self.drawsPerCall, samples)]
      try add(part, of: function, at: input, to: &attributions)
      progress(part.endIndex, total)
    }
    var scores: [Int: Double] = [:]
    for reference in drawn {
      scores[reference] = try function.values(at: PointBatch([references[reference]]))[0]
    }
    let scoreAtInput = try function.values(at: PointBatch([input]))[0]
    progress(total, total)
    var map = AttributionMap(
      attributions: Tensor(input.shape, attributions.map { Float($0 / Double(samples)) }),
      scoreAtInput: scoreAtInput,
      scoreAtBaseline: draws.reduce(0) { $0 + (scores[$1.reference] ?? 0) } / Double(samples),
      evaluations: total)
    if !multipliesByInputs { map.expectedSum = nil }
    return map
  }

  /// References and α of all draws.
  private var draws: [Draw] {
    var generator = SplitMix64(seed: seed)
    return (0..<samples).map { sample in
      let reference = generator.index(below: references.count)
      return Draw(
        reference: reference, position: (Double(sample) + generator.uniform()) / Double(samples))
    }
  }

  /// Adds the draws' terms; gradients of one reference come back as one sum.
  private func add<Function: DifferentiableFunction>(
    _ draws: ArraySlice<Draw>, of function: Function, at input: Tensor,
    to attributions: inout [Double]
  ) throws(Function.Failure) {
    let drawn = Set(draws.map(\.reference)).sorted()
    let batch = PointBatch(
      anchors: [input] + drawn.map { references[$0] },
      points: draws.map { draw in
        let group = drawn.firstIndex(of: draw.reference) ?? 0
        var coefficients = [Float](repeating: 0, count: drawn.count + 1)
        coefficients[0] = Float(draw.position)
        coefficients[group + 1] = Float(1 - draw.position)
        return PointBatch.Point(coefficients: coefficients, group: group)
      })
    let sums = try function.gradients(at: batch).sums
    for (reference, sum) in zip(drawn, sums) {
      let start = references[reference].values
      for entry in attributions.indices {
        let way = multipliesByInputs ? Double(input.values[entry]) - Double(start[entry]) : 1
        attributions[entry] += way * Double(sum.values[entry])
      }
    }
  }
}
