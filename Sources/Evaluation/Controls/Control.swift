import Numerics
import Tensors

/// A map that knows nothing of the network, which every method should beat.
public enum Control: String, Sendable, CaseIterable {
  /// Independent numbers, evenly distributed from −½ to ½: of either sign, so that their sum says nothing of
  /// how large a part is.
  case random
  /// The edges of the picture, by Sobel's operator.
  case edges = "sobel"

  /// Returns the map of a point; nil where the point has none, as a row has no edges.
  public func map(of input: Tensor, _ features: Features, seed: UInt64) -> Tensor? {
    switch self {
    case .random:
      var generator = SplitMix64(seed: seed)
      let values = (0..<features.count).map { _ in generator.uniform() - 0.5 }
      return features.sharing(values, like: input)
    case .edges:
      guard case .grid(let height, let width, let channels) = features, height > 2, width > 2
      else { return nil }
      let grey = Grey(input, height: height, width: width, channels: channels)
      return features.sharing(grey.edges, like: input)
    }
  }
}

extension Features {
  /// Returns a point whose numbers share that of their feature evenly.
  public func sharing(_ values: [Double], like input: Tensor) -> Tensor {
    precondition(values.count == count, "one number for every feature")
    var result = Tensor(input.shape)
    for (range, value) in zip(ranges, values) {
      for place in range { result.values[place] = Float(value / Double(range.count)) }
    }
    return result
  }
}

/// A picture's mean over its channels.
private struct Grey {
  let height: Int
  let width: Int
  let values: [Double]

  init(_ input: Tensor, height: Int, width: Int, channels: Int) {
    (self.height, self.width) = (height, width)
    values = (0..<height * width).map { pixel in
      (0..<channels).reduce(0.0) { $0 + Double(input.values[pixel * channels + $1]) }
        / Double(channels)
    }
  }

  /// √(gx² + gy²) of Sobel's operators, ends mirrored as `scipy.ndimage.sobel` does.
  var edges: [Double] {
    (0..<height * width).map { pixel in
      let (y, x) = (pixel / width, pixel % width)
      let (above, below) = (row(y - 1, x), row(y + 1, x))
      let middle = row(y, x)
      let across =
        (above.2 - above.0) + 2 * (middle.2 - middle.0) + (below.2 - below.0)
      let down =
        (below.0 - above.0) + 2 * (below.1 - above.1) + (below.2 - above.2)
      return (across * across + down * down).squareRoot()
    }
  }

  /// Three pixels of a row around a column.
  private func row(_ y: Int, _ x: Int) -> (Double, Double, Double) {
    let start = GaussianWeights.mirrored(y, height) * width
    return (
      values[start + GaussianWeights.mirrored(x - 1, width)], values[start + x],
      values[start + GaussianWeights.mirrored(x + 1, width)]
    )
  }
}
