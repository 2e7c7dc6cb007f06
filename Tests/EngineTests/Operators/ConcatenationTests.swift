import Engine
import Tensors
import TestSupport
import Testing

@Suite("Concatenation")
struct ConcatenationTests {
  @Test("Values along any axis agree with plain loops", arguments: [0, 1, 2])
  func agreesWithReference(_ axis: Int) {
    let shapes: [Shape] = [3, 1, 4].map { extent in
      var extents = [2, 3, 4]
      extents[axis] = extent
      return Shape(extents)
    }
    expectNone(
      disagreements(of: Concatenation(axis: axis), inputs: shapes, terms: 1) {
        References.concatenation($0, axis: axis)
      })
    expectNone(
      disagreements(
        of: Concatenation(axis: axis), inputs: shapes,
        constants: [1: .random(shapes[1], seed: 8)], terms: 1
      ) { References.concatenation($0, axis: axis) })
  }

  @Test("Vectors are joined end to end")
  func byHand() throws {
    let found = TestGraph.run(
      Concatenation(axis: 0), on: [Tensor([2], [1, 2]), Tensor([1], [3])])
    #expect(found == [1, 2, 3])
    #expect(throws: ShapeError("shapes 2×3 and 3×3 cannot be joined along axis 1")) {
      try Concatenation(axis: 1).outputShape(of: [[2, 3], [3, 3]])
    }
    #expect(throws: ShapeError("axis 2 does not exist in shape 2×3")) {
      try Concatenation(axis: 2).outputShape(of: [[2, 3]])
    }
  }

  /// A way to wire concatenations, as polynomials of the inputs a and b.
  enum Wiring: String, CaseIterable {
    case graphInputs, sameValueTwice, nested, dense, sharedByTwo, readElsewhere, alsoOutput, outer
  }

  @Test(
    "Concatenations give the same wherever their parts were laid out", arguments: Wiring.allCases)
  func wirings(_ wiring: Wiring) throws {
    var builder = GraphBuilder()
    let a = builder.addInput(name: "a", shape: [2, 2, 2])
    let b = builder.addInput(name: "b", shape: [2, 2, 3])
    let y = try wire(wiring, &builder, a, b)
    let graph = try builder.graph(outputs: [y])
    let points = [Tensor.random([2, 2, 2], seed: 1), .random([2, 2, 3], seed: 2)]
    let found = TestGraph.run(graph, on: points)
    let doubles = points.map { DoubleTensor($0) }
    let expected = value(wiring, doubles)
    #expect(relativeDifference(found.output, expected.values) < roundingTolerance(terms: 8))
    for argument in 0...1 {
      let slopes = finiteDifferences(
        of: { value(wiring, $0).values.reduce(0, +) }, at: doubles, argument: argument)
      #expect(
        relativeDifference(found.gradients[argument], slopes.map { $0 ?? .nan })
          < roundingTolerance(terms: 8) + 1e-7)
    }
  }

  private func wire(
    _ wiring: Wiring, _ builder: inout GraphBuilder, _ a: Graph.ValueID, _ b: Graph.ValueID
  ) throws -> Graph.ValueID {
    func square(_ value: Graph.ValueID) throws -> Graph.ValueID {
      try builder.add(Arithmetic(.product), name: "square", inputs: [value, value])
    }
    func join(_ values: Graph.ValueID...) throws -> Graph.ValueID {
      try builder.add(Concatenation(axis: 2), name: "join", inputs: values)
    }
    switch wiring {
    case .graphInputs: return try square(join(a, square(b)))
    case .sameValueTwice:
      let s = try square(a)
      return try square(join(s, b, s))
    case .nested: return try square(join(join(square(a), square(b)), square(b)))
    case .dense:
      let first = try join(square(a), square(b))
      let second = try join(first, square(first))
      return try join(second, square(second))
    case .sharedByTwo:
      let s = try square(a)
      return try square(join(join(s, b), join(square(b), s)))
    case .readElsewhere:
      let s = try square(a)
      return try join(square(s), s, square(b))
    case .alsoOutput: return try join(square(a), square(b))
    case .outer:
      let s = try square(a)
      let tall = try builder.add(Concatenation(axis: 0), name: "tall", inputs: [s, a, s])
      return try square(tall)
    }
  }

  private func value(_ wiring: Wiring, _ inputs: [DoubleTensor]) -> DoubleTensor {
    let (a, b) = (inputs[0], inputs[1])
    func square(_ x: DoubleTensor) -> DoubleTensor { x.map { $0 * $0 } }
    func join(_ parts: DoubleTensor...) -> DoubleTensor {
      References.concatenation(parts, axis: 2)
    }
    switch wiring {
    case .graphInputs: return square(join(a, square(b)))
    case .sameValueTwice: return square(join(square(a), b, square(a)))
    case .nested: return square(join(join(square(a), square(b)), square(b)))
    case .dense:
      let first = join(square(a), square(b))
      let second = join(first, square(first))
      return join(second, square(second))
    case .sharedByTwo:
      return square(join(join(square(a), b), join(square(b), square(a))))
    case .readElsewhere: return join(square(square(a)), square(a), square(b))
    case .alsoOutput: return join(square(a), square(b))
    case .outer: return square(References.concatenation([square(a), a, square(a)], axis: 0))
    }
  }
}
