import Engine
import Tensors
import TestSupport
import Testing

@Suite("Scatters by computed indices")
struct ScatterTests {
  static func reduced(_ old: Double, _ update: Double, _ reduction: ScatterReduction) -> Double {
    switch reduction {
    case .replace: update
    case .sum: old + update
    case .product: old * update
    case .minimum: min(old, update)
    case .maximum: max(old, update)
    }
  }

  @Test(
    "Scattered elements and their gradients agree with plain loops",
    arguments: ScatterReduction.allCases, [0, 1, 2])
  func elements(_ reduction: ScatterReduction, _ axis: Int) {
    let shape: Shape = [4, 3, 5]
    let updates: Shape = [[2, 3, 4], [3, 7, 5], [4, 2, 6]][axis]
    let indices = LookupTests.indices(updates, extent: shape[axis])
    expectNone(
      disagreements(
        of: ElementScatter(axis: axis, reduction: reduction), inputs: [shape, updates, updates],
        constants: [1: indices], terms: 16
      ) { inputs in
        var result = inputs[0]
        for position in 0..<updates.count {
          var place = (0..<3).map { position / updates.strides[$0] % updates[$0] }
          place[axis] = LookupTests.clamped(inputs[1].values[position], shape[axis])
          let old = result[place[0], place[1], place[2]]
          result[place[0], place[1], place[2]] = Self.reduced(
            old, inputs[2].values[position], reduction)
        }
        return result
      })
  }

  @Test(
    "Scattered slices and their gradients agree with plain loops",
    arguments: ScatterReduction.allCases)
  func points(_ reduction: ScatterReduction) {
    let indices = Tensor([4, 2], [0, 1, -1, 2, 0, 1, 1, 9])
    expectNone(
      disagreements(
        of: PointScatter(reduction: reduction), inputs: [[2, 3, 5], [4, 2], [4, 5]],
        constants: [1: indices], terms: 16
      ) { inputs in
        var result = inputs[0]
        for point in 0..<4 {
          let y = LookupTests.clamped(inputs[1].values[2 * point], 2)
          let x = LookupTests.clamped(inputs[1].values[2 * point + 1], 3)
          for number in 0..<5 {
            result[y, x, number] = Self.reduced(
              result[y, x, number], inputs[2].values[point * 5 + number], reduction)
          }
        }
        return result
      })
  }

  @Test("A constant may be changed, and constants may be scattered", arguments: [0, 2])
  func constants(_ argument: Int) {
    let indices = Tensor([3], [1, 1, -1])
    let constant = Tensor.random(argument == 0 ? [4] : [3], seed: 3)
    for reduction in ScatterReduction.allCases {
      expectNone(
        disagreements(
          of: ElementScatter(axis: 0, reduction: reduction), inputs: [[4], [3], [3]],
          constants: [1: indices, argument: constant], terms: 8
        ) { inputs in
          var result = inputs[0]
          for (place, update) in zip([1, 1, 3], inputs[2].values) {
            result.values[place] = Self.reduced(result.values[place], update, reduction)
          }
          return result
        })
    }
  }

  @Test("Scatters worked out by hand: who owns a number has its gradient")
  func byHand() {
    func gradients(_ reduction: ScatterReduction) -> [[Float]] {
      TestGraph.gradient(
        of: ElementScatter(axis: 0, reduction: reduction),
        at: [Tensor([2], [3, 5]), Tensor([3], [0, 0, 1]), Tensor([3], [4, 4, 0])]
      ).gradients
    }
    #expect(gradients(.replace) == [[0, 0], [0, 0, 0], [0, 1, 1]])
    #expect(gradients(.sum) == [[1, 1], [0, 0, 0], [1, 1, 1]])
    #expect(gradients(.product) == [[16, 0], [0, 0, 0], [12, 12, 5]])
    #expect(gradients(.minimum) == [[1, 0], [0, 0, 0], [0, 0, 1]])
    #expect(gradients(.maximum) == [[0, 1], [0, 0, 0], [1, 0, 0]])
  }

  @Test("Updates that do not fit are refused")
  func refusals() {
    #expect(throws: ShapeError.self) {
      try ElementScatter(axis: 0).outputShape(of: [[3, 4], [2, 4], [2, 3]])
    }
    #expect(throws: ShapeError("expected updates of shape 2×4, found shapes [3×4, 2×1, 2×3]")) {
      try PointScatter().outputShape(of: [[3, 4], [2, 1], [2, 3]])
    }
  }
}
