import Imaging

/// The part of the palette of 256 colours that is the same on all terminals: 16…231, a cube of
/// 6×6×6 colours, and 232…255, a ramp of 24 grays. The first 16 are the user's own.
public enum XtermPalette {
  private static let cubeLevels = [0, 95, 135, 175, 215, 255]

  /// The colour of an index from 16 to 255.
  public static func color(_ index: UInt8) -> Color {
    precondition(index >= 16, "colour \(index) is the user's own")
    if index >= 232 {
      let gray = 8 + 10 * (index - 232)
      return Color(red: gray, green: gray, blue: gray)
    }
    let number = Int(index) - 16
    func level(_ step: Int) -> UInt8 { UInt8(cubeLevels[number / step % 6]) }
    return Color(red: level(36), green: level(6), blue: level(1))
  }

  /// The index whose colour has the smallest squared distance; of equal ones that of the cube.
  public static func index(nearest color: Color) -> UInt8 {
    let (red, green, blue) = (Int(color.red), Int(color.green), Int(color.blue))
    let cube = UInt8(16 + 36 * cubeStep(red) + 6 * cubeStep(green) + cubeStep(blue))
    // The gray nearest to the mean is the nearest one of all grays.
    let step = (red + green + blue - 3 * 8 + 15) / 30
    let gray = UInt8(232 + min(max(step, 0), 23))
    return distance(color, self.color(gray)) < distance(color, self.color(cube)) ? gray : cube
  }

  private static func cubeStep(_ value: Int) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40
  }

  private static func distance(_ first: Color, _ second: Color) -> Int {
    let red = Int(first.red) - Int(second.red)
    let green = Int(first.green) - Int(second.green)
    let blue = Int(first.blue) - Int(second.blue)
    return red * red + green * green + blue * blue
  }
}
