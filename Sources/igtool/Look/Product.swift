import Explaining
import Imaging

/// Files that can be written for explanations.
enum Product: String, CaseIterable, Sendable {
  case mask, overlay, heatmap, panel, masked, scaled, alpha, outline, contours, error, augment,
    strip, animation, plots
  case bars, npy, csv, json, html

  /// What is written unless somebody asks for something else: of what is no picture nothing, since
  /// the terminal shows it.
  static func standard(for kinds: [SampleKind]) -> [Product] {
    kinds.contains(.picture) ? [.mask, .overlay] : []
  }

  /// What can be written of samples of these kinds, side by side.
  static func possible(for kinds: [SampleKind]) -> [Product] {
    let possible = Set(kinds.flatMap(possible))
    let ofSeveral =
      kinds.count > 1 ? possible.subtracting([.csv, .html, .plots, .strip, .animation]) : possible
    return allCases.filter(ofSeveral.contains)
  }

  /// What can be written of a kind of samples.
  private static func possible(for kind: SampleKind) -> [Product] {
    switch kind {
    case .picture: allCases.filter { $0 != .bars && $0 != .csv }
    case .table: [.bars, .npy, .csv, .json, .html]
    case .tokens: [.npy, .csv, .json, .html]
    case .array: [.npy, .json]
    case .several: []
    }
  }

  /// Whether this is drawn over a picture, and so needs a map with rows and columns.
  var isDrawn: Bool { ![.npy, .json, .csv, .bars].contains(self) }

  /// Whether this is a picture for people, in whose size nothing is computed.
  var isForPeople: Bool { ![.mask, .scaled, .alpha].contains(self) }

  /// Whether this is one picture.
  var isPicture: Bool { isDrawn && ![.plots, .html, .animation].contains(self) }

  /// What pixels are where each is drawn by itself, so that a large picture can be drawn in strips.
  var stripFormat: Image.Format? {
    switch self {
    case .mask: .gray
    case .overlay, .heatmap, .scaled: .rgb
    case .alpha: .rgba
    default: nil
    }
  }

  /// Whether this shows the map in colours.
  var isColored: Bool { self == .overlay || self == .heatmap }

  /// Whether there is one of this for a whole file of rows or texts, not for each of them.
  var isOfFile: Bool { self == .csv || self == .html }

  /// Whether there is one of this for a sample, whatever the number of its targets.
  var isOfSample: Bool { self == .error }

  /// Whether this shows what happens along a path.
  var showsPath: Bool { [.plots, .html, .strip, .animation].contains(self) }

  /// Whether this shows the points of a straight path.
  var needsLine: Bool { self == .strip || self == .animation }

  /// What follows the stem in the names of its files.
  var suffixes: [String] {
    switch self {
    case .npy: ["attribution.npy"]
    case .csv: ["attribution.csv"]
    case .bars: ["bars.svg", "bars.png"]
    case .json: ["json"]
    case .html: ["html"]
    case .plots: ["plots.svg", "plots.png"]
    default: [rawValue + ".png"]
    }
  }
}
