import Numerics
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
  /// Draws that are evaluated together: enough to fill a network's batches, few enough to hold.
  private static let drawsPerCall = 16

  /// The references that are drawn, by their places among all.
  private let references: [Int: Tensor]
  /// Number of references that are drawn from.
  private let count: Int
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
    self.init(
      references: Dictionary(uniqueKeysWithValues: zip(references.indices, references)),
      of: references.count, samples: samples, seed: seed, multipliesByInputs: multipliesByInputs)
  }

  /// Makes the method from those of `count` references that ``drawn(from:samples:seed:)`` names.
  public init(
    references: [Int: Tensor], of count: Int, samples: Int = 100, seed: UInt64 = 0,
    multipliesByInputs: Bool = true
  ) {
    precondition(count > 0 && samples > 0, "expected gradients need references and draws")
    self.references = references
    self.count = count
    self.samples = samples
    self.seed = seed
    self.multipliesByInputs = multipliesByInputs
  }

  /// Returns the places of the references that are drawn from `count` of them, each once.
  public static func drawn(from count: Int, samples: Int, seed: UInt64) -> [Int] {
    Set(draws(from: count, samples: samples, seed: seed).map(\.reference)).sorted()
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
    // Draws of one reference lie together: few references to a call.
    let draws = Self.draws(from: count, samples: samples, seed: seed).sorted {
      ($0.reference, $0.position) < ($1.reference, $1.position)
    }
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
      scores[reference] = try function.values(at: PointBatch([self[reference]]))[0]
    }
    let scoreAtInput = try function.values(at: PointBatch([input]))[0]
    progress(total, total)
    let mean = draws.reduce(0) { $0 + (scores[$1.reference] ?? 0) } / Double(samples)
    return AttributionMap(
      attributions: Tensor(input.shape, attributions.map { Float($0 / Double(samples)) }),
      scoreAtInput: scoreAtInput, scoreAtBaseline: mean,
      expectedSum: multipliesByInputs ? scoreAtInput - mean : nil, evaluations: total)
  }

  private subscript(reference: Int) -> Tensor {
    guard let tensor = references[reference] else {
      preconditionFailure("reference \(reference) is drawn, but was not given")
    }
    return tensor
  }

  /// References and α of all draws, in the order in which they are drawn.
  private static func draws(from count: Int, samples: Int, seed: UInt64) -> [Draw] {
    var generator = SplitMix64(seed: seed)
    return (0..<samples).map { sample in
      let reference = generator.index(below: count)
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
      anchors: [input] + drawn.map { self[$0] },
      points: draws.map { draw in
        let group = drawn.firstIndex(of: draw.reference) ?? 0
        var coefficients = [Float](repeating: 0, count: drawn.count + 1)
        coefficients[0] = Float(draw.position)
        coefficients[group + 1] = Float(1 - draw.position)
        return PointBatch.Point(coefficients: coefficients, group: group)
      })
    let sums = try function.gradients(at: batch).sums
    for (reference, sum) in zip(drawn, sums) {
      let start = self[reference].values
      for entry in attributions.indices {
        let way = multipliesByInputs ? Double(input.values[entry]) - Double(start[entry]) : 1
        attributions[entry] += way * Double(sum.values[entry])
      }
    }
  }
}
