/// How near an explanation had come after a number of evaluations.
public struct ConvergencePoint: Hashable, Sendable {
  /// Number of evaluations of the network, backwards too.
  public var evaluations: Int
  /// |Σ attributions − change of the score| as a share of the change.
  public var gap: Double
  /// The relative error of the map, estimated or measured, if known.
  public var mapError: Double?

  /// Makes a point.
  public init(evaluations: Int, gap: Double, mapError: Double?) {
    self.evaluations = evaluations
    self.gap = gap
    self.mapError = mapError
  }
}
