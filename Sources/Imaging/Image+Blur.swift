import Numerics

extension Image {
  /// Returns the picture blurred by a Gaussian of standard deviation `sigma` pixels.
  ///
  /// The weights reach 4σ far; beyond its border the picture is continued by its mirror image, the
  /// border pixels doubled (d c b a | a b c d | d c b a): the definition of
  /// `scipy.ndimage.gaussian_filter`, rounded once at the end. Zero changes nothing.
  public func blurred(sigma: Double) -> Image {
    let weights = GaussianWeights(sigma: sigma).values.map { Float($0) }
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
              let from = GaussianWeights.mirrored(y + offset - reach, height) * line
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
              let from = y * line + GaussianWeights.mirrored(x, width) * channels
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
}
