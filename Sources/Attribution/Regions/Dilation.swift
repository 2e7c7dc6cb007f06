/// Pixels of a picture, by their numbers in increasing order.
typealias PixelSet = [Int32]

extension Segmentation {
  /// Returns for every region all pixels that are within `radius` pixels of it (Euclidean distance
  /// of centres): the region, grown by a disk.
  package func dilated(by radius: Int) -> [[Int32]] {
    let reach = (0...radius).map { rows in
      Int(Double(radius * radius - rows * rows).squareRoot())
    }
    return runs.map { dilated($0, reach: reach) }
  }

  /// Neighbouring pixels of a row that belong to one region.
  private struct Run {
    let row: Int
    let columns: Range<Int>
  }

  /// The runs of every region.
  private var runs: [[Run]] {
    var runs = [[Run]](repeating: [], count: count)
    for row in 0..<height {
      var start = 0
      for column in 1..<width + 1 {
        let label = labels[row * width + start]
        if column < width && labels[row * width + column] == label { continue }
        runs[Int(label)].append(Run(row: row, columns: start..<column))
        start = column
      }
    }
    return runs
  }

  /// Grows a region: a run reaches `reach[d]` columns further on both sides, d rows away. Where
  /// runs begin and end is counted in a box around the region, then added up along the rows.
  private func dilated(_ runs: [Run], reach: [Int]) -> PixelSet {
    guard let first = runs.first, let last = runs.last else { return [] }
    let radius = reach.count - 1
    let rows = max(0, first.row - radius)..<min(height, last.row + radius + 1)
    let left = max(0, runs.reduce(width) { min($0, $1.columns.lowerBound) } - radius)
    let right = min(width, runs.reduce(0) { max($0, $1.columns.upperBound) } + radius)
    let stride = right - left + 1
    var changes = [Int32](repeating: 0, count: rows.count * stride)
    for run in runs {
      for row in max(rows.lowerBound, run.row - radius)..<min(rows.upperBound, run.row + radius + 1)
      {
        let further = reach[abs(row - run.row)]
        let line = (row - rows.lowerBound) * stride - left
        changes[line + max(left, run.columns.lowerBound - further)] += 1
        changes[line + min(right, run.columns.upperBound + further)] -= 1
      }
    }
    var pixels: PixelSet = []
    for row in rows {
      var depth: Int32 = 0
      let line = (row - rows.lowerBound) * stride - left
      for column in left..<right {
        depth += changes[line + column]
        if depth > 0 { pixels.append(Int32(row * width + column)) }
      }
    }
    return pixels
  }
}
