import Engine
import Tensors
import TestSupport
import Testing

@Suite("The rescale rule")
struct RescaleRuleTests {
  /// Multipliers of a graph at x, and its change of the sum of outputs.
  private func multipliers(
    _ graph: Graph, _ x: Tensor, _ reference: Tensor
  ) -> (values: [Float], atReference: [Float], change: Double) {
    let found = TestGraph.run(graph.withRescaleRule(), on: [x, reference])
    let plain = [x, reference].map { TestGraph.run(graph, on: [$0]).output }
    #expect(relativeDifference(found.output, plain[0]) < roundingTolerance(terms: 100))
    let change = zip(plain[0], plain[1]).reduce(0.0) { $0 + Double($1.0) - Double($1.1) }
    return (found.gradients[0], found.gradients[1], change)
  }

  private func contributions(_ multipliers: [Float], _ x: Tensor, _ reference: Tensor) -> Double {
    zip(multipliers, zip(x.values, reference.values)).reduce(0) {
      $0 + Double($1.0) * (Double($1.1.0) - Double($1.1.1))
    }
  }

  private func graph(_ shape: Shape, _ operators: [any Operator]) throws -> Graph {
    var builder = GraphBuilder()
    var value = builder.addInput(name: "x", shape: shape)
    for (index, item) in operators.enumerated() {
      value = try builder.add(item, name: "\(index)", inputs: [value])
    }
    return try builder.graph(outputs: [value])
  }

  @Test("A function's multiplier is its change divided by that of its input")
  func byHand() throws {
    let graph = try graph([5], [Rectifier()])
    let found = multipliers(
      graph, Tensor([5], [3, 3, -1, -1, 2]), Tensor([5], [1, -1, 3, -2, 2]))
    #expect(found.values == [1, 0.75, 0.75, 0, 1])
    #expect(found.atReference == [0, 0, 0, 0, 0])
  }

  @Test("Contributions of one function add up to its change, entry by entry")
  func everyFunction() throws {
    let functions: [any Operator] = [
      Rectifier(), LeakyRectifier(negativeSlope: 0.1), Clip(minimum: -0.4, maximum: 0.3),
      Sigmoid(), HyperbolicTangent(), GaussianErrorLinearUnit(), SigmoidLinearUnit(), HardSwish(),
      Exponential(), ExponentialLinearUnit(), Softplus(), Sine(), Power(exponent: 2),
      AbsoluteValue(),
    ]
    let (x, reference) = (Tensor.random([60], seed: 1), Tensor.random([60], seed: 2))
    for function in functions {
      let graph = try graph([60], [function])
      let found = multipliers(graph, x, reference)
      let ends = [x, reference].map { TestGraph.run(graph, on: [$0]).output }
      for entry in 0..<60 {
        let change = ends[0][entry] - ends[1][entry]
        let share = found.values[entry] * (x.values[entry] - reference.values[entry])
        #expect(abs(change - share) < 8 * Float.ulpOfOne)
      }
    }
  }

  @Test("Where nothing changes, multipliers are gradients", arguments: [false, true])
  func sameInput(_ isDeep: Bool) throws {
    let graph = try RuleNetwork.graph(isDeep: isDeep)
    let found = multipliers(graph, RuleNetwork.picture, RuleNetwork.picture)
    let plain = TestGraph.run(graph, on: [RuleNetwork.picture])
    #expect(relativeDifference(found.values, plain.gradients[0]) < 1e-5)
  }

  @Test("What is affine keeps its gradient")
  func affine() throws {
    let graph = try graph(
      [4, 4, 2],
      [
        Convolution(
          weights: .random([3, 3, 2, 3], seed: 1), window: Window(kernel: .init(y: 3, x: 3))),
        ChannelAffine(scale: [1, 2, 3], shift: [4, 5, 6]), GlobalAveragePooling(),
      ])
    let found = multipliers(graph, RuleNetwork.picture, RuleNetwork.baseline)
    let plain = TestGraph.run(graph, on: [RuleNetwork.picture])
    #expect(found.values == plain.gradients[0])
  }

  @Test("Of pooling, both winners get their part")
  func poolingByHand() throws {
    let graph = try graph(
      [1, 4, 1], [MaximumPooling(window: Window(kernel: .init(y: 1, x: 4)))])
    // The maximum rises from 5 to 8: the winner gets 3, of which each unit of its change gets 3/7.
    let up = multipliers(
      graph, Tensor([1, 4, 1], [1, 8, 4, 2]), Tensor([1, 4, 1], [0, 1, 5, 3]))
    #expect(up.values == [0, 3 / 7, 0, 0])
    // It falls from 8 to 5: the place of the former maximum gets −3.
    let down = multipliers(
      graph, Tensor([1, 4, 1], [0, 1, 5, 3]), Tensor([1, 4, 1], [1, 8, 4, 2]))
    #expect(down.values == [0, 3 / 7, 0, 0])
    #expect(down.atReference == [0, 0, 0, 0])
  }

  static let windows: [Window] = [(2, 2, 0), (3, 2, 0), (3, 1, 1), (3, 2, 1)].map {
    kernel, stride, padding in
    var window = Window(kernel: .init(y: kernel, x: kernel))
    window.stride = .init(y: stride, x: stride)
    window.padBefore = .init(y: padding, x: padding)
    window.padAfter = window.padBefore
    window.roundsUp = true
    return window
  }

  @Test("Contributions of pooling add up to its change, overlapping or not", arguments: windows)
  func pooling(_ window: Window) throws {
    let graph = try graph([7, 6, 3], [MaximumPooling(window: window)])
    let (x, reference) = (Tensor.random([7, 6, 3], seed: 1), Tensor.random([7, 6, 3], seed: 2))
    let found = multipliers(graph, x, reference)
    #expect(abs(contributions(found.values, x, reference) - found.change) < 1e-4)
  }

  /// Under these conditions a multiplier is a gradient, so that the operators can be checked like
  /// any others: a linear function; and pooling over a reference that is flat, and lower than all.
  @Test("Operators write only where they may, add where they should, and heed batches")
  func operands() {
    expectNone(
      disagreements(
        of: RescaledFunction(LeakyRectifier(negativeSlope: 1)), inputs: [[3, 4, 5], [3, 4, 5]],
        terms: 40
      ) { $0[0] })
    expectNone(
      disagreements(
        of: RescaledFunction(LeakyRectifier(negativeSlope: 1)), inputs: [[3, 4, 5], [3, 4, 5]],
        constants: [1: .random([3, 4, 5], in: 3...4, seed: 1)], terms: 40
      ) { $0[0] })
    for window in Self.windows {
      expectNone(
        disagreements(
          of: RescaledMaximumPooling(window: window), inputs: [[7, 6, 3], [7, 6, 3]],
          constants: [1: Tensor([7, 6, 3], repeating: -5)], terms: 40
        ) { References.maximumPooling($0[0], window) })
      expectNone(
        disagreements(
          of: RescaledMaximumPooling(window: window), inputs: [[2, 7, 6, 3], [2, 7, 6, 3]],
          constants: [1: Tensor([2, 7, 6, 3], repeating: -5)], terms: 40
        ) { imagewise($0[0]) { References.maximumPooling($0, window) } })
    }
  }

  @Test("Two inputs of different shapes are refused")
  func shapes() {
    #expect(throws: ShapeError.self) {
      try RescaledFunction(Sigmoid()).outputShape(of: [[3], [4]])
    }
    #expect(throws: ShapeError.self) {
      try RescaledMaximumPooling(window: Self.windows[0]).outputShape(of: [[4, 4, 1], [4, 4, 2]])
    }
  }

  @Test("Contributions add up to the change of the score", arguments: [false, true])
  func completeness(_ isDeep: Bool) throws {
    let graph = try RuleNetwork.graph(isDeep: isDeep)
    let found = multipliers(graph, RuleNetwork.picture, RuleNetwork.baseline)
    let sum = contributions(found.values, RuleNetwork.picture, RuleNetwork.baseline)
    #expect(abs(sum - found.change) < 1e-5)
    #expect(found.atReference.allSatisfy { $0 == 0 })
    let fused = TestGraph.run(
      graph.withRescaleRule().simplified(), on: [RuleNetwork.picture, RuleNetwork.baseline])
    #expect(relativeDifference(fused.gradients[0], found.values) < 1e-5)
  }

  @Test("Contributions add up through branches, concatenations and sums")
  func branches() throws {
    let whole = try SmallNetwork().graph()
    // Without normalisation and softmax, which have no rule.
    var builder = GraphBuilder()
    var values: [Graph.ValueID: Graph.ValueID] = [
      whole.inputs[0]: builder.addInput(name: "image", shape: SmallNetwork().inputShape)
    ]
    for node in whole.nodes {
      let inputs = node.inputs.compactMap { values[$0] }
      let isSkipped = node.operator is Softmax || node.operator is LocalResponseNormalization
      values[node.output] =
        isSkipped
        ? inputs[0] : try builder.add(node.operator, name: node.name, inputs: inputs)
    }
    let graph = try builder.graph(outputs: whole.outputs.compactMap { values[$0] })
    let (x, reference) = (SmallNetwork().picture(1), SmallNetwork().picture(2))
    let found = multipliers(graph, x, reference)
    #expect(abs(found.change) > 0.01)
    #expect(abs(contributions(found.values, x, reference) - found.change) < 1e-4)
  }

  @Test("The copy shares constants, and ends where nothing needs it any more")
  func structure() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [3])
    let k = builder.addConstant(name: "k", Tensor([3], [1, 2, 3]))
    let product = try builder.add(Arithmetic(.product), name: "product", inputs: [x, k])
    let y = try builder.add(Sigmoid(), name: "y", inputs: [product])
    let z = try builder.add(Arithmetic(.sum), name: "z", inputs: [y, k])
    let doubled = try builder.graph(outputs: [z]).withRescaleRule()
    #expect(doubled.inputs.count == 2 && doubled.outputs.count == 1)
    #expect(doubled.inputs.map { doubled[$0].name } == ["x", "x/reference"])
    #expect(doubled.nodes.map(\.name) == ["product/reference", "product", "y", "z"])
    #expect(doubled.parameterCount == 3)
  }

  /// Captum 0.9.0 on torch 2.13, in double precision: `DeepLift(net).attribute(x, x′, target=0)` on
  /// the same network and pictures, with `+ 0.0` between the rectifier, the pooling and the
  /// tangent: Captum loses multipliers where modules with rules follow each other directly, and the
  /// sum with them. In the order height, width, channel.
  @Test("Contributions are those of Captum")
  func captum() throws {
    let graph = try RuleNetwork.graph(isDeep: true)
    let (x, reference) = (RuleNetwork.picture, RuleNetwork.baseline)
    let found = multipliers(graph, x, reference)
    let attributions = found.values.indices.map {
      found.values[$0] * (x.values[$0] - reference.values[$0])
    }
    #expect(relativeDifference(attributions, Self.captumMap) < 1e-6)
  }

  private static let captumMap: [Double] = [
    -0.012923802, 0.006137160, 0.000842661, -0.005553598, -0.006507727, 0.003171207, -0.005163266,
    -0.000235383,
    0.032829044, -0.046445599, -0.001460788, 0.012102092, 0.008258499, 0.000217785, -0.002225488,
    0.012153792,
    0.007538817, 0.027358017, -0.041715097, 0.018623723, 0.013969469, -0.000404221, 0.001279196,
    0.013918173,
    0.000563131, 0.003829346, -0.034536141, -0.006824935, -0.005957813, 0.008691245, 0.002713435,
    -0.007086080,
  ]
}
