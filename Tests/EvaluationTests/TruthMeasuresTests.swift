import Evaluation
import Numerics
import Testing

@Suite("How much of a map lies on what matters")
struct TruthMeasuresTests {
  private let map: [Double] = [5, 3, 3, -8, 1, 0, 3, 2]
  private let known = [false, true, false, true, true, false, false, false]

  @Test("Numbers worked out by hand, equal ones in shares")
  func signed() {
    let found = TruthMeasures(of: map, known: known)
    #expect(found.pointing == 0)
    #expect(found.energyInside == 4.0 / 17)
    // 5 is taken, and two of the three 3s, of which one is known: 2/3 of 3 places.
    #expect(abs(found.rankAccuracy - 2.0 / 9) < 1e-15)
  }

  @Test("Of absolute values, what speaks against counts too")
  func absolute() {
    let report = TruthReport(of: map, known: known)
    #expect(report.signed == TruthMeasures(of: map, known: known))
    #expect(report.absolute.pointing == 1)
    #expect(report.absolute.energyInside == 12.0 / 25)
    // 8 and 5 are taken, and one of three 3s: (1 + 1/3) of 3.
    #expect(abs(report.absolute.rankAccuracy - 4.0 / 9) < 1e-15)
    #expect(report.knownShare == 3.0 / 8)
  }

  @Test("The truth itself has everything, its opposite nothing, a map without differences chance")
  func extremes() {
    func measures(_ map: [Double]) -> TruthMeasures { TruthMeasures(of: map, known: known) }
    let perfect = measures(known.map { $0 ? 1 : 0 })
    #expect((perfect.pointing, perfect.energyInside, perfect.rankAccuracy) == (1, 1, 1))
    let wrong = measures(known.map { $0 ? 0 : 1 })
    #expect((wrong.pointing, wrong.energyInside, wrong.rankAccuracy) == (0, 0, 0))
    let even = measures(known.map { _ in 2 })
    #expect((even.pointing, even.energyInside, even.rankAccuracy) == (3.0 / 8, 3.0 / 8, 3.0 / 8))
    let nothing = measures(known.map { _ in 0 })
    #expect((nothing.pointing, nothing.energyInside) == (3.0 / 8, 0))
  }

  @Test("Random maps are as good as chance on average")
  func chance() {
    var random = SplitMix64(seed: 5)
    let known = (0..<50).map { $0 % 5 == 0 }
    let found = (0..<2000).map { _ in
      TruthMeasures(of: random.normals(count: 50), known: known)
    }
    for measure in [\TruthMeasures.pointing, \.energyInside, \.rankAccuracy] {
      let mean = found.reduce(0) { $0 + $1[keyPath: measure] } / 2000
      // Five standard errors of the widest of the three, pointing: √(0.2 · 0.8 / 2000).
      #expect(abs(mean - 0.2) < 5 * (0.16 / 2000).squareRoot())
    }
  }
}
