import Inputs
import Tensors

/// Number of points at which a method evaluates a network for one sample.
public enum EvaluationCost: Hashable, Sendable {
  /// Always so many.
  case exactly(Int)
  /// So many at most: fewer where the map needs no more.
  case atMost(Int)

  /// The number, or the largest one.
  public var count: Int {
    switch self {
    case .exactly(let count), .atMost(let count): count
    }
  }

  /// Whether it may be fewer.
  public var isLimit: Bool { self == .atMost(count) }
}

/// What the cost of a method depends on besides its settings.
package struct CostContext: Sendable {
  /// What the numbers of an input are.
  package let features: Features
  /// Number of baselines.
  package let baselines: Int
  /// Number of points that are listed.
  package let points: Int

  /// Makes a context of its parts.
  package init(features: Features, baselines: Int, points: Int = 0) {
    (self.features, self.baselines, self.points) = (features, baselines, points)
  }
}

extension MethodEntry {
  /// What the method costs on what a network reads, by its defaults; nil where it is not defined for
  /// that.
  ///
  /// - Throws: `RequestError` if a default makes no sense to the method, which the table's test rules
  ///   out.
  public func standardCost(for reader: any SampleReader) throws(RequestError) -> EvaluationCost? {
    if (needsGrid || alwaysRegions) && reader.kind != .picture { return nil }
    // What has to be given does not change the cost.
    let needed = settings.filter { $0.defaultValue == nil }.map {
      ($0.name, SettingValue.texts([""]))
    }
    let given = try settings(given: Dictionary(uniqueKeysWithValues: needed))
    let starts = standardBaselines(for: reader)
    return cost(
      suited(given, to: reader),
      CostContext(features: reader.features, baselines: starts.count))
  }
}
