import Attribution
import Tensors
import Testing

/// F = max(0, w·x + b), with its rescale rule.
private struct RectifiedLine: ReferencedFunction {
  let weights: [Double]
  let bias: Double

  func rescaled(from reference: Tensor) throws(Never) -> Formula {
    let start = dot(weights, reference.values.map(Double.init)) + bias
    return Formula(weights.count) { [weights, bias] x in
      max(0, dot(weights, x) + bias)
    } gradient: { [weights, bias] x in
      let end = dot(weights, x) + bias
      let multiplier = end == start ? 0 : (max(0, end) - max(0, start)) / (end - start)
      return weights.map { $0 * multiplier }
    }
  }
}

@Suite("DeepLIFT") struct DeepLiftTests {
  private let function = RectifiedLine(weights: [2, -1], bias: -1)

  @Test("contributions are way times multiplier, and add up through a kink")
  func contributions() {
    // w·x + b goes from −1 to 4: the multiplier of the rectifier is 4/5.
    let found = DeepLift().attribute(function, input: vector(3, 1), baselines: [vector(0, 0)])
    #expect(distance(found.attributions, [4.8, -0.8]) < singlePrecision(5))
    #expect(found.scoreAtInput == 4 && found.scoreAtBaseline == 0)
    #expect(abs(found.completenessGap ?? 1) < singlePrecision(5))
    #expect(found.evaluations == 2)
  }

  @Test("several baselines are averaged")
  func baselines() {
    var told: [[Int]] = []
    let found = DeepLift().attribute(
      function, input: vector(3, 1), baselines: [vector(0, 0), vector(2, 1)]
    ) { told.append([$0, $1]) }
    #expect(distance(found.attributions, [(4.8 + 2) / 2, -0.4]) < singlePrecision(5))
    #expect(found.scoreAtBaseline == 1)
    #expect(told == [[2, 4], [4, 4]])
  }
}
