/// How a picture of any shape becomes one of a given size.
public enum Fit: String, Hashable, Codable, Sendable, CaseIterable {
  /// The whole picture, as large as fits, centred on a colour.
  case pad
  /// The middle of the picture, filling the whole size.
  case crop
  /// The whole picture, each direction scaled by itself.
  case stretch
}
