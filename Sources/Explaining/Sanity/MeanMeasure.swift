import Evaluation

/// A measure over all maps for which it is defined.
public struct MeanMeasure: Sendable, Encodable {
  /// Its mean.
  public let mean: Double
  /// The standard error of the mean; nil for one map.
  public let standardError: Double?
  /// For how many maps it is defined.
  public let maps: Int

  /// Sums up the numbers of maps, nil where a map has none; nil where none has.
  init?(_ numbers: [Double?]) {
    guard let found = MeanWithError(numbers.compactMap(\.self)) else { return nil }
    (mean, standardError, maps) = (found.mean, found.error, found.count)
  }

  private enum CodingKeys: String, CodingKey {
    case mean, maps
    case standardError = "standard_error"
  }
}
