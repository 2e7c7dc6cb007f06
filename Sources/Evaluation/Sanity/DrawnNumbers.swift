import Numerics

/// Numbers that are drawn at random for one thing after another: those of one do not depend on how many
/// there are.
public struct DrawnNumbers: Sendable {
  /// Where random numbers begin.
  public let seed: UInt64

  /// Makes numbers for a seed.
  public init(seed: UInt64) { self.seed = seed }

  /// Returns a number below `count`, two at least, other than `excluded`, for the thing at a place.
  public func index(_ place: Int, below count: Int, except excluded: Int) -> Int {
    precondition(count > 1 && (0..<count).contains(excluded), "there is another one to draw")
    var random = generator(place)
    let drawn = random.index(below: count - 1)
    return drawn < excluded ? drawn : drawn + 1
  }

  /// Returns independent numbers of mean 0 and variance 1 for the thing at a place.
  public func normals(_ place: Int, count: Int) -> [Double] {
    var random = generator(place)
    return random.normals(count: count)
  }

  /// Returns random numbers for the thing at a place. Streams that begin at numbers next to each other
  /// have nothing in common.
  func generator(_ place: Int) -> SplitMix64 {
    var mixer = SplitMix64(seed: seed ^ (UInt64(place) &* 0xd134_2543_de82_ef95))
    return SplitMix64(seed: mixer.next())
  }
}
