/// Which sign of a signed map is shown. A map without negative numbers is the same under all but
/// `negative`, which leaves nothing of it.
public enum Polarity: String, CaseIterable, Hashable, Sendable {
  /// Both signs, apart: the heat map runs from −1 to 1.
  case both
  /// max(v, 0): what speaks for the target.
  case positive
  /// max(−v, 0): what speaks against the target.
  case negative
  /// |v|: both signs, together.
  case absolute

  /// Returns the part of `value` that is shown.
  func callAsFunction(_ value: Double) -> Double {
    switch self {
    case .both: value
    case .positive: max(value, 0)
    case .negative: max(-value, 0)
    case .absolute: value.magnitude
    }
  }
}
