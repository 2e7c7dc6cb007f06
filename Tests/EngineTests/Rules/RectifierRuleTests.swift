import Engine
import Tensors
import TestSupport
import Testing

@Suite("Rules for rectifiers")
struct RectifierRuleTests {
  /// The rule as an operator that is in no way special: it keeps its input.
  private struct PlainRule: Operator, Kernel {
    let rule: RectifierRule
    func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }
    var backwardReads: BackwardReads { .inputs }
    func forward(_ operands: Operands, batch: Int) {
      let (x, y) = (operands.inputs[0], operands.output)
      for row in 0..<batch * y.rows {
        for column in 0..<y.columns {
          y.base[row * y.rowStride + column] = max(x.base[row * x.rowStride + column], 0)
        }
      }
    }
    func backward(_ operands: Operands, batch: Int) {
      guard let gradient = operands.inputGradients[0] else { return }
      let (x, dy, dx) = (operands.inputs[0], operands.outputGradient, gradient.view)
      for row in 0..<batch * dy.rows {
        for column in 0..<dy.columns {
          let slope = dy.base[row * dy.rowStride + column]
          let isOpen = rule == .deconvolution || x.base[row * x.rowStride + column] > 0
          let value = slope > 0 && isOpen ? slope : 0
          let target = dx.base + row * dx.rowStride + column
          target.pointee = gradient.accumulates ? target.pointee + value : value
        }
      }
    }
  }

  /// One rectifier between two scalings, whose second one is the slope that arrives.
  private func slopes(_ rule: RectifierRule, x: [Float], arriving: [Float]) throws -> [Float] {
    var builder = GraphBuilder()
    let input = builder.addInput(name: "x", shape: [x.count])
    let y = try builder.add(Rectifier(), name: "relu", inputs: [input])
    let scaled = try builder.add(
      ChannelAffine(scale: arriving, shift: arriving.map { _ in 0 }), name: "scaled", inputs: [y])
    let graph = try builder.graph(outputs: [scaled]).withRectifiers(rule)
    let found = TestGraph.run(graph, on: [Tensor([x.count], x)])
    #expect(found.output == zip(x, arriving).map { max($0, 0) * $1 })
    return found.gradients[0]
  }

  @Test("Guided backpropagation lets through what is positive where the input was")
  func guided() throws {
    let found = try slopes(
      .guidedBackpropagation, x: [2, 2, -1, -1, 0, 3], arriving: [5, -5, 5, -5, 4, 0.5])
    #expect(found == [5, 0, 0, 0, 0, 0.5])
  }

  @Test("A deconvolution network lets through what is positive, wherever")
  func deconvolution() throws {
    let found = try slopes(
      .deconvolution, x: [2, 2, -1, -1, 0, 3], arriving: [5, -5, 5, -5, 4, 0.5])
    #expect(found == [5, 0, 5, 0, 4, 0.5])
  }

  @Test("No rectifier stays, none is fused, and the network computes the same")
  func replacement() throws {
    let graph = try SmallNetwork().graph()
    let picture = SmallNetwork().picture(1)
    let plain = TestGraph.run(graph, on: [picture])
    for rule in RectifierRule.allCases {
      let ruled = graph.withRectifiers(rule)
      let fused = ruled.simplified()
      #expect(graph.nodes.count { $0.operator is Rectifier } == 7)
      for graph in [ruled, fused] {
        #expect(graph.nodes.count { $0.operator is RuledRectifier } == 7)
        #expect(!graph.nodes.contains { $0.operator.rectifiesOutput })
        let found = TestGraph.run(graph, on: [picture])
        #expect(relativeDifference(found.output, plain.output) < roundingTolerance(terms: 200))
      }
    }
  }

  /// In place, behind and inside concatenations, read twice, in micro-batches of a session.
  @Test(
    "A network with branches agrees with rules that keep their inputs",
    arguments: RectifierRule.allCases)
  func agreesWithPlainRule(_ rule: RectifierRule) throws {
    let network = SmallNetwork()
    let graph = try network.graph()
    let pictures = (0..<6).map { network.picture($0) }
    let plain = try plainGraph(rule)
    var seed = [Float](repeating: 0, count: network.classes)
    seed[2] = 1
    seed[3] = -1
    let found = try GradientSession(graph.withRectifiers(rule), threads: 2)
      .gradients(of: seed, at: PointBatch(pictures))
    let expected = try GradientSession(plain, threads: 1)
      .gradients(of: seed, at: PointBatch(pictures))
    #expect(relativeDifference(found.sums[0].values, expected.sums[0].values) < 1e-5)
    #expect(expected.sums[0].values.contains { abs($0) > 1e-3 })
  }

  /// The small network with plain rules in place of its rectifiers.
  private func plainGraph(_ rule: RectifierRule) throws -> Graph {
    let graph = try SmallNetwork().graph()
    var builder = GraphBuilder()
    var values: [Graph.ValueID: Graph.ValueID] = [
      graph.inputs[0]: builder.addInput(name: "image", shape: SmallNetwork().inputShape)
    ]
    for node in graph.nodes {
      values[node.output] = try builder.add(
        node.operator is Rectifier ? PlainRule(rule: rule) : node.operator, name: node.name,
        inputs: node.inputs.compactMap { values[$0] })
    }
    return try builder.graph(outputs: graph.outputs.compactMap { values[$0] })
  }

  @Test("Without rectifiers nothing changes")
  func noRectifiers() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [5])
    let y = try builder.add(LeakyRectifier(negativeSlope: 0.1), name: "leaky", inputs: [x])
    let z = try builder.add(HyperbolicTangent(), name: "tanh", inputs: [y])
    let graph = try builder.graph(outputs: [z])
    let point = Tensor.random([5], seed: 3)
    let plain = TestGraph.run(graph, on: [point])
    for rule in RectifierRule.allCases {
      let found = TestGraph.run(graph.withRectifiers(rule), on: [point])
      #expect(found.gradients == plain.gradients)
    }
  }

  @Test("Maps are those of Captum", arguments: RectifierRule.allCases)
  func captum(_ rule: RectifierRule) throws {
    let graph = try RuleNetwork.graph(isDeep: false)
    let session = try GradientSession(graph.withRectifiers(rule), threads: 1)
    let found = try session.gradients(of: [1], at: PointBatch([RuleNetwork.picture]))
    #expect(abs(found.values[0] - 1.442654944506796) < 1e-5)
    let expected = rule == .deconvolution ? Self.deconvolutionMap : Self.guidedMap
    #expect(relativeDifference(found.sums[0].values, expected) < 1e-5)
  }

  // Captum 0.9.0 on torch 2.13, in double precision, on the same network and picture:
  // `GuidedBackprop(net).attribute(x, target=0)` and `Deconvolution(net).attribute(x, target=0)`,
  // in the order height, width, channel.
  private static let guidedMap: [Double] = [
    -0.834019204, -0.335802469, -0.826886145, 0.211248285, -0.172839506, 0.261179698, 0.576131687,
    1.116049383,
    -0.207407407, 0.824142661, 0.841152263, 0.184362140, -0.166255144, 0.562962963, -0.780246914,
    0.147050754,
    -1.917421125, -1.265569273, -1.491083676, -0.132510288, 1.273799726, 2.681755830, -0.233196159,
    0.430727023,
    -1.229629630, -0.462551440, 0.021399177, 1.113305898, -1.412620027, -0.261454047, -0.849931413,
    -0.442798354,
  ]

  private static let deconvolutionMap: [Double] = [
    -0.260356653, -0.309465021, 0.208504801, 0.570644719, -0.054869684, 1.200548697, 0.096570645,
    0.669410151,
    -0.955555556, 0.219753086, -0.656515775, 0.256241427, -1.073251029, 0.742386831, 0.117969822,
    1.001920439,
    -1.471056241, -0.723731139, -0.594238683, 0.629355281, -0.670233196, 0.553909465, 0.120713306,
    0.717146776,
    -0.163786008, 0.334979424, 0.444170096, 1.117969822, -0.717146776, 0.036213992, -0.540740741,
    -0.138545953,
  ]
}
