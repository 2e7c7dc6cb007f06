import Engine
import Tensors
import TestSupport
import Testing

@Suite("Arithmetic")
struct ArithmeticTests {
  static let operations: [Arithmetic.Operation] = [.sum, .difference, .product, .quotient]
  static let patterns: [[Shape]] = [
    [[3, 4, 5], [3, 4, 5]], [[3, 4, 5], [5]], [[5], [3, 4, 5]], [[3, 4, 5], [3, 4, 1]],
    [[3, 4, 1], [5]], [[3, 1, 5], [1, 4, 1]], [[3, 4, 5], []], [[], [3, 4, 5]], [[6], [6]],
    [[1, 1, 5], [3, 4, 5]], [[3, 4, 5], [4, 1]], [[], []], [[4, 1], [4, 1]],
  ]

  /// Entry by entry, every index of the output reduced to 0 along extents of 1.
  static func reference(
    _ operation: Arithmetic.Operation, _ a: DoubleTensor, _ b: DoubleTensor
  ) -> DoubleTensor {
    let rank = max(a.shape.rank, b.shape.rank)
    let extents = [a, b].map {
      [Int](repeating: 1, count: rank - $0.shape.rank) + $0.shape.dimensions
    }
    var result = DoubleTensor(Shape(zip(extents[0], extents[1]).map { max($0, $1) }))
    for position in result.values.indices {
      let (x, y) = (
        a.values[entry(position, of: result.shape, in: extents[0])],
        b.values[entry(position, of: result.shape, in: extents[1])]
      )
      switch operation {
      case .sum: result.values[position] = x + y
      case .difference: result.values[position] = x - y
      case .product: result.values[position] = x * y
      case .quotient: result.values[position] = x / y
      }
    }
    return result
  }

  private static func entry(_ position: Int, of shape: Shape, in extents: [Int]) -> Int {
    var (rest, result, step) = (position, 0, 1)
    for axis in (0..<shape.rank).reversed() {
      if extents[axis] > 1 { result += rest % shape[axis] * step }
      rest /= shape[axis]
      step *= extents[axis]
    }
    return result
  }

  @Test("Operations with broadcasting agree with plain loops", arguments: operations, patterns)
  func agreesWithReference(_ operation: Arithmetic.Operation, _ shapes: [Shape]) {
    expectNone(
      disagreements(of: Arithmetic(operation), inputs: shapes, terms: 60) {
        Self.reference(operation, $0[0], $0[1])
      })
  }

  @Test("Either side may be a constant", arguments: operations, patterns)
  func constants(_ operation: Arithmetic.Operation, _ shapes: [Shape]) {
    for side in 0...1 {
      let constant = Tensor.random(shapes[side], in: 0.5...2, seed: 9)
      expectNone(
        disagreements(
          of: Arithmetic(operation), inputs: shapes, constants: [side: constant], terms: 60
        ) { Self.reference(operation, $0[0], $0[1]) })
    }
  }

  @Test(
    "A constant of any shape gives the same before and after simplification",
    arguments: operations, patterns)
  func specialized(_ operation: Arithmetic.Operation, _ shapes: [Shape]) throws {
    for side in 0...1 {
      var builder = GraphBuilder()
      let x = builder.addInput(name: "x", shape: shapes[1 - side])
      let constant = Tensor.random(shapes[side], in: 0.5...2, seed: 9)
      let k = builder.addConstant(name: "k", constant)
      let y = try builder.add(
        Arithmetic(operation), name: "y", inputs: side == 0 ? [k, x] : [x, k])
      let point = Tensor.random(shapes[1 - side], in: 1...2, seed: 4)
      let graph = try builder.graph(outputs: [y])
      let batch = Tensor(Shape([2] + point.shape.dimensions), point.values + point.values)
      let found = try ForwardSession(graph, batchSize: 2).outputs(for: [batch])[0]
      let operands = (side == 0 ? [constant, point] : [point, constant]).map { DoubleTensor($0) }
      let expected = Self.reference(operation, operands[0], operands[1])
      #expect(found.shape.dimensions == [2] + expected.shape.dimensions)
      #expect(
        relativeDifference(found.values, expected.values + expected.values)
          < roundingTolerance(terms: 1))
      let seed = [Float](repeating: 1, count: expected.values.count)
      let sums = try GradientSession(graph, threads: 1).gradients(of: seed, at: PointBatch([point]))
      let slopes = finiteDifferences(
        of: {
          Self.reference(
            operation, side == 0 ? operands[0] : $0[0], side == 0 ? $0[0] : operands[1]
          ).values.reduce(0, +)
        }, at: [DoubleTensor(point)], argument: 0)
      #expect(
        relativeDifference(sums.sums[0].values, slopes.map { $0 ?? .nan })
          < roundingTolerance(terms: 60) + 1e-7)
    }
  }

  @Test("A value on both sides gets both slopes: x·x, x+x, x−x, x/x", arguments: operations)
  func sameValueTwice(_ operation: Arithmetic.Operation) throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [3])
    let y = try builder.add(Arithmetic(operation), name: "y", inputs: [x, x])
    let session = try GradientSession(builder.graph(outputs: [y]), threads: 1)
    let point = Tensor([3], [2, -3, 0.5])
    let found = try session.gradients(of: [1, 1, 1], at: PointBatch([point]))
    let expected: [Float] =
      switch operation {
      case .sum: [2, 2, 2]
      case .difference, .quotient: [0, 0, 0]
      case .product: [4, -6, 1]
      }
    #expect(found.sums[0].values == expected)
  }

  @Test("Quotients worked out by hand")
  func byHand() {
    let found = TestGraph.gradient(
      of: Arithmetic(.quotient), at: [Tensor([2], [6, 1]), Tensor([1], [2])])
    #expect(found.output == [3, 0.5])
    #expect(found.gradients == [[0.5, 0.5], [-1.75]])
  }

  @Test("Shapes that cannot be combined are refused with both shapes")
  func refusals() {
    #expect(throws: ShapeError("shapes 3×4 and 3 cannot be combined")) {
      try Arithmetic(.sum).outputShape(of: [[3, 4], [3]])
    }
  }
}
