extension Plane {
  /// Returns the map, or a part of it, at another size: Pillow's `resize` in mode F.
  ///
  /// - Parameters:
  ///   - width: the width of the result.
  ///   - height: its height.
  ///   - filter: how numbers are interpolated.
  ///   - crop: the part of the map that is seen; nil for all of it.
  ///   - wanted: the rows of the result that are returned, the same numbers; nil for all.
  public func resampled(
    width: Int, height: Int, filter: ResamplingFilter = .bilinear, crop: Rectangle? = nil,
    rows wanted: Range<Int>? = nil
  ) -> Plane {
    let whole = Rectangle(Size(width: self.width, height: self.height))
    let box = crop ?? whole
    precondition(width > 0 && height > 0, "a map of \(width)×\(height) values is none")
    precondition(box.width > 0 && box.height > 0, "\(box) is empty")
    let keepsColumns = box.x == 0 && box.width == whole.width && width == self.width
    let keepsRows = box.y == 0 && box.height == whole.height && height == self.height
    let columns = ResamplingWeights(
      length: self.width, from: box.x, to: box.x + box.width, count: width, filter: filter)
    let rows = ResamplingWeights(
      length: self.height, from: box.y, to: box.y + box.height, count: height, filter: filter)
    let narrow = keepsColumns ? self : resampledRows(columns)
    let wanted = wanted ?? 0..<height
    return keepsRows
      ? narrow.cropped(columns: 0..<width, rows: wanted)
      : narrow.resampledColumns(rows, wanted)
  }

  private func resampledRows(_ weights: ResamplingWeights) -> Plane {
    let width = weights.starts.count
    let factors = weights.values.map(Float.init)
    let result = [Float](unsafeUninitializedCapacity: width * height) { target, count in
      values.withUnsafeBufferPointer { source in
        factors.withUnsafeBufferPointer { factors in
          for y in 0..<height {
            for index in 0..<width {
              let from = y &* self.width &+ weights.starts[index]
              var sum: Float = 0
              for tap in 0..<weights.counts[index] {
                sum += source[from &+ tap] * factors[index &* weights.stride &+ tap]
              }
              target[y &* width &+ index] = sum
            }
          }
        }
      }
      count = width * height
    }
    return Plane(width: width, height: height, values: result)
  }

  private func resampledColumns(_ weights: ResamplingWeights, _ rows: Range<Int>) -> Plane {
    let height = rows.count
    let result = [Float](unsafeUninitializedCapacity: width * height) { target, count in
      target.initialize(repeating: 0)
      values.withUnsafeBufferPointer { source in
        for index in rows {
          let to = (index - rows.lowerBound) * width
          for tap in 0..<weights.counts[index] {
            let factor = Float(weights.values[index * weights.stride + tap])
            let from = (weights.starts[index] + tap) * width
            for x in 0..<width { target[to &+ x] += source[from &+ x] * factor }
          }
        }
      }
      count = width * height
    }
    return Plane(width: width, height: height, values: result)
  }
}
