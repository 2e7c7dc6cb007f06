#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Image {
  /// Returns the picture blurred by a Gaussian of standard deviation `sigma` pixels.
  ///
  /// The weights reach 4σ far; beyond its border the picture is continued by its mirror image, the
  /// border pixels doubled (d c b a | a b c d | d c b a): the definition of
  /// `scipy.ndimage.gaussian_filter`, rounded once at the end. Zero changes nothing.
  public func blurred(sigma: Double) -> Image {
    precondition(sigma >= 0 && sigma.isFinite, "a blur of \(sigma) pixels has no meaning")
    let weights = Self.gaussian(sigma)
    guard weights.count > 1 else { return self }
    let line = width * format.channels
    let rows = blurredRows(weights)
    let reach = weights.count / 2
    var sums = [Float](repeating: 0, count: line)
    let result = [UInt8](unsafeUninitializedCapacity: samples.count) { target, count in
      rows.withUnsafeBufferPointer { rows in
        sums.withUnsafeMutableBufferPointer { sums in
          for y in 0..<height {
            sums.update(repeating: 0.5)
            for (offset, weight) in weights.enumerated() {
              let from = Self.mirrored(y + offset - reach, height) * line
              for x in 0..<line { sums[x] += rows[from &+ x] * weight }
            }
            for x in 0..<line { target[y &* line &+ x] = UInt8(max(0, min(255, sums[x]))) }
          }
        }
      }
      count = samples.count
    }
    return Image(width: width, height: height, format: format, samples: result)
  }

  /// Returns the samples, blurred along the rows.
  private func blurredRows(_ weights: [Float]) -> [Float] {
    let channels = format.channels
    let line = width * channels
    let reach = weights.count / 2
    var padded = [Float](repeating: 0, count: line + 2 * reach * channels)
    return [Float](unsafeUninitializedCapacity: samples.count) { target, count in
      target.initialize(repeating: 0)
      samples.withUnsafeBufferPointer { samples in
        padded.withUnsafeMutableBufferPointer { padded in
          for y in 0..<height {
            for x in -reach..<width + reach {
              let from = y * line + Self.mirrored(x, width) * channels
              for channel in 0..<channels {
                padded[(x + reach) * channels + channel] = Float(samples[from + channel])
              }
            }
            for (offset, weight) in weights.enumerated() {
              let from = offset * channels
              for x in 0..<line { target[y &* line &+ x] += padded[from &+ x] * weight }
            }
          }
        }
      }
      count = samples.count
    }
  }

  /// exp(−x²/2σ²) for x from −4σ to 4σ, summing to one.
  private static func gaussian(_ sigma: Double) -> [Float] {
    let reach = Int(4 * sigma + 0.5)
    guard reach > 0 else { return [1] }
    let weights = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  /// Returns the place in a line that a place outside it mirrors.
  private static func mirrored(_ index: Int, _ count: Int) -> Int {
    let period = 2 * count
    let wrapped = ((index % period) + period) % period
    return wrapped < count ? wrapped : period - 1 - wrapped
  }
}
