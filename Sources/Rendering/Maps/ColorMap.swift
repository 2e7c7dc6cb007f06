import Imaging

/// A scale of 256 colours for the numbers of a heat map.
///
/// A sequential map shows how large a number is, whichever its sign, from 0 to 1. A diverging map
/// shows −1 to 1, with a neutral colour exactly at 0; of a heat map without signs it shows the
/// positive half. Inferno, viridis, magma and turbo are matplotlib's tables of 256 levels.
public enum ColorMap: String, CaseIterable, Hashable, Sendable {
  /// Black, violet, orange, pale yellow; perceptually uniform.
  case inferno
  /// Violet, green, yellow; perceptually uniform.
  case viridis
  /// Black, violet, pink, pale yellow; perceptually uniform.
  case magma
  /// A rainbow with smooth brightness: blue, green, red.
  case turbo
  /// Black to white; level i has brightness i.
  case grays
  /// Diverging: red below 0, black at 0, green above.
  case redGreen = "red-green"
  /// Diverging: red below 0, white at 0, blue above; for print, and for readers who cannot tell red
  /// from green.
  case redBlue = "red-blue"

  /// Whether the map tells negative numbers from positive ones.
  public var isDiverging: Bool {
    switch self {
    case .redGreen, .redBlue: true
    case .inferno, .viridis, .magma, .turbo, .grays: false
    }
  }

  /// The colours of all 256 levels, from 0 to 1, or from −1 to 1 in a diverging map.
  public var table: [Color] {
    switch self {
    case .inferno: ColorMapTables.inferno
    case .viridis: ColorMapTables.viridis
    case .magma: ColorMapTables.magma
    case .turbo: ColorMapTables.turbo
    case .grays: Self.grayTable
    case .redGreen: Self.redGreenTable
    case .redBlue: Self.redBlueTable
    }
  }

  /// Returns the colour of a number between 0 and 1, or −1 and 1 in a diverging map. Numbers outside
  /// are clipped; what is no number has the colour of 0.
  public func color(at value: Float) -> Color {
    table[levels.level(of: value)]
  }

  /// Returns a picture of a plane of such numbers.
  public func image(of plane: Plane) -> Image {
    let (table, levels) = (table, levels)
    return Image(rgbOfWidth: plane.width, height: plane.height) { output in
      plane.values.withUnsafeBufferPointer { values in
        for pixel in 0..<values.count {
          let color = table[levels.level(of: values[pixel])]
          output[3 * pixel] = color.red
          output[3 * pixel + 1] = color.green
          output[3 * pixel + 2] = color.blue
        }
      }
    }
  }

  /// Which numbers belong to which level.
  var levels: Levels { Levels(isDiverging: isDiverging) }

  /// The division of the numbers among 256 levels whose ranges are equally wide. The one that 0
  /// begins is level 0, or 128 in a diverging map.
  struct Levels {
    private let lowest: Float
    private let gain: Float

    init(isDiverging: Bool) {
      lowest = isDiverging ? -1 : 0
      gain = isDiverging ? 128 : 256
    }

    /// Returns the level of a number; numbers outside are clipped, and what is no number counts as 0.
    @inline(__always) func level(of value: Float) -> Int {
      let number = value.isNaN ? 0 : (lowest < 0 ? value : value.magnitude)
      return Int(max(0, min(255, (number - lowest) * gain)))
    }
  }

  /// Returns how far a level is from the neutral one, from 0 to exactly 1 at the ends of the map.
  func magnitude(ofLevel level: Int) -> Float {
    guard isDiverging else { return Float(level) / 255 }
    return level < 128 ? Float(128 - level) / 128 : Float(level - 128) / 127
  }

  private static let grayTable = (0..<256).map { level in
    Color(red: UInt8(level), green: UInt8(level), blue: UInt8(level))
  }

  private static let redGreenTable = (0..<256).map { level in
    let light = UInt8((ColorMap.redGreen.magnitude(ofLevel: level) * 255).rounded())
    return Color(red: level < 128 ? light : 0, green: level > 128 ? light : 0, blue: 0)
  }

  private static let redBlueTable = (0..<256).map { level in
    let white = 255 - UInt8((ColorMap.redBlue.magnitude(ofLevel: level) * 255).rounded())
    return Color(red: level > 128 ? white : 255, green: white, blue: level < 128 ? white : 255)
  }
}
