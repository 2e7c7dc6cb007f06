/// A set of pixels of a picture.
package struct Region: Hashable, Sendable {
  /// Number of pixels in a row.
  package let width: Int
  /// Number of rows.
  package let height: Int
  /// Whether a pixel belongs to the set, row by row.
  package let isInside: [Bool]

  /// Makes a set from the answer for every pixel.
  package init(width: Int, height: Int, isInside: [Bool]) {
    precondition(isInside.count == width * height, "one answer per pixel")
    self.width = width
    self.height = height
    self.isInside = isInside
  }

  /// Returns the connected parts (neighbours in eight directions) with the largest sums of `weights`:
  /// as many as carry `share` (0–1) of the sum of all, but not more than `most`. Of equal parts the
  /// first comes first. Nothing where the set is empty.
  package func largestComponents(by weights: [Float], share: Double, most: Int) -> Region {
    var isFree = isInside
    var components: [(pixels: [Int], weight: Double)] = []
    for pixel in isFree.indices where isFree[pixel] {
      let pixels = flood(from: [pixel], diagonally: true, isFree: &isFree)
      components.append((pixels, pixels.reduce(0) { $0 + Double(weights[$1]) }))
    }
    let order = components.indices.sorted {
      (components[$1].weight, $0) < (components[$0].weight, $1)
    }
    let wanted = share * components.reduce(0) { $0 + $1.weight }
    var isKept = [Bool](repeating: false, count: isInside.count)
    var weight = 0.0
    for (rank, index) in order.prefix(most).enumerated() where rank == 0 || weight < wanted {
      weight += components[index].weight
      for pixel in components[index].pixels { isKept[pixel] = true }
    }
    return Region(width: width, height: height, isInside: isKept)
  }

  /// The set together with all pixels from which no path in four directions leads to the edge of the
  /// picture.
  package var withoutHoles: Region {
    var isHidden = isInside.map { !$0 }
    let edge = isInside.indices.filter { pixel in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: width)
      return row == 0 || row == height - 1 || column == 0 || column == width - 1
    }
    let outside = flood(from: edge.filter { isHidden[$0] }, diagonally: false, isFree: &isHidden)
    var isInside = [Bool](repeating: true, count: width * height)
    for pixel in outside { isInside[pixel] = false }
    return Region(width: width, height: height, isInside: isInside)
  }

  /// For every pixel its distance, in steps in four directions, to the nearest pixel outside of the
  /// set; 0 outside, 1 on its rim. Everything beyond the picture is outside.
  package var depths: [Int32] {
    var depths = [Int32](repeating: 0, count: isInside.count)
    depths.withUnsafeMutableBufferPointer { depths in
      for pixel in depths.indices where isInside[pixel] {
        let left = pixel % width > 0 ? depths[pixel - 1] : 0
        let above = pixel >= width ? depths[pixel - width] : 0
        depths[pixel] = min(left, above) + 1
      }
      for pixel in depths.indices.reversed() where isInside[pixel] {
        let right = pixel % width < width - 1 ? depths[pixel + 1] : 0
        let below = pixel + width < depths.count ? depths[pixel + width] : 0
        depths[pixel] = min(depths[pixel], min(right, below) + 1)
      }
    }
    return depths
  }

  /// Returns all free pixels that can be reached from `seeds` over free pixels; they are free no more.
  private func flood(from seeds: [Int], diagonally: Bool, isFree: inout [Bool]) -> [Int] {
    var reached: [Int] = []
    for seed in seeds where isFree[seed] {
      isFree[seed] = false
      reached.append(seed)
    }
    var next = 0
    while next < reached.count {
      let (row, column) = reached[next].quotientAndRemainder(dividingBy: width)
      next += 1
      for y in max(row - 1, 0)...min(row + 1, height - 1) {
        for x in max(column - 1, 0)...min(column + 1, width - 1)
        where isFree[y * width + x] && (diagonally || y == row || x == column) {
          isFree[y * width + x] = false
          reached.append(y * width + x)
        }
      }
    }
    return reached
  }
}
