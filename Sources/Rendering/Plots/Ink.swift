import Imaging

/// What something in a figure is drawn for, which decides its colour. In an SVG it is the class of the
/// element too, so that a page can give it another colour.
public enum Ink: Hashable, Sendable {
  /// The paper.
  case background
  /// Thin lines behind the data.
  case grid
  /// The edges of a plot.
  case axis
  /// Titles, and everything that has to be read first.
  case text
  /// Labels that explain.
  case mutedText
  /// The data with this index, from 0; after the last colour the first comes again.
  case series(Int)

  /// Number of different series.
  static let seriesCount = seriesColors.count

  /// The colour on white paper. Those of the series can be told apart without a full sense of colour
  /// (after M. Okabe and K. Ito, "Color Universal Design", 2002, darkened where white is near).
  public var color: Color {
    switch self {
    case .background: .white
    case .grid: Color(hexadecimal: 0xE4E7EB)
    case .axis: Color(hexadecimal: 0x8A929C)
    case .text: Color(hexadecimal: 0x23272E)
    case .mutedText: Color(hexadecimal: 0x59616C)
    case .series(let index): Color(hexadecimal: Self.seriesColors[Self.wrapped(index)])
    }
  }

  /// The class in an SVG: `background`, `grid`, `axis`, `text`, `muted`, `series-1` and so on.
  public var className: String {
    switch self {
    case .background: "background"
    case .grid: "grid"
    case .axis: "axis"
    case .text: "text"
    case .mutedText: "muted"
    case .series(let index): "series-\(Self.wrapped(index) + 1)"
    }
  }

  private static let seriesColors: [UInt32] = [
    0x0072B2, 0xD55E00, 0x009E73, 0xB5578F, 0xDB9600, 0x4BA6DD, 0x6B4FA0, 0x7A6A3A, 0x6F7780,
    0x1B2A41,
  ]

  private static func wrapped(_ index: Int) -> Int {
    let rest = index % seriesColors.count
    return rest < 0 ? rest + seriesColors.count : rest
  }
}

extension Color {
  /// Makes a colour from 0xRRGGBB.
  fileprivate init(hexadecimal value: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
      blue: UInt8(truncatingIfNeeded: value))
  }
}
