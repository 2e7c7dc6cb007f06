import Engine
import Tensors
import TestSupport
import Testing

@Suite("Order statistics and cumulative sums")
struct OrderStatisticsTests {
  static let shapes = [[7], [4, 5], [3, 4, 2], [5, 1]] as [Shape]

  @Test("The largest and smallest entries come in order, and so do their gradients")
  func largestEntries() {
    for shape in Self.shapes {
      for axis in 0..<shape.rank where shape[axis] > 2 {
        for largest in [true, false] {
          let layer = LargestEntries(count: 3, axis: axis, largest: largest)
          expectNone(
            disagreements(of: layer, inputs: [shape], terms: 1) { inputs in
              let sorted = References.grouped(inputs[0], along: [axis]) { x in
                largest ? x.sorted(by: >) : x.sorted()
              }
              return Self.first(3, along: axis, of: sorted)
            })
        }
      }
    }
  }

  /// The first entries along an axis.
  private static func first(_ count: Int, along axis: Int, of x: DoubleTensor) -> DoubleTensor {
    let inner = x.shape.dimensions.dropFirst(axis + 1).reduce(1, *)
    var dimensions = x.shape.dimensions
    dimensions[axis] = count
    let kept = x.values.indices.filter { $0 / inner % x.shape[axis] < count }
    return DoubleTensor(Shape(dimensions), kept.map { x.values[$0] })
  }

  @Test("Of equal entries, the first comes first")
  func equalEntries() {
    let x = Tensor([5], [2, 7, 2, 7, 1])
    let places = LargestEntries(count: 4, axis: 0, result: .indices)
    #expect(TestGraph.run(places, on: [x]) == [1, 3, 0, 2])
    let smallest = LargestEntries(count: 3, axis: 0, largest: false, result: .indices)
    #expect(TestGraph.run(smallest, on: [x]) == [4, 0, 2])
    let values = TestGraph.gradient(of: LargestEntries(count: 3, axis: 0), at: [x])
    #expect(values.output == [7, 7, 2])
    #expect(values.gradients == [[1, 1, 0, 1, 0]])
  }

  @Test("The place of an extremum, the first or the last of equal ones")
  func extremumIndex() {
    let x = Tensor([2, 3], [5, 1, 5, 2, 2, 0])
    func places(_ axis: Int, _ kind: ExtremumIndex.Kind, last: Bool) -> [Float] {
      TestGraph.run(
        ExtremumIndex(axis: axis, kind: kind, selectsLast: last, keepsAxis: last), on: [x])
    }
    #expect(places(1, .maximum, last: false) == [0, 0])
    #expect(places(1, .maximum, last: true) == [2, 1])
    #expect(places(1, .minimum, last: false) == [1, 2])
    #expect(places(0, .maximum, last: false) == [0, 1, 0])
    #expect(TestGraph.run(Hardmax(axis: 1), on: [x]) == [1, 0, 0, 1, 0, 0])
    #expect(TestGraph.run(Hardmax(axis: 0), on: [x]) == [1, 0, 1, 0, 1, 0])
  }

  @Test("Cumulative sums agree with plain loops", arguments: [false, true], [false, true])
  func cumulativeSum(exclusive: Bool, reverse: Bool) {
    for shape in Self.shapes {
      for axis in 0..<shape.rank {
        let layer = CumulativeSum(axis: axis, exclusive: exclusive, reverse: reverse)
        expectNone(
          disagreements(of: layer, inputs: [shape], terms: 7) { inputs in
            References.grouped(inputs[0], along: [axis]) { x in
              x.indices.map { place in
                let before = reverse ? x[(place + 1)...] : x[..<place]
                return before.reduce(exclusive ? 0 : x[place], +)
              }
            }
          })
      }
    }
  }

  @Test("Norms of windows agree with plain loops", arguments: PoolingTests.cases, [1, 2, 3])
  func normPooling(_ item: PoolingTests.Case, order: Int) {
    // Windows that hold nothing but padding have a norm of 0, and no gradient.
    let window = item.window
    expectNone(
      disagreements(of: LpPooling(window: window, order: order), inputs: [item.input], terms: 64) {
        References.normPooling($0[0], window, order: order)
      })
  }

  @Test("The norm of (3, −4) is 5, its gradient (0.6, −0.8)")
  func normPoolingByHand() {
    let window = Window(kernel: .init(y: 1, x: 2))
    let layer = LpPooling(window: window, order: 2)
    let found = TestGraph.gradient(of: layer, at: [Tensor([1, 2, 1], [3, -4])])
    let expected: [Float] = [0.6, -0.8]
    #expect(found.output == [5])
    #expect(relativeDifference(found.gradients[0], expected) < 1e-6)
  }
}
