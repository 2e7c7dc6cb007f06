#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How alike two pictures of one number per pixel are, neighbourhood by neighbourhood (SSIM).
public enum StructuralSimilarity {
  /// Pixels from the middle of a neighbourhood to its edge.
  public static let reach = 5
  /// Standard deviation of the weights in a neighbourhood, in pixels.
  private static let sigma = 1.5
  /// What keeps quotients of small numbers calm, for pictures whose numbers run from 0 to 1.
  private static let calm = (means: 0.01 * 0.01, variances: 0.03 * 0.03)

  /// Returns the mean over all neighbourhoods of 11×11 pixels that lie in the pictures as a whole of
  ///
  /// `(2 μ ν + c₁)(2 κ + c₂) / ((μ² + ν² + c₁)(σ² + τ² + c₂))`,
  ///
  /// with means μ and ν, variances σ² and τ² and the covariance κ by Gaussian weights of σ = 1.5 that
  /// sum to one, c₁ = 0.01², c₂ = 0.03². The numbers run from 0 to 1. The same picture has 1. Nil for
  /// pictures of fewer than 11 rows or columns.
  ///
  /// Paper: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to
  /// Structural Similarity", IEEE Transactions on Image Processing 2004.
  public static func mean(
    _ first: [Double], _ second: [Double], height: Int, width: Int
  ) -> Double? {
    precondition(
      first.count == height * width && second.count == first.count,
      "two pictures of \(height)×\(width) pixels")
    guard height > 2 * reach, width > 2 * reach else { return nil }
    func smoothed(_ value: (Double, Double) -> Double) -> [Double] {
      Self.smoothed(zip(first, second).map(value), height: height, width: width)
    }
    let means = (smoothed { a, _ in a }, smoothed { _, b in b })
    let squares = (smoothed { a, _ in a * a }, smoothed { _, b in b * b })
    let products = smoothed(*)
    var sum = 0.0
    for place in products.indices {
      let (a, b) = (means.0[place], means.1[place])
      let variances = squares.0[place] - a * a + squares.1[place] - b * b
      sum +=
        (2 * a * b + calm.means) * (2 * (products[place] - a * b) + calm.variances)
        / ((a * a + b * b + calm.means) * (variances + calm.variances))
    }
    return sum / Double(products.count)
  }

  /// Weighted sums over the neighbourhoods that lie in the picture as a whole.
  private static func smoothed(_ values: [Double], height: Int, width: Int) -> [Double] {
    let powers = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let weights = powers.map { $0 / powers.reduce(0, +) }
    let (rows, columns) = (height - 2 * reach, width - 2 * reach)
    var lines = [Double](repeating: 0, count: height * columns)
    for y in 0..<height {
      for x in 0..<columns {
        var sum = 0.0
        for (tap, weight) in weights.enumerated() { sum += weight * values[y * width + x + tap] }
        lines[y * columns + x] = sum
      }
    }
    var result = [Double](repeating: 0, count: rows * columns)
    for y in 0..<rows {
      for (tap, weight) in weights.enumerated() {
        for x in 0..<columns {
          result[y * columns + x] += weight * lines[(y + tap) * columns + x]
        }
      }
    }
    return result
  }
}
