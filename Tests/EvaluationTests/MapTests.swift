import Evaluation
import Foundation
import Tensors
import Testing

/// Metrics that look at nothing but the map.
struct MapTests {
  private let row = Formula(ofRow: 4) { $0.reduce(0, +) }

  @Test(
    "An even map has Gini index 0 and entropy ln n, one with a single feature (n − 1) / n and 0")
  func extremes() throws {
    let even = row.map(at: [1, 1, 1, 1], [2, -2, 2, -2])
    #expect(abs(try #require(try even.measured("sparseness").value)) < 1e-12)
    #expect(abs(try #require(try even.measured("complexity").value) - log(4)) < 1e-12)
    let single = row.map(at: [1, 1, 1, 1], [0, 0, -7, 0])
    #expect(abs(try #require(try single.measured("sparseness").value) - 0.75) < 1e-6)
    #expect(try single.measured("complexity").value == 0)
  }

  @Test("The Gini index of 1, 2, 3, 4 is a quarter, at every scale", arguments: [1e-9, 1, 1e9])
  func gini(scale: Float) throws {
    let map = row.map(at: [1, 1, 1, 1], [3, -1, 4, 2].map { $0 * scale })
    #expect(abs(try #require(try map.measured("sparseness").value) - 0.25) < 1e-6)
  }

  @Test("A map of zeros has neither, and says why")
  func zero() throws {
    let map = row.map(at: [1, 1, 1, 1], [0, 0, 0, 0])
    #expect(try map.measured("sparseness") == .nothing("the map is zero"))
    #expect(try map.measured("complexity") == .nothing("the map is zero"))
  }

  @Test("The gap is what attributions miss, as a share of the change")
  func gap() throws {
    var map = row.map(at: [4, 3, 2, 1], [4, 3, 2, 0])
    #expect(try map.measured("completeness-gap").value == nil)
    map.expectedSum = 10
    #expect(abs(try #require(try map.measured("completeness-gap").value) - 0.1) < 1e-12)
    map.expectedSum = 0
    #expect(try map.measured("completeness-gap").value == nil)
  }
}
