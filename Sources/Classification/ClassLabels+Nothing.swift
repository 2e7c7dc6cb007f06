import Foundation

extension ClassLabels {
  /// Names that networks give the class of pictures of nothing.
  private static let namesOfNothing: Set = ["background", "dummy", "none", "nothing"]

  /// Whether a class stands for pictures of nothing, by its name.
  public func isNothing(_ label: ClassLabel) -> Bool {
    Self.namesOfNothing.contains(label.label.lowercased())
  }

  /// Returns −Σ p log p of class probabilities as a share of its largest value: 1 if all classes are
  /// equally probable, 0 if one is certain.
  public func entropy(of probabilities: [Double]) -> Double {
    let entropy = probabilities.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
    return count > 1 ? entropy / log(Double(count)) : 0
  }
}
