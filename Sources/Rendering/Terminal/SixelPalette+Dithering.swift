import Imaging

extension SixelPalette {
  /// Returns the index of the colour of every pixel of an RGB picture.
  ///
  /// What a pixel's colour misses is spread among the neighbours to come, 7/16, 3/16, 5/16 and 1/16
  /// (Floyd and Steinberg 1976), row by row in alternating directions. The missing part is counted
  /// from what the terminal shows, so the palette's coarse levels are evened out too.
  func dithered(_ picture: Image) -> [UInt8] {
    let width = picture.width
    let search = NearestColor(colors.map(Self.shown))
    var result = [UInt8](repeating: 0, count: width * picture.height)
    // Missing parts times 16, of this row and the next, with a place beyond each end.
    var current = [SIMD3<Int32>](repeating: .zero, count: width + 2)
    var next = current
    for row in 0..<picture.height {
      let step = row % 2 == 0 ? 1 : -1
      for number in 0..<width {
        let column = step > 0 ? number : width - 1 - number
        let place = column + 1
        let first = 3 * (row * width + column)
        let wanted = SIMD3<Int32>(
          Int32(picture.samples[first]), Int32(picture.samples[first + 1]),
          Int32(picture.samples[first + 2]))
        let color = (wanted &+ ((current[place] &+ 8) &>> 4)).clamped(
          lowerBound: .zero, upperBound: SIMD3(repeating: 255))
        let index = search.index(of: color)
        result[row * width + column] = UInt8(index)
        let missing = color &- search.colors[index]
        current[place + step] &+= missing &* 7
        next[place - step] &+= missing &* 3
        next[place] &+= missing &* 5
        next[place + step] &+= missing
      }
      swap(&current, &next)
      for place in next.indices { next[place] = .zero }
    }
    return result
  }

  /// The colour that a terminal shows for levels from 0 to 100, in samples from 0 to 255.
  static func shown(_ color: Color) -> SIMD3<Int32> {
    let levels = SIMD3<Int32>(Int32(color.red), Int32(color.green), Int32(color.blue))
    return (levels &* 255 &+ 50) / 100
  }
}

/// Finds the nearest of some colours, which are in ascending order of green.
private struct NearestColor {
  let colors: [SIMD3<Int32>]
  /// For every sample of green, the first colour that has no less; the last colour where none has.
  private let starts: [Int]

  init(_ colors: [SIMD3<Int32>]) {
    self.colors = colors
    starts = (0..<256).map { green in
      colors.firstIndex { $0.y >= green } ?? colors.count - 1
    }
  }

  /// Searches from the colour of like green in both directions, as far as green alone allows.
  func index(of color: SIMD3<Int32>) -> Int {
    var (best, bestDistance) = (0, Int32.max)
    func isNear(_ index: Int) -> Bool {
      let difference = colors[index] &- color
      if difference.y &* difference.y >= bestDistance { return false }
      let distance = (difference &* difference).wrappedSum()
      if distance < bestDistance { (best, bestDistance) = (index, distance) }
      return true
    }
    let start = starts[Int(color.y)]
    for index in start..<colors.count where !isNear(index) { break }
    for index in stride(from: start - 1, through: 0, by: -1) where !isNear(index) { break }
    return best
  }
}
