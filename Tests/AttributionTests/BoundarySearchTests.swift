import Attribution
import Tensors
import Testing

@Suite("The search for a boundary") struct BoundarySearchTests {
  /// w·x + b.
  private func plane(_ weights: [Double], _ shift: Double) -> Formula {
    Formula(weights.count) {
      dot(weights, $0) + shift
    } gradient: { _ in
      weights
    }
  }

  @Test("of planes, the nearest is found in one step, straight towards it")
  func planes() throws {
    // Distances from (0, 4): 2 along (3, 4)/5, and 1 along (1, 0).
    let (near, far) = (plane([2, 0], -2), plane([3, 4], -26))
    let input = vector(0, 4)
    let found = try #require(
      BoundarySearch(limit: 1).search([far, near], from: input))
    #expect(found.function == 1)
    // 1/1024 of a way of 1.02 and a little more behind the boundary.
    #expect(found.point.values[0] > 1 && found.point.values[0] < 1.002)
    #expect(found.point.values[1] == 4)
    // Two gradients at the input and two behind the boundary, then ten values.
    #expect(found.evaluations == 14)
    // √(1²/2) as a share of 4.
    #expect(abs(found.distance - 0.5.squareRoot() / 4) < 0.001)
  }

  @Test("along a curve the point lies behind the boundary, and the line to it before")
  func curve() throws {
    // x² + y² − 4, from (1, 0.5): the linear approximation falls short of nothing.
    let circle = Formula(
      2, value: { $0[0] * $0[0] + $0[1] * $0[1] - 4 }, gradient: { [2 * $0[0], 2 * $0[1]] })
    let input = vector(1, 0.5)
    let found = try #require(BoundarySearch(limit: 10).search([circle], from: input))
    let length =
      (Double(found.point.values[0]) * Double(found.point.values[0])
      + Double(found.point.values[1]) * Double(found.point.values[1])).squareRoot()
    #expect(length > 2 && length < 2.005)
    // The gradient is radial, and so is the way.
    #expect(abs(found.point.values[1] / found.point.values[0] - 0.5) < 1e-4)
  }

  @Test("no number leaves its bounds")
  func bounds() throws {
    // The nearest point of x + y = 3 from (1, 0) is (2, 1), but x is at most 1.25.
    let found = try #require(
      BoundarySearch(limit: 10).search(
        [plane([1, 1], -3)], from: vector(1, 0), within: (vector(0, 0), vector(1.25, 5))))
    #expect(found.point.values[0] <= 1.25)
    #expect(found.point.values[0] + found.point.values[1] > 3)
    let stuck = BoundarySearch(limit: 10).search(
      [plane([1, 1], -3)], from: vector(1, 0), within: (vector(0, 0), vector(1.25, 1)))
    #expect(stuck == nil)
  }

  @Test("nothing is found without a slope, beyond the limit, or where there is nothing")
  func nothing() {
    let input = vector(0, 4)
    #expect(BoundarySearch(limit: 10).search([plane([0, 0], -1)], from: input) == nil)
    #expect(BoundarySearch(limit: 10).search([plane([1, 0], -1)], from: input) != nil)
    // √(1²/2)/4 = 0.177.
    #expect(BoundarySearch(limit: 0.17).search([plane([1, 0], -1)], from: input) == nil)
    // −1 − x² is negative everywhere.
    let hill = Formula(1, value: { -1 - $0[0] * $0[0] }, gradient: { [-2 * $0[0]] })
    #expect(BoundarySearch(limit: 1e6).search([hill], from: vector(3)) == nil)
    #expect(BoundarySearch(limit: 10).search([Formula](), from: input) == nil)
  }

  @Test("a step that leads too far ends at the limit, behind a boundary that is nearer")
  func flat() throws {
    // x³ − 1 from 0.1, where it is so flat that its linear approximation is zero beyond 30.
    let cube = Formula(
      2, value: { $0[0] * $0[0] * $0[0] - 1 }, gradient: { [3 * $0[0] * $0[0], 0] })
    let found = try #require(BoundarySearch(limit: 1).search([cube], from: vector(0.1, 4)))
    // The limit is 3.9 √2 away, and halved ten times.
    #expect(found.point.values[0] > 1 && found.point.values[0] < 1.01)
  }

  @Test("a step from the boundary itself goes on to the other side")
  func tie() throws {
    let found = try #require(
      BoundarySearch(limit: 1).search([plane([1, 0], 0)], from: vector(0, 4)))
    #expect(found.point.values[0] > 0 && found.point.values[0] < 1e-3)
  }

  @Test("what a function throws is passed on")
  func failures() {
    #expect(throws: Broken.Failure.gradients) {
      try BoundarySearch(limit: 1).search([Broken(hasGradients: false)], from: vector(1))
    }
  }
}
