import Engine
import Tensors
import TestSupport
import Testing

@Suite("Simplification")
struct SimplificationTests {
  private static func convolution(_ inputs: Int, _ outputs: Int, seed: UInt64) -> Convolution {
    var window = Window(kernel: .init(y: 3, x: 3))
    window.padBefore = .init(y: 1, x: 1)
    window.padAfter = .init(y: 1, x: 1)
    return Convolution(
      weights: .random([3, 3, inputs, outputs], seed: seed),
      bias: Tensor.random([outputs], seed: seed + 1).values, window: window)
  }

  private static func affine(_ channels: Int, seed: UInt64) -> ChannelAffine {
    ChannelAffine(
      scale: Tensor.random([channels], seed: seed).values,
      shift: Tensor.random([channels], seed: seed + 1).values)
  }

  /// A graph that is a chain of operators on one input.
  private static func chain(_ shape: Shape, _ operators: [any Operator]) throws -> Graph {
    var builder = GraphBuilder()
    var value = builder.addInput(name: "x", shape: shape)
    for (index, item) in operators.enumerated() {
      value = try builder.add(item, name: "node\(index)", inputs: [value])
    }
    return try builder.graph(outputs: [value])
  }

  /// Output and gradient before and after, which may differ by rounding.
  private static func expectSame(
    _ before: Graph, _ after: Graph, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let points = before.inputs.enumerated().map { index, id in
      Tensor.random(before[id].shape, seed: 50 + UInt64(index))
    }
    let (a, b) = (TestGraph.run(before, on: points), TestGraph.run(after, on: points))
    let tolerance = roundingTolerance(terms: 60)
    #expect(relativeDifference(a.output, b.output) < tolerance, sourceLocation: sourceLocation)
    for (one, other) in zip(a.gradients, b.gradients) {
      #expect(relativeDifference(one, other) < tolerance, sourceLocation: sourceLocation)
    }
  }

  @Test("A number times its sigmoid is one function, in either order, unless the sigmoid is read")
  func joins() throws {
    func graph(swapped: Bool, isRead: Bool, of operation: Arithmetic.Operation = .product) throws
      -> Graph
    {
      var builder = GraphBuilder()
      let x = builder.addInput(name: "x", shape: [3, 2, 4])
      let share = try builder.add(Sigmoid(), name: "share", inputs: [x])
      let y = try builder.add(
        Arithmetic(operation), name: "y", inputs: swapped ? [share, x] : [x, share])
      return try builder.graph(outputs: isRead ? [y, share] : [y])
    }
    for swapped in [false, true] {
      let before = try graph(swapped: swapped, isRead: false)
      let after = before.simplified()
      #expect(after.nodes.count == 1 && after.nodes[0].operator is SigmoidLinearUnit)
      #expect(after.nodes[0].name == "y")
      Self.expectSame(before, after)
    }
    #expect(try graph(swapped: false, isRead: true).simplified().nodes.count == 2)
    #expect(try graph(swapped: false, isRead: false, of: .sum).simplified().nodes.count == 2)
  }

  @Test("A convolution takes in the normalisation and the rectifier behind it")
  func absorption() throws {
    let graph = try Self.chain(
      [5, 4, 3],
      [
        Self.convolution(3, 4, seed: 1), Self.affine(4, seed: 3), Self.affine(4, seed: 5),
        Rectifier(), Self.affine(4, seed: 7), Self.affine(4, seed: 9),
      ])
    let simpler = graph.simplified()
    #expect(simpler.nodes.count == 2)
    #expect((simpler.nodes[0].operator as? Convolution)?.activation == .rectifier)
    Self.expectSame(graph, simpler)
  }

  @Test("A fully connected layer takes in what is behind it")
  func linear() throws {
    let layer = Linear(weights: .random([6, 4], seed: 1))
    let graph = try Self.chain([6], [layer, Self.affine(4, seed: 3), Rectifier()])
    let simpler = graph.simplified()
    #expect(simpler.nodes.count == 1)
    Self.expectSame(graph, simpler)
  }

  @Test("A value that others read, or that is an output, is not absorbed")
  func sharedValues() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [5, 4, 3])
    let a = try builder.add(Self.convolution(3, 4, seed: 1), name: "a", inputs: [x])
    let b = try builder.add(Rectifier(), name: "b", inputs: [a])
    let c = try builder.add(Arithmetic(.sum), name: "c", inputs: [a, b])
    let shared = try builder.graph(outputs: [c])
    #expect(shared.simplified().nodes.count == 3)
    Self.expectSame(shared, shared.simplified())
    let output = try builder.graph(outputs: [a, b])
    #expect(output.simplified().nodes.count == 2)
    #expect(output.simplified().outputs.count == 2)
  }

  @Test("What no output needs is dropped, inputs excepted")
  func pruning() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [4])
    let unused = builder.addInput(name: "unused", shape: [2])
    _ = try builder.add(Rectifier(), name: "dead", inputs: [unused])
    let y = try builder.add(Sigmoid(), name: "y", inputs: [x])
    _ = try builder.add(Rectifier(), name: "also dead", inputs: [y])
    let graph = try builder.graph(outputs: [y]).pruned()
    #expect(graph.nodes.map(\.name) == ["y"])
    #expect(graph.inputs.count == 2)
  }

  @Test("Operators on constants alone are the same for every example of a batch")
  func operatorsOnConstants() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [2, 3])
    let k = builder.addConstant(name: "k", .random([2, 3], seed: 1))
    let l = builder.addConstant(name: "l", .random([3, 3], seed: 2))
    let rectified = try builder.add(Rectifier(), name: "rectified", inputs: [k])
    let other = try builder.add(Sigmoid(), name: "other", inputs: [l])
    let joined = try builder.add(
      Concatenation(axis: 0), name: "joined", inputs: [rectified, other])
    let flat = try builder.add(Reshape(to: [5, 3]), name: "flat", inputs: [joined])
    let wide = try builder.add(Concatenation(axis: 0), name: "wide", inputs: [x, l])
    let y = try builder.add(Arithmetic(.product), name: "y", inputs: [wide, flat])
    let graph = try builder.graph(outputs: [y])
    let points = (0..<3).map { Tensor.random([2, 3], seed: 10 + $0) }
    let batch = Tensor([3, 2, 3], points.flatMap(\.values))
    let found = try ForwardSession(graph, batchSize: 3).outputs(for: [batch])[0].values
    let single = points.flatMap { TestGraph.run(graph, on: [$0]).output }
    #expect(found == single)
    let session = try GradientSession(graph, threads: 1)
    let seed = [Float](repeating: 1, count: 15)
    let together = try session.gradients(of: seed, at: PointBatch(points))
    var sum = [Float](repeating: 0, count: 6)
    for point in points {
      let gradient = TestGraph.run(graph, on: [point]).gradients[0]
      for index in 0..<6 { sum[index] += gradient[index] }
    }
    #expect(relativeDifference(together.sums[0].values, sum) < roundingTolerance(terms: 3))
  }

  @Test("The affine entrance of a network, and what is behind it, make up the network")
  func affinePrefix() throws {
    let graph = try Self.chain(
      [5, 4, 3],
      [
        Self.affine(3, seed: 1), Self.convolution(3, 4, seed: 3), Self.affine(4, seed: 5),
        AveragePooling(window: Window(kernel: .init(y: 2, x: 2))), Rectifier(),
        Self.convolution(4, 2, seed: 7),
      ])
    let parts = graph.splitAtAffinePrefix()
    let prefix = try #require(parts.prefix)
    #expect(prefix.nodes.count == 4)
    #expect(parts.body.nodes.count == 2)

    let x = Tensor.random([5, 4, 3], seed: 20)
    let middle = TestGraph.run(prefix, on: [x]).output
    let shape = parts.body[parts.body.inputs[0]].shape
    let end = TestGraph.run(parts.body, on: [Tensor(shape, middle)])
    let whole = TestGraph.run(graph, on: [x])
    #expect(end.output == whole.output)

    let other = Tensor.random([5, 4, 3], seed: 21)
    let between = Tensor(x.shape, zip(x.values, other.values).map { 0.25 * $0 + 0.75 * $1 })
    let mixed = zip(middle, TestGraph.run(prefix, on: [other]).output).map { 0.25 * $0 + 0.75 * $1 }
    let found = TestGraph.run(prefix, on: [between]).output
    #expect(relativeDifference(found, mixed) < roundingTolerance(terms: 60))
  }

  @Test("The entrance ends before anything that is not affine, or that is read twice")
  func prefixEnds() throws {
    let rectifiedFirst = try Self.chain([4], [Rectifier(), Self.affine(4, seed: 1)])
    #expect(rectifiedFirst.splitAtAffinePrefix().prefix == nil)
    let absorbed = try Self.chain([5, 4, 3], [Self.convolution(3, 4, seed: 1), Rectifier()])
      .simplified()
    #expect(absorbed.splitAtAffinePrefix().prefix == nil)

    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [4])
    let a = try builder.add(Self.affine(4, seed: 1), name: "a", inputs: [x])
    let y = try builder.add(Arithmetic(.product), name: "y", inputs: [x, a])
    #expect(try builder.graph(outputs: [y]).splitAtAffinePrefix().prefix == nil)
    #expect(try builder.graph(outputs: [a]).splitAtAffinePrefix().prefix == nil)
  }

  @Test("A graph may end elsewhere, or with one more operator")
  func otherOutputs() throws {
    let graph = try Self.chain([4], [Sigmoid(), Self.affine(4, seed: 1), Softmax()])
    let logits = try #require(graph.value(named: "node1"))
    #expect(graph.with(outputs: [logits]).nodes.count == 2)
    let appended = try graph.appending(LogSoftmax(), name: "log", to: logits)
    #expect(appended.nodes.map(\.name) == ["node0", "node1", "log"])
    #expect(appended.parameterCount == 8)
    #expect(throws: GraphError.self) {
      try graph.appending(GlobalAveragePooling(), name: "pool", to: logits)
    }
  }
}
