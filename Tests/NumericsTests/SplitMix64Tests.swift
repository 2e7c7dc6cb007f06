import Numerics
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
  @Test("Begins with the published numbers of seed 1234567")
  func reference() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<3).map { _ in generator.next() }
    #expect(
      numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test(
    "Uniform numbers lie in [0, 1) and have its mean and variance; places lie below their count")
  func uniform() {
    var generator = SplitMix64(seed: 1)
    let numbers = (0..<10_000).map { _ in generator.uniform() }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    let mean = numbers.reduce(0, +) / 10_000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
    // Four standard errors: 4/√(12 n), 4/√(180 n).
    #expect(abs(mean - 0.5) < 0.0116 && abs(variance - 1.0 / 12) < 0.003)
    let places = Set((0..<200).map { _ in generator.index(below: 7) })
    #expect(places == Set(0..<7))
  }

  @Test("Normal numbers have mean 0 and variance 1, and odd counts begin like even ones")
  func normals() {
    var generator = SplitMix64(seed: 2)
    let numbers = generator.normals(count: 10_000)
    let mean = numbers.reduce(0, +) / 10_000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
    // Four standard errors: 4/√n, 4·√(2/n).
    #expect(abs(mean) < 0.04 && abs(variance - 1) < 0.0566)
    var (even, odd) = (SplitMix64(seed: 3), SplitMix64(seed: 3))
    #expect(even.normals(count: 4).prefix(3) == odd.normals(count: 3)[...])
  }
}
