import Engine
import Tensors
import TestSupport
import Testing

@Suite("Selection")
struct SelectionTests {
  /// Lists of indices for an input.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var input: Shape
    var axes: [[Int]?]
    var fill: Float = 0

    init(_ name: String, _ input: Shape, _ axes: [[Int]?], fill: Float = 0) {
      testDescription = name
      self.input = input
      self.axes = axes
      self.fill = fill
    }
  }

  static let cases = [
    Case("nothing changes", [3, 4, 5], [nil, nil, nil]),
    Case("a range of rows", [6, 2, 5], [[2, 3, 4], nil, nil]),
    Case("rows backwards with steps", [6, 2, 5], [[5, 3, 1], nil, nil]),
    Case("a range of columns", [3, 2, 8], [nil, nil, [2, 3, 4, 5]]),
    Case("every third column", [3, 2, 20], [nil, nil, [1, 4, 7, 10, 13, 16, 19]]),
    Case("columns backwards", [3, 2, 7], [nil, nil, [6, 5, 4, 3, 2, 1, 0]]),
    Case("columns in disorder", [3, 2, 6], [nil, nil, [3, 0, 3, 5, -1, 1]], fill: 2.5),
    Case("one number of a vector", [7], [[4]]),
    Case(
      "padding with a constant", [3, 2, 3], [[-1, 0, 1, 2], [0, 1, -1], [-1, 0, 1, 2]], fill: 7),
    Case("reflection", [4, 3, 2], [[2, 1, 0, 1, 2, 3, 2], [1, 0, 1, 2, 1], nil]),
    Case("edges repeated", [3, 9], [[0, 0, 1, 2, 2], [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8]]),
    Case("an axis expanded", [3, 1], [nil, [0, 0, 0, 0, 0]]),
    Case("tiles", [2, 3], [[0, 1, 0, 1], [0, 1, 2, 0, 1, 2]]),
    Case("nearest neighbours", [2, 3, 2], [[0, 0, 1, 1], [0, 0, 1, 1, 2, 2], nil]),
    Case("four axes", [2, 3, 2, 4], [[1, 0], nil, [1], [0, 2]]),
  ]

  /// By definition, number by number.
  static func reference(_ x: DoubleTensor, _ item: Case) -> DoubleTensor {
    let lists = zip(item.axes, x.shape.dimensions).map { $0 ?? Array(0..<$1) }
    let output = Shape(lists.map(\.count))
    let values = (0..<output.count).map { position in
      var source = 0
      for (axis, list) in lists.enumerated() {
        let index = list[position / output.strides[axis] % output[axis]]
        if index < 0 { return Double(item.fill) }
        source += index * x.shape.strides[axis]
      }
      return x.values[source]
    }
    return DoubleTensor(output, values)
  }

  @Test("A selection and its gradient agree with the definition", arguments: cases)
  func agreesWithDefinition(_ item: Case) {
    expectNone(
      disagreements(
        of: Selection(axes: item.axes, fill: item.fill), inputs: [item.input], terms: 8
      ) { Self.reference($0[0], item) })
  }

  @Test("Selections worked out by hand")
  func byHand() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    let found = TestGraph.gradient(of: Selection(axes: [[1, -1], [2, 2, 0]], fill: 9), at: [x])
    #expect(found.output == [6, 6, 4, 9, 9, 9])
    #expect(found.gradients == [[0, 0, 0, 1, 0, 2]])
    let padding = Selection.padding(before: [1, -1], after: [0, 1], shape: [2, 3])
    #expect(TestGraph.run(padding, on: [x]) == [0, 0, 0, 2, 3, 0, 5, 6, 0])
  }

  @Test("A convolution behind zeros pads for itself, and sees what it saw")
  func absorbedPadding() throws {
    let before = [1, 0, 0]
    let after = [2, 1, 0]
    let shape: Shape = [5, 4, 2]
    var window = Window(kernel: .init(y: 3, x: 3))
    window.padBefore = .init(y: 1, x: 0)
    let convolution = Convolution(weights: .random([3, 3, 2, 3], seed: 3), window: window)
    let padding = Selection.padding(before: before, after: after, shape: shape)
    let fused = try #require(padding.absorbing(convolution) as? Convolution)
    #expect(fused.window.padBefore == Window.Extent(y: 2, x: 0))
    #expect(fused.window.padAfter == Window.Extent(y: 2, x: 1))
    let x = Tensor.random(shape, seed: 4)
    let padded = Tensor([8, 5, 2], TestGraph.run(padding, on: [x]))
    let difference = relativeDifference(
      TestGraph.run(fused, on: [x]), TestGraph.run(convolution, on: [padded]))
    #expect(difference < roundingTolerance(terms: 18))
  }

  @Test("What is no zero padding of height and width stays an operator")
  func notAbsorbed() {
    let convolution = Convolution(
      weights: Tensor([1, 1, 2, 3]), window: ConvolutionTests.window(1, 1, before: 1))
    let shape: Shape = [5, 4, 2]
    let cropping = Selection.padding(before: [-1, 0, 0], after: [0, 0, 0], shape: shape)
    #expect(cropping.absorbing(convolution) == nil)
    let ones = Selection.padding(before: [1, 0, 0], after: [0, 0, 0], shape: shape, fill: 1)
    #expect(ones.absorbing(convolution) == nil)
    let channels = Selection.padding(before: [0, 0, 0], after: [0, 0, 1], shape: shape)
    #expect(channels.absorbing(convolution) == nil)
    let rows = Selection(axes: [[-1, 0, 1, 2, 3, 4], nil, nil])
    #expect(rows.absorbing(convolution) == nil)
    let pool = MaximumPooling(window: Window(kernel: .init(y: 2, x: 2)))
    let zeros = Selection.padding(before: [1, 0, 0], after: [0, 0, 0], shape: shape)
    #expect(zeros.absorbing(pool) == nil)
  }

  @Test("Indices outside an axis, and lists for other axes, are refused")
  func refusals() {
    #expect(throws: ShapeError("index 3 lies outside axis 0 of shape 3×2")) {
      try Selection(axes: [[0, 3], nil]).outputShape(of: [[3, 2]])
    }
    #expect(throws: ShapeError("a selection along 1 axes does not fit shape 3×2")) {
      try Selection(axes: [nil]).outputShape(of: [[3, 2]])
    }
    #expect(throws: ShapeError("expected shape 3×2 to pad, found 4×2")) {
      try Selection.padding(before: [1, 0], after: [0, 0], shape: [3, 2])
        .outputShape(of: [[4, 2]])
    }
  }
}
