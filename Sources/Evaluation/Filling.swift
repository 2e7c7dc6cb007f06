import Tensors

/// A point with a fill that takes the place of what is removed, and how features are removed; remembers what
/// several metrics ask for.
public final class Filling {
  /// Steps in which all features of a picture are removed: 1792 pixels of 224 × 224 each, as in RISE's code.
  public static let standardParts = 28

  /// What takes the place of what is removed.
  public let fill: any Fill
  /// Steps in which all features are removed, one after another; no more than there are features.
  public let parts: Int
  private let input: Tensor
  private var curves: [CurveKey: RemovalCurve] = [:]
  private var ends: [String: (whole: Double, empty: Double)] = [:]

  private struct CurveKey: Hashable {
    let direction: RemovalCurve.Direction
    let score: String
    let relevances: [Double]
  }

  /// Prepares to remove features of a point; at least one part.
  public init(_ input: Tensor, _ fill: any Fill, parts: Int = standardParts) {
    precondition(parts > 0, "features are removed in one step at least")
    (self.input, self.fill, self.parts) = (input, fill, parts)
  }

  /// Features that are removed at a time.
  public func step(of features: Features) -> Int { (features.count + parts - 1) / parts }

  /// The curve of a map, measured unless that was done.
  func curve(
    _ direction: RemovalCurve.Direction, of map: EvaluatedMap, _ score: ScoreChoice
  ) throws -> RemovalCurve {
    let key = CurveKey(
      direction: direction, score: map.scores.name(score), relevances: map.relevances)
    if let known = curves[key] { return known }
    let curve = try RemovalCurve(direction, of: map, self, score)
    curves[key] = curve
    return curve
  }

  /// The score of the whole point, and where all of it is filled.
  func ends(of map: EvaluatedMap, _ score: ScoreChoice) throws -> (whole: Double, empty: Double) {
    let name = map.scores.name(score)
    if let known = ends[name] { return known }
    let empty = fill.filled(input, where: [Bool](repeating: true, count: input.shape.count))
    let values = try map.scores.values(score, count: 2) { $0 == 0 ? input : empty }
    let found = (whole: values[0], empty: values[1])
    ends[name] = found
    return found
  }
}
