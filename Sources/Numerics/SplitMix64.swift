#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A small generator of random numbers whose whole state is one integer: the same seed gives the same
/// numbers on every machine.
///
/// Paper: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts at a seed.
  public init(seed: UInt64) { state = seed }

  /// Returns 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Returns a number from [0, 1), one of 2⁵³ that are equally far apart.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Returns a whole number from 0 to `count` − 1.
  public mutating func index(below count: Int) -> Int { Int(uniform() * Double(count)) }

  /// Returns independent numbers with mean 0 and variance 1, by the transformation of Box and Muller:
  /// two for every two draws.
  ///
  /// Paper: Box, Muller, "A Note on the Generation of Random Normal Deviates", Annals of
  /// Mathematical Statistics 1958.
  public mutating func normals(count: Int) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(count + 1)
    while numbers.count < count {
      let radius = (-2 * log(1 - uniform())).squareRoot()
      let angle = 2 * Double.pi * uniform()
      numbers += [radius * cos(angle), radius * sin(angle)]
    }
    return Array(numbers.prefix(count))
  }
}
