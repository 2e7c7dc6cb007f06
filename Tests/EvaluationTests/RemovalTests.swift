import Evaluation
import Tensors
import Testing

/// Deletion, insertion and what is made of them.
struct RemovalTests {
  /// What rounding to single precision leaves of sums of a few numbers about 1.
  private static let rounding = 64 * Double(Float.ulpOfOne)

  private func value(_ map: EvaluatedMap, _ name: String) throws -> Double {
    try #require(try map.measured(name).value)
  }

  @Test("A sum of four numbers, removed by the map's order, has the areas worked out by hand")
  func linear() throws {
    let sum = Formula(ofRow: 4) { $0.reduce(0, +) }
    let map = sum.map(at: [4, 3, 2, 1], [4, 3, 2, 1])
    // Scores 10, 6, 3, 1, 0 and 0, 4, 7, 9, 10: (Σ − first/2 − last/2) / 4.
    #expect(try value(map, "deletion") == (20 - 5) / 4.0)
    #expect(try value(map, "insertion") == (30 - 5) / 4.0)
    #expect(try value(map, "insertion-deletion") == 2.5)
    #expect(abs(try value(map, "normalized-deletion") - 0.375) < Self.rounding)
    #expect(abs(try value(map, "normalized-insertion") - 0.625) < Self.rounding)
  }

  @Test("On a linear function no order is better than that of its parts, and the reverse is worst")
  func perfectMap() throws {
    let parts = scattered(64).map { abs($0) }
    let sum = Formula(ofPicture: 8, 8) { $0.reduce(0, +) }
    func difference(_ map: [Float]) throws -> Double {
      let found = try sum.map(at: parts, map).measured("insertion-deletion", parts: 16)
      return try #require(found.value)
    }
    let perfect = try difference(parts)
    let worst = try difference(parts.map { 1 / ($0 + 1) })
    let other = try difference(scattered(64).reversed())
    #expect(perfect > other && other > worst)
    // Of equal parts the last ones are the first ones of the reverse.
    #expect(abs(perfect + worst) < Self.rounding * 64)
  }

  @Test("A constant function has its value for an area, whatever the map")
  func constant() throws {
    let constant = Formula(ofPicture: 6, 6) { _ in 0.7 }
    let map = constant.map(at: scattered(36), scattered(36).reversed())
    #expect(abs(try value(map, "deletion") - 0.7) < 1e-12)
    #expect(abs(try value(map, "insertion") - 0.7) < 1e-12)
    #expect(abs(try value(map, "diffid")) < 1e-12)
    #expect(try map.measured("single-deletion").value == nil)
  }

  @Test("Curves begin and end at the whole and the filled point, in as many parts as are asked for")
  func curve() throws {
    let sum = Formula(ofPicture: 10, 10) { $0.reduce(0, +) }
    let map = sum.map(at: [Float](repeating: 1, count: 100), scattered(100))
    guard case .area(_, let curve) = try map.measured("deletion", parts: 7) else {
      Issue.record("deletion has a curve")
      return
    }
    // ⌈100 / 7⌉ = 15 features at a time.
    #expect(curve.shares == [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1])
    #expect(curve.scores == [100, 85, 70, 55, 40, 25, 10, 0])
  }

  @Test("Features are ranked by the size of their sum, alike ones by their place")
  func order() throws {
    let first = Formula(ofPicture: 1, 3, 2) { $0[0] }
    // Sums 0, −1, −1: the second pixel goes first, then the third, then the first.
    let map = first.map(at: [1, 1, 1, 1, 1, 1], [5, -5, -1, 0, 0, -1])
    guard case .area(_, let curve) = try map.measured("deletion") else {
      Issue.record("deletion has a curve")
      return
    }
    #expect(curve.scores == [1, 1, 1, 0])
  }

  @Test("The score of nothing divides no area")
  func zeroScore() throws {
    let zero = Formula(ofRow: 3) { _ in 0 }
    #expect(try zero.map(at: [1, 2, 3], [1, 2, 3]).measured("normalized-deletion").value == nil)
  }

  @Test("Single deletion is 1 for the parts of a sum, −1 for their opposites, and heeds signs")
  func singleDeletion() throws {
    let sum = Formula(ofPicture: 8, 8) { $0.reduce(0, +) }
    let parts = scattered(64)
    #expect(try sum.map(at: parts, parts).measured("single-deletion").value == 1)
    #expect(try sum.map(at: parts, parts.map { -$0 }).measured("single-deletion").value == -1)
    let row = Formula(ofRow: 3) { $0[0] - $0[1] + 2 * $0[2] }
    #expect(try row.map(at: [1, 1, 1], [1, -1, 2]).measured("single-deletion").value == 1)
    #expect(try row.map(at: [1, 1, 1], [1, 1.5, 2]).measured("single-deletion").value == 0.5)
  }

  @Test("Random maps do not know how large cells are")
  func cellsOfDifferentSizes() throws {
    // Removing a cell costs its size: 9 pixels to 16, of 15 × 15.
    let sum = Formula(ofPicture: 15, 15) { $0.reduce(0, +) }
    let ones = [Float](repeating: 1, count: 225)
    let point = Tensor([15, 15, 1], ones)
    let features = Features(picture: point.shape)
    let scores = try (0..<400).map { seed in
      let map = try #require(Control.random.map(of: point, features, seed: UInt64(seed)))
      return try value(sum.map(at: ones, map.values), "single-deletion")
    }
    // Rank correlations of 16 numbers have a standard deviation of 1/√15: four of the mean's.
    let mean = scores.reduce(0, +) / Double(scores.count)
    #expect(abs(mean) < 4 / (15.0 * 400).squareRoot(), "\(mean)")
  }

  @Test("DiffID keeps and removes numbers one by one, whatever pixel they belong to")
  func componentDifference() throws {
    let sum = Formula(ofPicture: 1, 5, 2) { $0.reduce(0, +) }
    let ones = [Float](repeating: 1, count: 10)
    // Kept: 1 … 9 numbers, removed: 1 … 9, so that 5 − 5 is left of equal parts.
    #expect(abs(try value(sum.map(at: ones, scattered(10)), "diffid")) < Self.rounding)
    // One number has everything: it is always kept, and always removed.
    let one = Formula(ofPicture: 1, 5, 2) { $0[7] }
    let map = one.map(at: ones, (0..<10).map { $0 == 7 ? -3 : 0 })
    #expect(try value(map, "diffid") == 1)
  }
}
