import Imaging

/// Brightness of a colour by ITU-R BT.601, with the weights of Pillow.
enum Luma {
  private static let weights = [19595, 38470, 7471]
  private static let one = 65536

  /// The luma of a colour, or of a number for each colour.
  static func of(_ color: [Double]) -> Double {
    if color.allSatisfy({ $0 == color[0] }) { return color[0] }
    return zip(weights, color).reduce(0) { $0 + Double($1.0) * $1.1 } / Double(one)
  }

  /// The luma of a pixel, rounded.
  static func of(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let sum = weights[0] * Int(red) + weights[1] * Int(green) + weights[2] * Int(blue)
    return UInt8((sum + one / 2) >> 16)
  }
}

extension Image {
  /// An RGB picture with its luma in all three channels.
  var withoutColors: Image {
    var result = self
    for first in stride(from: 0, to: samples.count, by: 3) {
      let luma = Luma.of(red: samples[first], green: samples[first + 1], blue: samples[first + 2])
      for channel in 0..<3 { result.samples[first + channel] = luma }
    }
    return result
  }
}
