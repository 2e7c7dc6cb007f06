extension Plane {
  /// Returns the values in whole-numbered columns and rows of the map.
  public func cropped(columns: Range<Int>, rows: Range<Int>) -> Plane {
    precondition(
      !columns.isEmpty && !rows.isEmpty && columns.lowerBound >= 0 && rows.lowerBound >= 0
        && columns.upperBound <= width && rows.upperBound <= height,
      "columns \(columns) and rows \(rows) are not part of a \(width)×\(height) map")
    if columns.count == width && rows.count == height { return self }
    let values = rows.flatMap { row in
      self.values[row * width + columns.lowerBound..<row * width + columns.upperBound]
    }
    return Plane(width: columns.count, height: rows.count, values: values)
  }
}
