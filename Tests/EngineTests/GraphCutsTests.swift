import Engine
import Tensors
import TestSupport
import Testing

@Suite("Graphs that are cut at a value")
struct GraphCutsTests {
  /// Values of the network at which it is cut: the input, in and behind the affine entrance,
  /// branches of a module and what joins them, vectors, and the output.
  static let names = [
    "image", "stem", "stem/relu", "lrn", "pool", "one", "one/relu", "reduce/relu", "three/relu",
    "five", "project/relu", "module", "again", "again/relu", "residual", "mean", "flat", "head",
    "softmax",
  ]

  private let network = SmallNetwork()
  private let seed = Seed.weights([0, 1, 0, -0.5, 0])
  /// Rounding of the longest sums, through eight layers.
  private let tolerance = 8 * roundingTolerance(terms: 150)

  /// The network cut at a value in both ways, and ready to run.
  private struct Cut {
    let whole: GradientSession
    let probed: GradientSession
    let tail: GradientSession
    let surroundings: ForwardSession?
    let shape: Shape

    init(_ graph: Graph, at name: String, threads: Int = 2) throws {
      let value = try #require(graph.value(named: name))
      shape = graph[value].shape
      whole = try GradientSession(graph, threads: threads)
      probed = try GradientSession(
        graph.probed(at: value), pointsAt: 0, gradientsAt: 1, threads: threads)
      let parts = try graph.tail(from: value)
      tail = try GradientSession(parts.tail, pointsAt: 0, gradientsAt: 0, threads: threads)
      surroundings = try parts.surroundings.map { try ForwardSession($0) }
    }

    func look(
      _ seed: Seed, at batch: PointBatch
    ) throws -> (gradients: GradientSums, values: [Tensor]) {
      let found = try probed.gradientsAndFurtherOutputs(
        of: seed, at: batch, holding: [Tensor(shape)])
      return (found.gradients, found.outputs.compactMap(\.first))
    }

    /// What the tail reads besides the value.
    func held(at point: Tensor) throws -> [Tensor] {
      guard let surroundings else { return [] }
      let batch = point.reshaped(to: Shape([1] + point.shape.dimensions))
      return try surroundings.outputs(for: [batch]).map { output in
        output.reshaped(to: Shape(Array(output.shape.dimensions.dropFirst())))
      }
    }
  }

  @Test("The tail of a value is what the network makes of it", arguments: names)
  func completeness(_ name: String) throws {
    let cut = try Cut(network.graph(), at: name)
    let point = network.picture(3)
    let expected = try cut.whole.gradients(of: seed, at: PointBatch([point]))
    let seen = try cut.look(seed, at: PointBatch([point]))
    #expect(abs(seen.gradients.values[0] - expected.values[0]) < tolerance)
    let held = try cut.held(at: point)
    let found = try cut.tail.gradients(of: seed, at: PointBatch(seen.values), holding: held)
    #expect(abs(found.values[0] - expected.values[0]) < tolerance)
    let outputs = try cut.tail.outputs(at: PointBatch(seen.values), holding: held)
    #expect(relativeDifference(outputs[0], network.reference(DoubleTensor(point))) < tolerance)
    // Two ways to one gradient.
    #expect(seen.gradients.sums[0].shape == cut.shape)
    #expect(
      relativeDifference(seen.gradients.sums[0].values, found.sums[0].values) < tolerance)
    if name == "image" {
      #expect(seen.values == [point])
      #expect(relativeDifference(found.sums[0].values, expected.sums[0].values) < tolerance)
    }
  }

  /// Along the gradient the derivative is its length, which leaves rounding no room.
  @Test("Gradients at a value are those of finite differences of its tail", arguments: names)
  func finiteDifferences(_ name: String) throws {
    let cut = try Cut(network.graph(), at: name)
    let point = network.picture(3)
    let seen = try cut.look(seed, at: PointBatch([point]))
    let (value, gradient) = (seen.values[0], seen.gradients.sums[0])
    let length = gradient.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(length > 0)
    // Scores of seven digits change in the fourth; few rectifiers and maxima switch.
    let step = 2e-3
    let ends = [step, -step].map { way in
      Tensor(
        value.shape,
        zip(value.values, gradient.values).map { $0 + Float(way * Double($1) / length) })
    }
    let outputs = try cut.tail.gradients(
      of: seed, at: PointBatch(ends), holding: cut.held(at: point))
    let slope = (outputs.values[0] - outputs.values[1]) / (2 * step)
    #expect(abs(slope - length) < 0.01 * length, "\(slope) against \(length)")
  }

  @Test("Results are the same bits for every number of threads", arguments: ["lrn", "one/relu"])
  func threads(_ name: String) throws {
    let points = PointBatch((0..<11).map { network.picture($0) })
    var found: [(GradientSums, [Tensor], GradientSums)] = []
    for threads in [1, 3] {
      let cut = try Cut(network.graph(), at: name, threads: threads)
      let seen = try cut.look(seed, at: points)
      let held = try cut.held(at: network.picture(0))
      let tail = try cut.tail.gradients(of: seed, at: PointBatch(seen.values), holding: held)
      found.append((seen.gradients, seen.values, tail))
    }
    #expect(found[0].0.values == found[1].0.values)
    #expect(found[0].0.sums == found[1].0.sums)
    #expect(found[0].1 == found[1].1)
    #expect(found[0].2.values == found[1].2.values)
    #expect(found[0].2.sums == found[1].2.sums)
  }

  @Test("Each of several points has its own value, and gradients are summed by weight and group")
  func severalPoints() throws {
    let cut = try Cut(network.graph(), at: "module")
    let pictures = (0..<6).map { network.picture($0) }
    let batch = PointBatch(
      anchors: pictures,
      points: pictures.indices.map { index in
        var coefficients = [Float](repeating: 0, count: 6)
        coefficients[index] = 1
        return PointBatch.Point(
          coefficients: coefficients, weight: Double(index + 1), group: index % 2)
      })
    let found = try cut.look(seed, at: batch)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: cut.shape.count), count: 2)
    for (index, picture) in pictures.enumerated() {
      let alone = try cut.look(seed, at: PointBatch([picture]))
      #expect(relativeDifference(found.values[index].values, alone.values[0].values) < tolerance)
      for (entry, slope) in alone.gradients.sums[0].values.enumerated() {
        sums[index % 2][entry] += Double(index + 1) * Double(slope)
      }
    }
    for group in 0..<2 {
      #expect(relativeDifference(found.gradients.sums[group].values, sums[group]) < tolerance)
    }
  }

  @Test("What is beside the value is computed once, and held")
  func surroundings() throws {
    let graph = try network.graph()
    let branch = try #require(graph.value(named: "one/relu"))
    let cut = try graph.tail(from: branch)
    #expect(
      cut.tail.inputs.map { cut.tail[$0].name }
        == ["one/relu", "three/relu", "five/relu", "project/relu"])
    let surroundings = try #require(cut.surroundings)
    #expect(surroundings.inputs.map { surroundings[$0].name } == ["image"])
    #expect(!surroundings.nodes.contains { $0.name == "one" || $0.name == "module" })
    let module = try #require(graph.value(named: "module"))
    #expect(try graph.tail(from: module).surroundings == nil)
  }

  @Test("A probe needs memory for the way back to it, not to the input")
  func memory() throws {
    let graph = try network.graph()
    func bytes(_ name: String) throws -> Int {
      let value = try #require(graph.value(named: name))
      return try GradientSession(
        graph.probed(at: value), pointsAt: 0, gradientsAt: 1, threads: 1
      ).workspaceBytes
    }
    #expect(try bytes("flat") < bytes("stem"))
  }

  @Test("A value that the output does not depend on is refused")
  func unrelated() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [3])
    let side = try builder.add(Sigmoid(), name: "side", inputs: [x])
    let y = try builder.add(HyperbolicTangent(), name: "y", inputs: [x])
    let graph = try builder.graph(outputs: [y, side])
    #expect(!graph.scoreDepends(on: side))
    #expect(graph.scoreDepends(on: x) && graph.scoreDepends(on: y))
    for cut in [{ _ = try graph.probed(at: side) }, { _ = try graph.tail(from: side) }] {
      let error = #expect(throws: GraphError.self) { try cut() }
      #expect(error?.description == "value side: expected one that the output y depends on")
    }
  }

  @Test("Arrays of another shape than the inputs without points are refused")
  func heldShapes() throws {
    let cut = try Cut(network.graph(), at: "head")
    let error = #expect(throws: GraphError.self) {
      try cut.probed.gradients(
        of: seed, at: PointBatch([network.picture(0)]), holding: [Tensor([4])])
    }
    #expect(error?.description == "input head/probe: expected shape 5, found 4")
  }

  @Test("A further output beside the way back leaves gradients and rectifiers as they are")
  func sideOutput() throws {
    func graph(sideFirst: Bool) throws -> Graph {
      var builder = GraphBuilder()
      let x = builder.addInput(name: "x", shape: [4])
      let value = try builder.add(Rectifier(), name: "value", inputs: [x])
      var side = x
      if sideFirst { side = try builder.add(Sigmoid(), name: "side", inputs: [value]) }
      let y = try builder.add(Arithmetic(.product), name: "y", inputs: [value, value])
      return try builder.graph(outputs: sideFirst ? [y, side] : [y])
    }
    let point = PointBatch([Tensor([4], [-1, 2, -3, 0.5])])
    let found = try [true, false].map { sideFirst in
      try GradientSession(
        graph(sideFirst: sideFirst), pointsAt: 0, gradientsAt: 0, threads: 1
      ).gradients(of: .weights([1, 1, 1, 1]), at: point)
    }
    #expect(found[0].sums[0].values == [0, 4, 0, 1])
    #expect(found[0].sums == found[1].sums)
  }

  @Test("The largest output is another one at every point")
  func largest() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [3])
    let y = try builder.add(Arithmetic(.product), name: "y", inputs: [x, x])
    let session = try GradientSession(builder.graph(outputs: [y]), threads: 2)
    let points = PointBatch(
      anchors: [Tensor([3], [1, 2, -3]), Tensor([3], [2, 1, -1]), Tensor([3], [1, 1, 1])],
      points: (0..<3).map { index in
        PointBatch.Point(
          coefficients: (0..<3).map { $0 == index ? 1 : 0 }, weight: 1, group: index)
      })
    let found = try session.gradients(of: .largest, at: points)
    #expect(found.values == [9, 4, 1])
    #expect(found.sums.map(\.values) == [[0, 0, -6], [4, 0, 0], [2, 0, 0]])
  }
}
