import Attribution
import Tensors
import Testing

/// F(x) = G(A x, x): a linear layer, and a formula of its value and of the input.
private struct LayeredFormula: LayeredFunction {
  let matrix: [[Double]]
  /// G of the layer's numbers followed by the input's.
  let outer: Formula

  var inputShape: Shape { [matrix[0].count] }
  var layerShape: Shape { [matrix.count] }

  private func activation(_ x: [Double]) -> [Double] { matrix.map { dot($0, x) } }

  private var whole: Formula {
    Formula(matrix[0].count) { x in
      outer.value(activation(x) + x)
    } gradient: { x in
      let slopes = outer.gradient(activation(x) + x)
      return x.indices.map { entry in
        matrix.indices.reduce(slopes[matrix.count + entry]) { $0 + slopes[$1] * matrix[$1][entry] }
      }
    }
  }

  func values(at batch: PointBatch) -> [Double] { whole.values(at: batch) }
  func gradients(at batch: PointBatch) -> GradientSums { whole.gradients(at: batch) }

  func layer(at batch: PointBatch) throws(Never) -> [LayerPoint] {
    batch.points.indices.map { index in
      let x = batch.point(index).values.map(Double.init)
      let inner = activation(x) + x
      let slopes = outer.gradient(inner).prefix(matrix.count)
      return LayerPoint(
        score: outer.value(inner), activation: Tensor(layerShape, activation(x).map(Float.init)),
        gradient: Tensor(layerShape, slopes.map(Float.init)))
    }
  }

  func tail(at input: Tensor) throws(Never) -> Formula {
    let x = input.values.map(Double.init)
    return Formula(matrix.count) { v in
      outer.value(v + x)
    } gradient: { v in
      Array(outer.gradient(v + x).prefix(v.count))
    }
  }
}

@Suite("Methods at a layer") struct LayerMethodTests {
  private let input = vector(1, 2)
  private let baseline = vector(-1, 0.5)
  /// v₁ v₂ with v = (x₁ + x₂, 3x₁ − x₂): all of the score passes through the layer.
  private let cut = LayeredFormula(
    matrix: [[1, 1], [3, -1]],
    outer: Formula(4, value: { $0[0] * $0[1] }, gradient: { [$0[1], $0[0], 0, 0] }))
  /// v₁ + v₂ x₁: a part of the score passes by the layer.
  private let beside = LayeredFormula(
    matrix: [[1, 1], [3, -1]],
    outer: Formula(
      4, value: { $0[0] + $0[1] * $0[2] }, gradient: { [1, $0[2], $0[1], 0] }))

  @Test("integrated gradients at a layer go from its value at the baseline to that at the input")
  func integratedGradients() throws {
    let found = AtLayer(IntegratedGradients(steps: 10)).attribute(
      cut, input: input, baselines: [baseline])
    // v goes from (−½, −3½) to (3, 1): half of each product of differences, by symmetry.
    #expect(distance(found.attributions, [3.5 * -1.25, 4.5 * 1.25]) < singlePrecision(20))
    #expect(abs(try #require(found.completenessGap)) < singlePrecision(20))
    #expect(found.scoreAtInput == 3 && found.scoreAtBaseline == 1.75)
  }

  @Test("influence at a layer is the mean gradient there, over points of the input")
  func influenceOverPoints() {
    // At (1, 2) v = (3, 1), at (2, 0) v = (2, 6); the gradient of v₁ v₂ is (v₂, v₁).
    let points = PointsOfInterest.list([vector(1, 2), vector(2, 0)])
    let found = InfluenceAtLayer(Influence(points)).attribute(cut, input: input, baselines: [])
    #expect(distance(found.attributions, [3.5, 2.5]) < singlePrecision(10))
    #expect(found.scoreAtInput == 3 && found.evaluations == 3)
    let times = InfluenceAtLayer(Influence(points, multipliesByInput: true))
      .attribute(cut, input: input, baselines: [])
    #expect(distance(times.attributions, [10.5, 2.5]) < singlePrecision(20))
  }

  @Test("what passes by the layer stays as it is at the input")
  func heldInput() {
    let found = AtLayer(IntegratedGradients(steps: 4)).attribute(
      beside, input: input, baselines: [baseline])
    #expect(distance(found.attributions, [3.5, 4.5]) < singlePrecision(10))
    #expect(found.scoreAtBaseline == -0.5 - 3.5)
    let gradient = AtLayer(GradientAtInput()).attribute(beside, input: input, baselines: [])
    #expect(gradient.attributions == vector(1, 1))
    let product = AtLayer(InputTimesGradient()).attribute(cut, input: input, baselines: [])
    #expect(product.attributions == vector(3, 3))
  }

  @Test("conductance adds up to the change of the score at a layer that all passes through")
  func conductance() {
    let found = Conductance(steps: 10).attribute(cut, input: input, baselines: [baseline])
    #expect(distance(found.attributions, [3.5 * -1.25, 4.5 * 1.25]) < singlePrecision(20))
    #expect(abs(found.sum - 1.25) < singlePrecision(20))
    #expect(found.evaluations == 11)
    // Beside the layer, x₁ goes from −1 to 1: the conductance of v₂ is ∫ x₁ dv₂ = 0.
    let part = Conductance(steps: 10).attribute(beside, input: input, baselines: [baseline])
    #expect(distance(part.attributions, [3.5, 0]) < singlePrecision(20))
    #expect(part.completenessGap == nil)
  }

  @Test("the left rule takes the gradient at the beginning of every step")
  func leftRule() {
    let found = Conductance(steps: 1, rule: .left).attribute(
      cut, input: input, baselines: [baseline])
    #expect(distance(found.attributions, [3.5 * -3.5, 4.5 * -0.5]) < singlePrecision(20))
  }

  @Test("internal influence is the mean gradient at the layer")
  func influence() {
    let found = InternalInfluence(steps: 10).attribute(
      cut, input: input, baselines: [baseline, input])
    // Means of (v₂, v₁) along the path, and at the input; the two baselines are averaged.
    #expect(distance(found.attributions, [(-1.25 + 1) / 2, (1.25 + 3) / 2]) < singlePrecision(20))
    #expect(found.completenessGap == nil)
    #expect(found.evaluations == 26)
  }

  @Test("Grad-CAM weighs channels with their mean gradients, and keeps what is positive")
  func gradCAM() {
    // A layer of 1×2 places and two channels, entries (place, channel).
    let layered = Places(activation: [1, 2, 3, -4], gradient: [1, 0.5, 3, -1.5])
    let found = GradCAM().attribute(layered, input: vector(0), baselines: [])
    // Weights 2 and −½: places 2·1 − ½·2 = 1 and 2·3 + ½·4 = 8.
    #expect(found.attributions == Tensor([1, 2, 1], [1, 8]))
    let against = Places(activation: [1, 2, 3, -4], gradient: [-1, 0, -3, 0])
    #expect(
      GradCAM().attribute(against, input: vector(0), baselines: []).attributions
        == Tensor([1, 2, 1], [0, 0]))
  }

  @Test("Grad-CAM leaves out tokens that stand for no place")
  func gradCAMOfTokens() {
    // The same two places between two other tokens.
    let layered = Places(
      activation: [9, 9, 1, 2, 3, -4, 7, 7], gradient: [5, 5, 1, 0.5, 3, -1.5, 8, 8],
      layerShape: [4, 2], layerGrid: LayerGrid(height: 2, width: 1, leadingTokens: 1))
    let found = GradCAM().attribute(layered, input: vector(0), baselines: [])
    #expect(found.attributions == Tensor([2, 1, 1], [1, 8]))
  }
}

/// A function with a fixed layer of two places and two channels, unless another is given.
private struct Places: LayeredFunction {
  let activation: [Float]
  let gradient: [Float]
  var layerShape: Shape = [1, 2, 2]
  var layerGrid: LayerGrid? = LayerGrid(height: 1, width: 2)
  var inputShape: Shape { [1] }

  func values(at batch: PointBatch) throws(Never) -> [Double] { batch.points.map { _ in 7 } }
  func gradients(at batch: PointBatch) throws(Never) -> GradientSums {
    GradientSums(values: values(at: batch), sums: [Tensor([1])])
  }
  func layer(at batch: PointBatch) throws(Never) -> [LayerPoint] {
    batch.points.map { _ in
      LayerPoint(
        score: 7, activation: Tensor(layerShape, activation),
        gradient: Tensor(layerShape, gradient))
    }
  }
  func tail(at input: Tensor) throws(Never) -> Formula { .linear(gradient.map(Double.init)) }
}
