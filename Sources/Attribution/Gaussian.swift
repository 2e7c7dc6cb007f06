import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bell curve: weights of a blur, and noise.
enum Gaussian {
  /// exp(−x²/2σ²) for whole x from −4σ to 4σ, summing to one; a single 1 for very small σ.
  static func weights(sigma: Double) -> [Double] {
    let reach = Int(4 * sigma + 0.5)
    guard reach > 0 else { return [1] }
    let weights = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// Returns the place in a line of `count` entries that a place outside it mirrors, the entries at
  /// both ends being doubled.
  static func mirrored(_ index: Int, _ count: Int) -> Int {
    let period = 2 * count
    let wrapped = ((index % period) + period) % period
    return wrapped < count ? wrapped : period - 1 - wrapped
  }

  /// Returns independent numbers with mean 0 and variance 1, by the transformation of Box and Muller:
  /// two for every two draws.
  ///
  /// Paper: Box, Muller, "A Note on the Generation of Random Normal Deviates", Annals of
  /// Mathematical Statistics 1958.
  static func noise(count: Int, from generator: inout SplitMix64) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(count + 1)
    while numbers.count < count {
      let radius = (-2 * log(1 - generator.uniform())).squareRoot()
      let angle = 2 * Double.pi * generator.uniform()
      numbers += [radius * cos(angle), radius * sin(angle)]
    }
    return Array(numbers.prefix(count))
  }
}
