import Numerics

extension Plane {
  /// Returns the map blurred by a Gaussian of standard deviation `sigma` pixels, as
  /// `scipy.ndimage.gaussian_filter` does with its defaults; sums run in double precision. Zero
  /// changes nothing.
  public func blurred(sigma: Double) -> Plane {
    let weights = GaussianWeights(sigma: sigma)
    guard weights.reach > 0 else { return self }
    return blurredRows(weights).blurredColumns(weights)
  }

  private func blurredRows(_ weights: GaussianWeights) -> Plane {
    let sources = (-weights.reach..<width + weights.reach).map {
      GaussianWeights.mirrored($0, width)
    }
    var result = self
    var row = [Double](repeating: 0, count: sources.count)
    for start in stride(from: 0, to: values.count, by: width) {
      for (place, source) in sources.enumerated() { row[place] = Double(values[start + source]) }
      for x in 0..<width {
        var sum = 0.0
        for (offset, weight) in weights.values.enumerated() { sum += row[x + offset] * weight }
        result.values[start + x] = Float(sum)
      }
    }
    return result
  }

  private func blurredColumns(_ weights: GaussianWeights) -> Plane {
    var result = self
    var sums = [Double](repeating: 0, count: width)
    for y in 0..<height {
      for x in 0..<width { sums[x] = 0 }
      for (offset, weight) in weights.values.enumerated() {
        let start = GaussianWeights.mirrored(y + offset - weights.reach, height) * width
        for x in 0..<width { sums[x] += Double(values[start + x]) * weight }
      }
      for x in 0..<width { result.values[y * width + x] = Float(sums[x]) }
    }
    return result
  }
}
