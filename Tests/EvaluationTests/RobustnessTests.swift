import Evaluation
import Foundation
import Tensors
import Testing

/// Infidelity, sensitivity, and how much of the score comes back with the picture's information.
struct RobustnessTests {
  @Test("The parts of a linear function have no infidelity, as parts of the score and as gradients")
  func infidelity() throws {
    let weights = scattered(64).map { Double($0) }
    let linear = Formula(ofPicture: 8, 8) { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    let input = [Float](repeating: 2, count: 64)
    let parts = linear.map(at: input, weights.map { Float(2 * $0) })
    #expect(try #require(try parts.measured("infidelity").value) < 1e-9)
    var gradient = linear.map(at: input, weights.map { Float($0) })
    #expect(try #require(try gradient.measured("infidelity").value) > 1e-3)
    gradient.areGradients = true
    #expect(try #require(try gradient.measured("infidelity").value) < 1e-9)
    gradient.areGradients = nil
    #expect(try gradient.measured("infidelity").value == nil)
  }

  @Test("A map that misses every removal by the same has its square for infidelity")
  func miss() throws {
    // Squares of 2 × 2 pixels: the map says 4 · 3, the score falls by 4.
    let sum = Formula(ofPicture: 8, 8) { $0.reduce(0, +) }
    let map = sum.map(at: [Float](repeating: 1, count: 64), [Float](repeating: 3, count: 64))
    #expect(try map.measured("infidelity").value == 64)
  }

  @Test("A map that never changes is not sensitive; one that is the point has the noise's share")
  func sensitivity() throws {
    let row = Formula(ofRow: 4) { $0.reduce(0, +) }
    var map = row.map(at: [0, 1, 2, 3], [1, 1, 1, 1])
    #expect(try map.measured("max-sensitivity").value == nil)
    map.explainAgain = { _ in Tensor([4], [1, 1, 1, 1]) }
    #expect(try map.measured("max-sensitivity").value == 0)
    map = row.map(at: [0, 1, 2, 3], [0, 1, 2, 3])
    map.explainAgain = { $0 }
    let found = try #require(try map.measured("max-sensitivity").value)
    // ‖e‖ ≤ 2 · 0.02 · 3 over √14.
    #expect(found > 0 && found <= 0.12 / 14.0.squareRoot() * (1 + 1e-6))
  }

  @Test("A score that is back with the first share of the pixels has nearly all of the area")
  func information() throws {
    var input = scattered(400)
    input[7] = 1
    let map = EvaluatedMap(
      input: Tensor([20, 20, 1], input), features: .grid(height: 20, width: 20, channels: 1),
      attributions: Tensor([20, 20, 1], (0..<400).map { Float(400 - ($0 + 393) % 400) }),
      scores: Scores(
        explained: Scores.Function("p") { $0.map { Double($0.values[7] > 0.9 ? 1 : 0) } },
        others: [
          .probability: Scores.Function("p") { $0.map { Double($0.values[7] > 0.9 ? 1 : 0) } }
        ]))
    let value = try #require(try map.measured("sic").value)
    // All of the score is back with the first share, which holds little information.
    #expect(value > 0.9 && value <= 1)
    #expect(try map.measured("aic") == .nothing("what is explained is no class"))
  }
}
