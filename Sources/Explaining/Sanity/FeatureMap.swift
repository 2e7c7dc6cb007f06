import Imaging
import Tensors

/// A map as one number for each part of the input that people know: pixels, columns, words, numbers.
public struct FeatureMap: Hashable, Sendable {
  /// One number for each part: sums over its numbers; of gradients of tokens, their lengths.
  public let values: [Double]
  /// Rows and columns of pixels; nil of what is no picture.
  public let grid: Size?

  /// The map of an explanation. Maps of a layer are spread over the picture's pixels, bilinearly between
  /// the middles of its places, which `layer` tells; nil for a layer without.
  public init?(_ explanation: Explanation, layer: LayerGrid?) {
    grid = Size(explanation.sample.features)
    switch explanation.sample.subject {
    case .text:
      guard let words = explanation.words else { return nil }
      let known = words.compactMap(\.attribution)
      guard known.count == words.count else { return nil }
      values = known
    case .row:
      guard let columns = explanation.featureAttributions else { return nil }
      values = columns
    case .picture, .array, .several:
      guard let found = explanation.attributionsOfPoint(layer: layer) else { return nil }
      values = explanation.sample.features.sums(of: found)
    }
  }
}

extension Size {
  /// The size of a picture that features are pixels of.
  fileprivate init?(_ features: Features) {
    guard case .grid(let height, let width, _) = features else { return nil }
    self.init(width: width, height: height)
  }
}
