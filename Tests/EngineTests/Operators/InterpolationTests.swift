import Engine
import Tensors
import TestSupport
import Testing

@Suite("Interpolation along an axis")
struct InterpolationTests {
  /// Sums of different lengths, one of nothing.
  static let taps: [[(index: Int, weight: Float)]] = [
    [(index: 0, weight: 1)], [(index: 0, weight: 0.25), (index: 1, weight: 0.75)], [],
    [(index: 3, weight: -0.5), (index: 1, weight: 2), (index: 2, weight: 0.5)],
    [(index: 3, weight: 1.5)],
  ]

  static func reference(_ x: DoubleTensor, axis: Int) -> DoubleTensor {
    let outer = x.shape.dimensions[..<axis].reduce(1, *)
    let inner = x.shape.dimensions[(axis + 1)...].reduce(1, *)
    var extents = x.shape.dimensions
    extents[axis] = taps.count
    var result = DoubleTensor(Shape(extents))
    for (place, terms) in taps.enumerated() {
      for block in 0..<outer {
        for number in 0..<inner {
          result.values[(block * taps.count + place) * inner + number] = terms.reduce(0) {
            $0 + Double($1.weight)
              * x.values[(block * x.shape[axis] + $1.index) * inner + number]
          }
        }
      }
    }
    return result
  }

  @Test(
    "Weighted sums along an axis, and their gradient, agree with plain loops",
    arguments: [
      ([4, 3, 5], 0), ([3, 4, 5], 1), ([2, 3, 4], 2), ([4], 0), ([4, 1], 0), ([2, 4, 3, 2], 1),
      ([4, 700, 6], 0),
    ] as [(Shape, Int)])
  func agreesWithLoops(_ shape: Shape, _ axis: Int) {
    expectNone(
      disagreements(
        of: AxisInterpolation(axis: axis, taps: Self.taps), inputs: [shape], terms: 8
      ) { Self.reference($0[0], axis: axis) })
  }

  @Test("An interpolation worked out by hand")
  func byHand() {
    let layer = AxisInterpolation(
      axis: 0, taps: [[(index: 0, weight: 0.5), (index: 1, weight: 0.5)], [(index: 1, weight: 2)]])
    let found = TestGraph.gradient(of: layer, at: [Tensor([2, 2], [1, 2, 3, 6])])
    #expect(found.output == [2, 4, 6, 12])
    #expect(found.gradients == [[0.5, 0.5, 2.5, 2.5]])
    #expect(layer.multiplications(output: [2, 2]) == 6)
  }

  @Test("An axis or an index that does not exist is refused")
  func refusals() {
    #expect(throws: ShapeError("axis 2 does not exist in shape 4×3")) {
      try AxisInterpolation(axis: 2, taps: Self.taps).outputShape(of: [[4, 3]])
    }
    #expect(throws: ShapeError("index 3 lies outside axis 0 of shape 3×4")) {
      try AxisInterpolation(axis: 0, taps: Self.taps).outputShape(of: [[3, 4]])
    }
  }
}
