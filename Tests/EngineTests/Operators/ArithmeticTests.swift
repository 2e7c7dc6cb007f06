import Engine
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Arithmetic")
struct ArithmeticTests {
  static let operations: [Arithmetic.Operation] = [.sum, .difference, .product, .quotient]
  /// The others that have a slope along both operands everywhere in the tests.
  static let furtherOperations: [Arithmetic.Operation] = [
    .minimum, .maximum, .parametricRectifier,
  ]
  static let patterns: [[Shape]] = [
    [[3, 4, 5], [3, 4, 5]], [[3, 4, 5], [5]], [[5], [3, 4, 5]], [[3, 4, 5], [3, 4, 1]],
    [[3, 4, 1], [5]], [[3, 1, 5], [1, 4, 1]], [[3, 4, 5], []], [[], [3, 4, 5]], [[6], [6]],
    [[1, 1, 5], [3, 4, 5]], [[3, 4, 5], [4, 1]], [[], []], [[4, 1], [4, 1]],
    [[2, 3, 4, 5], [3, 1, 5]], [[2, 1, 4, 5], [3, 1, 5]], [[2, 3, 2], [2, 1, 1]],
    [[1, 3, 1, 2], [2, 1, 4, 1]],
  ]
  /// One small pattern of each kind, for tests that are slow.
  static let smallPatterns: [[Shape]] = [
    [[2, 3], [2, 3]], [[2, 3], [3]], [[2, 3], [2, 1]], [[2, 1], [1, 3]], [[2, 3], []],
    [[2, 2, 2], [2, 1, 2]],
  ]
  /// Patterns that loops take in several parts.
  static let longPatterns: [[Shape]] = [
    [[300, 3], [3]], [[7, 600], [7, 1]], [[3, 400], [1, 400]], [[130, 1], []],
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
      result.values[position] = value(operation, x, y)
    }
    return result
  }

  /// What the operations are defined to be.
  private static func value(
    _ operation: Arithmetic.Operation, _ x: Double, _ y: Double
  ) -> Double {
    switch operation {
    case .sum: x + y
    case .difference: x - y
    case .product: x * y
    case .quotient: x / y
    case .minimum: min(x, y)
    case .maximum: max(x, y)
    case .power: pow(x, y)
    case .parametricRectifier: x > 0 ? x : x * y
    case .equal: x == y ? 1 : 0
    case .less: x < y ? 1 : 0
    case .lessOrEqual: x <= y ? 1 : 0
    case .greater: x > y ? 1 : 0
    case .greaterOrEqual: x >= y ? 1 : 0
    case .and: x != 0 && y != 0 ? 1 : 0
    case .or: x != 0 || y != 0 ? 1 : 0
    case .exclusiveOr: (x != 0) != (y != 0) ? 1 : 0
    case .truncatedQuotient: (x / y).rounded(.towardZero)
    case .remainder: x - y * (x / y).rounded(.down)
    case .truncatedRemainder: x - y * (x / y).rounded(.towardZero)
    }
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

  @Test(
    "Operations with broadcasting agree with plain loops",
    arguments: operations + furtherOperations, patterns + longPatterns)
  func agreesWithReference(_ operation: Arithmetic.Operation, _ shapes: [Shape]) {
    expectNone(
      disagreements(of: Arithmetic(operation), inputs: shapes, terms: 60) {
        Self.reference(operation, $0[0], $0[1])
      })
  }

  @Test(
    "Either side may be a constant", arguments: operations + furtherOperations, smallPatterns)
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
    arguments: operations, smallPatterns)
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

  @Test("Powers agree with their definition, of positive bases", arguments: patterns)
  func powers(_ shapes: [Shape]) {
    expectNone(
      disagreements(
        of: Arithmetic(.power), inputs: shapes, center: 2, scale: 1.5, terms: 60
      ) { Self.reference(.power, $0[0], $0[1]) })
  }

  static let stepOperations: [Arithmetic.Operation] = [
    .equal, .less, .lessOrEqual, .greater, .greaterOrEqual, .and, .or, .exclusiveOr,
    .truncatedQuotient, .remainder, .truncatedRemainder,
  ]

  @Test(
    "Comparisons, logic and remainders agree with plain loops",
    arguments: stepOperations, patterns)
  func steps(_ operation: Arithmetic.Operation, _ shapes: [Shape]) {
    let divisor = Tensor.random(shapes[1], in: 0.3...0.4, seed: 2)
    expectNone(
      disagreements(
        of: Arithmetic(operation), inputs: shapes, constants: [1: divisor], terms: 60
      ) { Self.reference(operation, $0[0], $0[1]) })
  }

  @Test("Remainders depend on their divisor, too, between its jumps")
  func divisors() {
    let (a, b) = (Tensor([4], [-7, 7, -7, 7]), Tensor([4], [3, 3, -3, -3]))
    let floors = TestGraph.gradient(of: Arithmetic(.remainder), at: [a, b])
    #expect(floors.gradients == [[1, 1, 1, 1], [3, -2, -2, 3]])
    let truncations = TestGraph.gradient(of: Arithmetic(.truncatedRemainder), at: [a, b])
    #expect(truncations.gradients == [[1, 1, 1, 1], [2, -2, -2, 2]])
  }

  @Test("Comparisons, logic and remainders worked out by hand")
  func stepsByHand() {
    let (a, b) = (Tensor([6], [-7, 7, -7, 7, 0, 3]), Tensor([6], [3, 3, -3, -3, 2, 3]))
    let expected: [(Arithmetic.Operation, [Float])] = [
      (.equal, [0, 0, 0, 0, 0, 1]), (.less, [1, 0, 1, 0, 1, 0]),
      (.lessOrEqual, [1, 0, 1, 0, 1, 1]), (.greater, [0, 1, 0, 1, 0, 0]),
      (.greaterOrEqual, [0, 1, 0, 1, 0, 1]), (.and, [1, 1, 1, 1, 0, 1]),
      (.or, [1, 1, 1, 1, 1, 1]), (.exclusiveOr, [0, 0, 0, 0, 1, 0]),
      (.truncatedQuotient, [-2, 2, 2, -2, 0, 1]), (.remainder, [2, 1, -1, -2, 0, 0]),
      (.truncatedRemainder, [-1, 1, -1, 1, 0, 0]),
    ]
    for (operation, values) in expected {
      #expect(TestGraph.run(Arithmetic(operation), on: [a, b]) == values)
      let isRemainder = [.remainder, .truncatedRemainder].contains(operation)
      #expect(Arithmetic(operation).passesGradient(to: 0) == isRemainder)
      #expect(Arithmetic(operation).passesGradient(to: 1) == isRemainder)
    }
  }

  @Test("Equal operands share the gradient of a minimum and of a maximum")
  func ties() {
    for operation in [Arithmetic.Operation.minimum, .maximum] {
      let found = TestGraph.gradient(
        of: Arithmetic(operation), at: [Tensor([2], [1, 1]), Tensor([2], [1, 2])])
      let isMinimum = operation == .minimum
      #expect(found.output == [1, isMinimum ? 1 : 2])
      #expect(found.gradients == [[0.5, isMinimum ? 1 : 0], [0.5, isMinimum ? 0 : 1]])
    }
  }

  @Test("What is not a number stays in minima and maxima, on either side")
  func notANumber() {
    let (a, b) = (Tensor([3], [.nan, 1, .nan]), Tensor([3], [1, .nan, .nan]))
    for operation in [Arithmetic.Operation.minimum, .maximum] {
      #expect(TestGraph.run(Arithmetic(operation), on: [a, b]).allSatisfy { $0.isNaN })
    }
  }

  @Test("Slopes of powers worked out by hand, at a base of 0 too")
  func powerByHand() {
    let found = TestGraph.gradient(
      of: Arithmetic(.power), at: [Tensor([3], [2, 0, -3]), Tensor([3], [3, 2, 0])])
    #expect(found.output == [8, 0, 1])
    #expect(found.gradients[0] == [12, 0, 0])
    #expect(abs(found.gradients[1][0] - 8 * log(2)) < 1e-5)
    #expect(found.gradients[1][1] == 0)
  }

  @Test("The slopes of a parametric rectifier at 0 are those below it")
  func parametricRectifier() {
    let found = TestGraph.gradient(
      of: Arithmetic(.parametricRectifier), at: [Tensor([3], [-4, 0, 4]), Tensor([1], [0.25])])
    #expect(found.output == [-1, 0, 4])
    #expect(found.gradients == [[0.25, 0.25, 1], [-4]])
  }

  @Test("A sum of a hundred thousand slopes keeps its digits")
  func longSums() {
    let count = 100_000
    let x = Tensor.random([count, 2], in: 0...1, seed: 1)
    for shape in [[2], [count, 1], []] as [Shape] {
      let found = TestGraph.gradient(
        of: Arithmetic(.product), at: [x, Tensor(shape, repeating: 1)])
      var expected = [Double](repeating: 0, count: shape.count)
      for (index, value) in x.values.enumerated() {
        let entry = shape.count == 2 ? index % 2 : shape.count == count ? index / 2 : 0
        expected[entry] += Double(value)
      }
      #expect(relativeDifference(found.gradients[1], expected) < 1e-6)
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
      default: [4, -6, 1]
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
