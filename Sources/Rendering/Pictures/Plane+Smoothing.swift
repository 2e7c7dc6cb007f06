import Imaging

extension Plane {
  /// Returns the magnitudes of the plane, smoothed by three box filters in each direction, which
  /// together come close to a Gaussian of `standardDeviation` pixels. At the edges the mean is taken
  /// over what there is.
  package func magnitudesSmoothed(standardDeviation: Double) -> Plane {
    // A box of 2r + 1 pixels has the variance ((2r + 1)² − 1) / 12, and variances add up.
    let size = (4 * standardDeviation * standardDeviation + 1).squareRoot()
    let radius = Int(((size - 1) / 2).rounded())
    var plane = Plane(width: width, height: height, values: values.map(\.magnitude))
    guard radius > 0 else { return plane }
    for _ in 0..<3 {
      plane.averageRows(radius: radius)
      plane.averageColumns(radius: radius)
    }
    return plane
  }

  /// Replaces every value by the mean of the up to 2r + 1 values around it in its row.
  private mutating func averageRows(radius: Int) {
    let width = width
    var row = [Double](repeating: 0, count: width)
    values.withUnsafeMutableBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: width) {
        for x in 0..<width { row[x] = Double(values[start + x]) }
        var sum = row.prefix(radius).reduce(0, +)
        for x in 0..<width {
          if x + radius < width { sum += row[x + radius] }
          if x > radius { sum -= row[x - radius - 1] }
          let extent = min(x + radius, width - 1) - max(x - radius, 0) + 1
          values[start + x] = Float(max(sum, 0) / Double(extent))
        }
      }
    }
  }

  /// Replaces every value by the mean of the up to 2r + 1 values around it in its column; all columns
  /// advance together, row by row, as the memory lies.
  private mutating func averageColumns(radius: Int) {
    let (width, height, source) = (width, height, values)
    var sums = [Double](repeating: 0, count: width)
    func add(row: Int, sign: Double) {
      for x in 0..<width { sums[x] += sign * Double(source[row * width + x]) }
    }
    for y in 0..<min(radius, height) { add(row: y, sign: 1) }
    for y in 0..<height {
      if y + radius < height { add(row: y + radius, sign: 1) }
      if y > radius { add(row: y - radius - 1, sign: -1) }
      let extent = Double(min(y + radius, height - 1) - max(y - radius, 0) + 1)
      for x in 0..<width { values[y * width + x] = Float(max(sums[x], 0) / extent) }
    }
  }
}
