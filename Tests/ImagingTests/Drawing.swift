import Foundation
import Imaging

extension Image {
  /// A busy picture by formula; the same as `drawing` in Scripts/goldens-imaging.
  static func drawing(width: Int, height: Int, format: Format = .rgb) -> Image {
    drawn(width: width, height: height, format: format) { x, y, channel in
      x * 7 + y * 13 + channel * 31 + (x * y) % 17 * 9
    }
  }

  /// Slopes that survive JPEG; the same as `soft_drawing` in Scripts/goldens-imaging.
  static func softDrawing(width: Int, height: Int, format: Format = .rgb) -> Image {
    drawn(width: width, height: height, format: format) { x, y, channel in
      x * (3 + channel) + y * (5 - channel) + 40 * channel
    }
  }

  private static func drawn(
    width: Int, height: Int, format: Format, _ sample: (Int, Int, Int) -> Int
  ) -> Image {
    var samples: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<format.channels {
          samples.append(UInt8(sample(x, y, channel) % 256))
        }
      }
    }
    return Image(width: width, height: height, format: format, samples: samples)
  }

  /// The samples of one pixel.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    let start = (y * width + x) * format.channels
    return Array(samples[start..<start + format.channels])
  }

  /// Average distance of the samples of two pictures of the same size.
  func meanDifference(_ other: Image) -> Double {
    let sum = zip(samples, other.samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(samples.count)
  }
}

/// Largest distance of two lists of samples of the same length.
func largestDifference(_ first: [UInt8], _ second: [UInt8]) -> Int {
  zip(first, second).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// The bytes that a Base64 text of several lines stands for.
func bytes(base64 text: String) -> [UInt8] {
  Array(Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
}

/// 64-bit Fowler–Noll–Vo hash, variant 1a.
func fnv1a(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
