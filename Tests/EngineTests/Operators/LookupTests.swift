import Engine
import Tensors
import TestSupport
import Testing

@Suite("Lookups by computed indices")
struct LookupTests {
  /// Indices of either sign, some outside an axis, in no order.
  static func indices(_ shape: Shape, extent: Int) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float(($0 * 7 + 3) % (2 * extent + 3) - extent - 1) })
  }

  /// A position along an axis.
  static func clamped(_ index: Double, _ extent: Int) -> Int {
    min(max(Int(index) + (index < 0 ? extent : 0), 0), extent - 1)
  }

  @Test(
    "A lookup along an axis agrees with plain loops",
    arguments: [
      ([5, 3, 4], [3], 0), ([5, 3, 4], [2, 2], 1), ([5, 3, 4], [3], 2), ([5, 3], [2, 4], 1),
      ([5, 3], [], 0), ([5, 3], [], 1), ([6], [2, 2], 0),
    ] as [(Shape, Shape, Int)])
  func lookup(_ shape: Shape, _ indexShape: Shape, _ axis: Int) {
    let indices = Self.indices(indexShape, extent: shape[axis])
    let inner = shape.strides[axis]
    let dimensions = shape.dimensions
    let output = Shape(
      dimensions[..<axis] + indexShape.dimensions + dimensions[(axis + 1)...])
    expectNone(
      disagreements(
        of: Lookup(axis: axis), inputs: [shape, indexShape], constants: [1: indices], terms: 8
      ) { inputs in
        DoubleTensor(
          output,
          (0..<output.count).map { position in
            let (slice, number) = position.quotientAndRemainder(dividingBy: inner)
            let (block, place) = slice.quotientAndRemainder(dividingBy: indexShape.count)
            let index = Self.clamped(inputs[1].values[place], shape[axis])
            return inputs[0].values[(block * shape[axis] + index) * inner + number]
          })
      })
  }

  @Test("A lookup of elements agrees with plain loops", arguments: [0, 1, 2])
  func elements(_ axis: Int) {
    let shape: Shape = [4, 3, 5]
    let indexShape: Shape = [[2, 3, 4], [3, 7, 5], [4, 2, 6]][axis]
    let indices = Self.indices(indexShape, extent: shape[axis])
    expectNone(
      disagreements(
        of: ElementLookup(axis: axis), inputs: [shape, indexShape], constants: [1: indices],
        terms: 8
      ) { inputs in
        .image(indexShape) { a, b, c in
          var place = [a, b, c]
          place[axis] = Self.clamped(inputs[1][a, b, c], shape[axis])
          return inputs[0][place[0], place[1], place[2]]
        }
      })
  }

  @Test("A lookup at points agrees with plain loops")
  func points() {
    // The innermost two axes of three are indexed in each of two blocks.
    let indices = Tensor([2, 3, 2], [0, 1, -1, 2, 2, -3, 1, 1, 9, 0, 0, -9])
    expectNone(
      disagreements(
        of: PointLookup(batchAxes: 1), inputs: [[2, 3, 4, 2], [2, 3, 2]],
        constants: [1: indices], terms: 4
      ) { inputs in
        .image([2, 3, 2]) { block, point, number in
          let at = (block * 3 + point) * 2
          let y = Self.clamped(inputs[1].values[at], 3)
          let x = Self.clamped(inputs[1].values[at + 1], 4)
          return inputs[0].values[((block * 3 + y) * 4 + x) * 2 + number]
        }
      })
    // All axes are.
    expectNone(
      disagreements(
        of: PointLookup(), inputs: [[3, 4], [2, 2]],
        constants: [1: Tensor([2, 2], [1, 2, -1, 0])], terms: 4
      ) { DoubleTensor([2], [$0[0].values[6], $0[0].values[8]]) })
  }

  @Test("Every example looks up its own rows of a table that all share")
  func table() throws {
    var builder = GraphBuilder()
    let table = builder.addConstant(name: "table", Tensor([3, 2], [1, 2, 3, 4, 5, 6]))
    let indices = builder.addInput(name: "indices", shape: [2])
    let y = try builder.add(Lookup(axis: 0), name: "y", inputs: [table, indices])
    let workspace = Workspace(
      Plan(try builder.graph(outputs: [y]), capacity: 2, hasBackwardPass: false))
    workspace.inputs[0].write([0, 2, -2, 7], firstExample: 0, batch: 2)
    workspace.forward(batch: 2)
    var found = [Float](repeating: 0, count: 8)
    workspace.outputs[0].read(into: &found, firstExample: 0, batch: 2)
    #expect(found == [1, 2, 5, 6, 3, 4, 5, 6])
  }

  @Test("Indices have no gradient, and numbers that are looked up twice have a sum")
  func byHand() {
    let found = TestGraph.gradient(
      of: Lookup(axis: 0), at: [Tensor([3], [1, 2, 3]), Tensor([4], [2, 0, 2, -2])])
    #expect(found.output == [3, 1, 3, 2])
    #expect(found.gradients == [[1, 1, 2], [0, 0, 0, 0]])
  }

  @Test("Indices become vectors along a new axis", arguments: [0, 1, 2])
  func oneHot(_ axis: Int) {
    let indices = Tensor([2, 3], [0, 3, -1, -4, 4, 2])
    var shape = [2, 3]
    shape.insert(4, at: axis)
    let layer = OneHot(depth: 4, axis: axis, off: -1, on: 2)
    expectNone(
      disagreements(of: layer, inputs: [[2, 3]], constants: [0: indices], terms: 1) { inputs in
        .image(Shape(shape)) { a, b, c in
          var place = [a, b, c]
          let entry = place.remove(at: axis)
          let index = Int(inputs[0].values[place[0] * 3 + place[1]])
          return index == entry || index + 4 == entry ? 2 : -1
        }
      })
    #expect(!layer.passesGradient(to: 0))
  }

  @Test("Shapes that do not fit are refused")
  func refusals() {
    #expect(throws: ShapeError.self) { try Lookup(axis: 2).outputShape(of: [[3, 4], [2]]) }
    #expect(throws: ShapeError.self) {
      try ElementLookup(axis: 0).outputShape(of: [[3, 4], [2, 5]])
    }
    #expect(throws: ShapeError.self) { try PointLookup().outputShape(of: [[3, 4], [2, 3]]) }
    #expect(throws: ShapeError.self) {
      try PointLookup(batchAxes: 1).outputShape(of: [[3, 4], [2, 1]])
    }
    #expect(throws: ShapeError.self) { try OneHot(depth: 3, axis: 2).outputShape(of: [[4]]) }
  }
}
