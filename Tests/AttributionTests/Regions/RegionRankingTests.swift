import Attribution
import Numerics
import Tensors
import TestSupport
import Testing

@Suite("Ranking of regions") struct RegionRankingTests {
  /// The definition, with all means taken anew in every round.
  private func reference(
    _ regions: [[Int32]], _ values: [Double], minimumGain: Int
  ) -> [Double] {
    func mean(_ pixels: [Int]) -> Double {
      pixels.reduce(0) { $0 + values[$1] } / Double(pixels.count)
    }
    var result = [Double?](repeating: nil, count: values.count)
    var left = regions.map { $0.map(Int.init) }
    while true {
      left = left.map { $0.filter { result[$0] == nil } }.filter { $0.count >= minimumGain }
      guard let best = left.max(by: { mean($0) < mean($1) }) else { break }
      let density = mean(best)
      for pixel in best { result[pixel] = density }
    }
    let rest = result.indices.filter { result[$0] == nil }
    return result.map { $0 ?? mean(rest) }
  }

  @Test("the order is that of the definition", arguments: [1, 5, 20])
  func definition(_ minimumGain: Int) {
    for seed in 0..<20 {
      var generator = SplitMix64(seed: UInt64(seed))
      let values = (0..<150).map { _ in generator.uniform() - 0.3 }
      let regions = (0..<25).map { _ in
        let start = generator.index(below: 150)
        return (start..<min(150, start + 1 + generator.index(below: 40))).map(Int32.init)
      }
      let found = RegionRanking(regions: regions, values: values)
        .densities(minimumGain: minimumGain)
      let expected = reference(regions, values, minimumGain: minimumGain)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test("a region counts with what it adds alone")
  func byHand() {
    // Means 5, 3 and 4 at first; the third adds (1 + 1) / 2 behind the first.
    let regions: [[Int32]] = [[0, 1], [2, 3], [1, 4, 5]]
    let values = [0.0, 10, 2, 4, 1, 1, -7, -9]
    let found = RegionRanking(regions: regions, values: values).densities(minimumGain: 1)
    #expect(found == [5, 5, 3, 3, 1, 1, -8, -8])
  }

  @Test("the sum stays, however pixels are shared out")
  func sum() {
    let values = Tensor.random([90], seed: 3).values.map(Double.init)
    let regions = (0..<12).map { index in (index * 7..<index * 7 + 12).map(Int32.init) }
    let found = RegionRanking(regions: regions.filter { $0.last ?? 0 < 90 }, values: values)
      .densities(minimumGain: 1)
    #expect(abs(found.reduce(0, +) - values.reduce(0, +)) < 1e-12)
  }

  @Test("regions that add too little are left out, and what is left gets its mean")
  func minimumGain() {
    let regions: [[Int32]] = [[0, 1, 2], [2, 3], [4]]
    let values = [1.0, 1, 1, 9, 9, 0]
    let found = RegionRanking(regions: regions, values: values).densities(minimumGain: 2)
    #expect(found == [1, 1, 5, 5, 4.5, 4.5])
  }

  @Test("no regions, and numbers that are none, do no harm")
  func nothing() {
    #expect(RegionRanking(regions: [], values: [1, 3]).densities(minimumGain: 1) == [2, 2])
    let found = RegionRanking(regions: [[0], [1]], values: [.nan, 2]).densities(minimumGain: 1)
    #expect(found[0].isNaN && found[1] == 2)
  }
}
