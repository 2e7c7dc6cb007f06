/// Files that can be written for each explanation.
enum Product: String, CaseIterable, Sendable {
  case mask, overlay, heatmap, panel, masked, scaled, alpha, outline, contours, strip, plots, npy
  case json, html

  /// What is written unless somebody asks for something else.
  static let standard = [Product.mask, .overlay]

  /// Whether this is drawn, and so needs a map with rows and columns.
  var isDrawn: Bool { self != .npy && self != .json }

  /// Whether this is one picture.
  var isPicture: Bool { isDrawn && self != .plots && self != .html }

  /// Whether this shows what happens along a path.
  var showsPath: Bool { self == .plots || self == .html || self == .strip }

  /// What follows the stem in the names of its files.
  var suffixes: [String] {
    switch self {
    case .npy: ["attribution.npy"]
    case .json: ["json"]
    case .html: ["html"]
    case .plots: ["plots.svg", "plots.png"]
    default: [rawValue + ".png"]
    }
  }
}
