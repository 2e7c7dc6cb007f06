import Imaging

/// The colours in which a picture is shown as sixels.
///
/// The picture's colours, in the 101 levels per channel that sixels know, are one box to begin with.
/// The box with the largest squared error along one channel is cut in two, at the level that leaves
/// the smallest error, until there are boxes enough or every box is a single colour. A box is shown as
/// its mean. (Wan, Wong, Prusinkiewicz, An algorithm for multidimensional data clustering, ACM TOMS
/// 1988.)
struct SixelPalette {
  /// Channels from 0 to 100; in ascending order of green.
  let colors: [Color]

  /// Finds at most `count` colours for an RGB picture.
  init(of picture: Image, count: Int) {
    var boxes = [Box(ColorCount.all(of: picture))]
    while boxes.count < count {
      let worst = boxes.indices.max { boxes[$0].error < boxes[$1].error } ?? 0
      guard boxes[worst].error > 0 else { break }
      let (lower, upper) = boxes[worst].cut()
      boxes[worst] = lower
      boxes.append(upper)
    }
    colors = Set(boxes.map(\.mean)).sorted {
      ($0.green, $0.red, $0.blue) < ($1.green, $1.red, $1.blue)
    }
  }
}

/// A colour in 101 levels per channel, and the number of pixels that have it.
private struct ColorCount {
  let levels: SIMD3<Int32>
  var pixels: Int

  /// The colours of a picture, each once.
  static func all(of picture: Image) -> [ColorCount] {
    var keys: [UInt32] = []
    keys.reserveCapacity(picture.width * picture.height)
    for first in stride(from: 0, to: picture.samples.count, by: 3) {
      keys.append(
        level(picture.samples[first]) << 14 | level(picture.samples[first + 1]) << 7
          | level(picture.samples[first + 2]))
    }
    keys.sort()
    var colors: [ColorCount] = []
    var last: UInt32?
    for key in keys {
      if key == last {
        colors[colors.count - 1].pixels += 1
      } else {
        let levels = SIMD3(Int32(key >> 14), Int32(key >> 7 & 127), Int32(key & 127))
        colors.append(ColorCount(levels: levels, pixels: 1))
        last = key
      }
    }
    return colors
  }

  /// A sample from 0 to 255 in levels from 0 to 100, rounded.
  private static func level(_ sample: UInt8) -> UInt32 { (UInt32(sample) * 100 + 127) / 255 }
}

/// Some of a picture's colours, and where to cut them.
private struct Box {
  private let colors: [ColorCount]
  /// The channel with the largest squared error.
  private let channel: Int
  /// The sum over all pixels of the squared distance from the mean in that channel.
  let error: Double

  init(_ colors: [ColorCount]) {
    self.colors = colors
    let errors = (0..<3).map { Self.error(colors, in: $0) }
    channel = (0..<3).max { errors[$0] < errors[$1] } ?? 0
    error = errors[channel]
  }

  /// The mean colour, rounded to levels.
  var mean: Color {
    var (sum, pixels) = (SIMD3<Double>(), 0.0)
    for color in colors {
      sum += SIMD3<Double>(color.levels) * Double(color.pixels)
      pixels += Double(color.pixels)
    }
    let mean = (sum / pixels).rounded(.toNearestOrAwayFromZero)
    return Color(red: UInt8(mean.x), green: UInt8(mean.y), blue: UInt8(mean.z))
  }

  /// Cuts the box where the squares of the two means, times their numbers of pixels, add up to most:
  /// there the error is the smallest.
  func cut() -> (lower: Box, upper: Box) {
    var counts = [Double](repeating: 0, count: 101)
    for color in colors { counts[Int(color.levels[channel])] += Double(color.pixels) }
    let all = counts.reduce(0, +)
    let total = counts.indices.reduce(0.0) { $0 + Double($1) * counts[$1] }
    var (below, sum, best, threshold) = (0.0, 0.0, -1.0, 0)
    for level in counts.indices {
      below += counts[level]
      sum += Double(level) * counts[level]
      guard below > 0, below < all else { continue }
      let gain = sum * sum / below + (total - sum) * (total - sum) / (all - below)
      if gain > best { (best, threshold) = (gain, level) }
    }
    return (
      Box(colors.filter { $0.levels[channel] <= threshold }),
      Box(colors.filter { $0.levels[channel] > threshold })
    )
  }

  private static func error(_ colors: [ColorCount], in channel: Int) -> Double {
    // Whole numbers, so that a single colour has an error of exactly 0.
    var (pixels, sum, squares) = (0, 0, 0)
    for color in colors {
      let level = Int(color.levels[channel])
      pixels += color.pixels
      sum += color.pixels * level
      squares += color.pixels * level * level
    }
    return Double(pixels * squares - sum * sum) / Double(pixels)
  }
}
