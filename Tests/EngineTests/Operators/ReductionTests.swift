import Engine
import Tensors
import TestSupport
import Testing

@Suite("Reduction")
struct ReductionTests {
  /// A shape and the axes that are reduced.
  struct Case: Sendable {
    var shape: Shape
    var axes: [Int]
    init(_ shape: Shape, _ axes: [Int]) { (self.shape, self.axes) = (shape, axes) }
  }

  static let cases = [
    Case([10], [0]), Case([7, 37], [1]), Case([19, 21], [0]), Case([3, 4, 18], [0, 1]),
    Case([3, 4, 18], [1]), Case([3, 4, 5], [0, 2]), Case([4, 3, 2, 5], [0, 1, 3]),
    Case([2, 3, 2, 3], [0, 2]), Case([2, 3, 2, 3], [1, 3]), Case([1, 1, 7], [0, 1]),
    Case([5, 1], [0]), Case([5, 1], [1]), Case([], []), Case([2, 3], []),
    Case([3, 2, 66], [0, 2]),
  ]

  static func reference(_ kind: Reduction.Kind, _ x: [Double]) -> Double {
    switch kind {
    case .sum: x.reduce(0, +)
    case .mean: x.reduce(0, +) / Double(x.count)
    case .maximum: x.max() ?? 0
    case .minimum: x.min() ?? 0
    case .product: x.reduce(1, *)
    case .absoluteSum: x.reduce(0) { $0 + abs($1) }
    case .euclideanNorm: x.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .sumOfSquares: x.reduce(0) { $0 + $1 * $1 }
    case .logarithmOfSum: References.logarithm(x.reduce(0, +))
    case .logarithmOfExponentialSum:
      References.logarithm(x.reduce(0) { $0 + References.exponential($1) })
    }
  }

  @Test(
    "All reductions agree with plain loops, along any axes", arguments: cases,
    Reduction.Kind.allCases)
  func agreesWithReference(_ item: Case, _ kind: Reduction.Kind) {
    // The logarithm of a sum is taken of positive numbers: it is composed with squares below.
    guard kind != .logarithmOfSum else { return }
    for keepsAxes in kind == .sum ? [false, true] : [true] {
      let layer = Reduction(kind, axes: item.axes, keepsAxes: keepsAxes)
      let terms = item.shape.count
      expectNone(
        disagreements(of: layer, inputs: [item.shape], scale: 2, terms: terms) { inputs in
          References.reduced(inputs[0], along: item.axes, keepsAxes: keepsAxes) {
            Self.reference(kind, $0)
          }
        })
    }
  }

  @Test("The logarithm of a sum, and its gradient 1 / Σ x")
  func logarithmOfSum() {
    let found = TestGraph.gradient(
      of: Reduction(.logarithmOfSum, axes: [0], keepsAxes: true),
      at: [Tensor([2, 2], [1, 2, 3, 6])])
    let (output, gradient): ([Float], [Float]) = (
      [1.386_294_4, 2.079_441_5], [0.25, 0.125, 0.25, 0.125]
    )
    #expect(relativeDifference(found.output, output) < 1e-6)
    #expect(relativeDifference(found.gradients[0], gradient) < 1e-6)
  }

  @Test("Equal extrema share the gradient")
  func ties() {
    let x = Tensor([2, 3], [5, 1, 5, 2, 2, 2])
    let largest = TestGraph.gradient(
      of: Reduction(.maximum, axes: [1], keepsAxes: false), at: [x])
    #expect(largest.output == [5, 2])
    let third: Float = 1 / 3
    #expect(largest.gradients == [[0.5, 0, 0.5, third, third, third]])
    let smallest = TestGraph.gradient(
      of: Reduction(.minimum, axes: [0], keepsAxes: false), at: [x])
    #expect(smallest.output == [2, 1, 2])
    #expect(smallest.gradients == [[0, 1, 0, 1, 0, 1]])
  }

  @Test("The gradient of a product is exact beside zeros, that of a norm is 0 at 0")
  func zeros() {
    let x = Tensor([3, 3], [2, 3, 4, 2, 0, 4, 0, 3, 0])
    let product = TestGraph.gradient(
      of: Reduction(.product, axes: [1], keepsAxes: false), at: [x])
    #expect(product.output == [24, 0, 0])
    #expect(product.gradients == [[12, 8, 6, 0, 8, 0, 0, 0, 0]])
    let columns = TestGraph.gradient(
      of: Reduction(.product, axes: [0], keepsAxes: false), at: [x])
    #expect(columns.output == [0, 0, 0])
    #expect(columns.gradients == [[0, 0, 0, 0, 9, 0, 4, 0, 16]])
    let norm = TestGraph.gradient(
      of: Reduction(.euclideanNorm, axes: [1], keepsAxes: false),
      at: [Tensor([2, 2], [0, 0, 3, -4])])
    #expect(norm.output == [0, 5])
    let expected: [Float] = [0, 0, 0.6, -0.8]
    #expect(relativeDifference(norm.gradients[0], expected) < 1e-6)
  }

  @Test(
    "What is not a number makes every reduction not a number", arguments: Reduction.Kind.allCases)
  func notANumber(_ kind: Reduction.Kind) {
    var values = [Float](repeating: 1, count: 21 * 21)
    values[200] = .nan
    for axis in [0, 1] {
      let found = TestGraph.run(
        Reduction(kind, axes: [axis], keepsAxes: false), on: [Tensor([21, 21], values)])
      let broken = axis == 0 ? 200 % 21 : 200 / 21
      #expect(found.indices.filter { found[$0].isNaN } == [broken])
    }
  }

  @Test("Infinities are numbers like others")
  func infinities() {
    let x = Tensor([2, 2], [-.infinity, -.infinity, .infinity, 0])
    for kind in [Reduction.Kind.maximum, .logarithmOfExponentialSum, .sum] {
      let found = TestGraph.run(Reduction(kind, axes: [1], keepsAxes: false), on: [x])
      #expect(found == [-.infinity, .infinity])
    }
    let smallest = TestGraph.run(Reduction(.minimum, axes: [1], keepsAxes: false), on: [x])
    #expect(smallest == [-.infinity, 0])
  }

  @Test(
    "A mean over many numbers loses nothing", arguments: [[50_000, 1], [50_000, 3]] as [Shape])
  func manyNumbers(_ shape: Shape) {
    let x = Tensor.random(shape, in: 0...1000, seed: 4)
    let expected = References.reduced(DoubleTensor(x), along: [0], keepsAxes: false) {
      $0.reduce(0, +) / Double($0.count)
    }
    let found = TestGraph.run(Reduction(.mean, axes: [0], keepsAxes: false), on: [x])
    #expect(relativeDifference(found, expected.values) < 1e-6)
  }

  @Test("Axes that do not exist, twice the same, and nothing to reduce are refused")
  func refusals() {
    let refused = [
      Case([3, 4], [2]), Case([3], [-1]), Case([3], [0, 0]), Case([0, 3], [0]),
    ]
    for item in refused {
      let layer = Reduction(.sum, axes: item.axes, keepsAxes: true)
      #expect(throws: ShapeError.self) { try layer.outputShape(of: [item.shape]) }
    }
  }
}
