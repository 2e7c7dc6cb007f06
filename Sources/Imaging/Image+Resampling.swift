extension Image {
  /// Returns the picture, or a part of it, at another size.
  ///
  /// The rows are filtered first and rounded to 8 bits, then the columns, with weights of 22 binary
  /// places: the arithmetic of Pillow's `resize(size, filter, box)`, whose version 13 takes the
  /// columns first if they shrink much more. Every channel is filtered by itself, opacity too.
  ///
  /// - Parameters:
  ///   - width: the width of the result, in pixels.
  ///   - height: its height.
  ///   - filter: how pixels are interpolated.
  ///   - crop: the part of the picture that is seen, not necessarily in whole pixels; nil for all of
  ///     it. Pixels around it count as far as the filter reaches.
  public func resampled(
    width: Int, height: Int, filter: ResamplingFilter = .bilinear, crop: Rectangle? = nil
  ) -> Image {
    let whole = Rectangle(Size(width: self.width, height: self.height))
    let box = crop ?? whole
    precondition(width > 0 && height > 0, "a picture of \(width)×\(height) pixels is none")
    precondition(
      box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0
        && box.x + box.width <= whole.width + 1e-6 && box.y + box.height <= whole.height + 1e-6,
      "\(box) is not part of a \(self.width)×\(self.height) picture")
    let keepsColumns = box.x == 0 && box.width == whole.width && width == self.width
    let keepsRows = box.y == 0 && box.height == whole.height && height == self.height
    let columns = ResamplingWeights(
      length: self.width, from: box.x, to: box.x + box.width, count: width, filter: filter)
    let rows = ResamplingWeights(
      length: self.height, from: box.y, to: box.y + box.height, count: height, filter: filter)
    let needed = keepsRows ? 0..<self.height : rows.extent
    let narrow = keepsColumns ? self : resampledRows(needed, columns)
    return keepsRows
      ? narrow
      : narrow.resampledColumns(rows, firstRow: keepsColumns ? 0 : needed.lowerBound)
  }

  /// Returns some of the rows, each at another width.
  private func resampledRows(_ rows: Range<Int>, _ weights: ResamplingWeights) -> Image {
    let channels = format.channels
    let width = weights.starts.count
    let total = width * rows.count * channels
    let fixedPoint = weights.fixedPoint
    let result = [UInt8](unsafeUninitializedCapacity: total) { target, count in
      samples.withUnsafeBufferPointer { source in
        fixedPoint.withUnsafeBufferPointer { fixedPoint in
          for row in rows {
            let from = UnsafeBufferPointer(
              rebasing: source[row * self.width * channels..<(row + 1) * self.width * channels])
            let first = (row - rows.lowerBound) * width * channels
            let to = UnsafeMutableBufferPointer(
              rebasing: target[first..<first + width * channels])
            if channels == 3 {
              Self.filterRGB(from, into: to, weights, fixedPoint)
            } else {
              Self.filter(from, into: to, weights, fixedPoint, channels: channels)
            }
          }
        }
      }
      count = total
    }
    return Image(width: width, height: rows.count, format: format, samples: result)
  }

  /// One row of RGB: three sums at a time.
  private static func filterRGB(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>,
    _ weights: ResamplingWeights, _ fixedPoint: UnsafeBufferPointer<Int32>
  ) {
    for index in weights.starts.indices {
      var (red, green, blue) = (half, half, half)
      var from = weights.starts[index] &* 3
      let first = index &* weights.stride
      for tap in first..<first &+ weights.counts[index] {
        let weight = fixedPoint[tap]
        red &+= Int32(source[from]) &* weight
        green &+= Int32(source[from &+ 1]) &* weight
        blue &+= Int32(source[from &+ 2]) &* weight
        from &+= 3
      }
      target[index &* 3] = clamped(red)
      target[index &* 3 &+ 1] = clamped(green)
      target[index &* 3 &+ 2] = clamped(blue)
    }
  }

  /// One row of any number of channels.
  private static func filter(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>,
    _ weights: ResamplingWeights, _ fixedPoint: UnsafeBufferPointer<Int32>, channels: Int
  ) {
    for index in weights.starts.indices {
      for channel in 0..<channels {
        var sum = half
        var from = weights.starts[index] &* channels &+ channel
        let first = index &* weights.stride
        for tap in first..<first &+ weights.counts[index] {
          sum &+= Int32(source[from]) &* fixedPoint[tap]
          from &+= channels
        }
        target[index &* channels &+ channel] = clamped(sum)
      }
    }
  }

  /// Returns the picture at another height; its own first row is row `firstRow` of the weights.
  private func resampledColumns(_ weights: ResamplingWeights, firstRow: Int) -> Image {
    let line = width * format.channels
    let height = weights.starts.count
    let fixedPoint = weights.fixedPoint
    var sums = [Int32](repeating: 0, count: line)
    let result = [UInt8](unsafeUninitializedCapacity: line * height) { target, count in
      samples.withUnsafeBufferPointer { source in
        sums.withUnsafeMutableBufferPointer { sums in
          for index in 0..<height {
            sums.update(repeating: Self.half)
            for tap in 0..<weights.counts[index] {
              let weight = fixedPoint[index * weights.stride + tap]
              let from = (weights.starts[index] - firstRow + tap) * line
              for x in 0..<line { sums[x] &+= Int32(source[from &+ x]) &* weight }
            }
            for x in 0..<line { target[index &* line &+ x] = Self.clamped(sums[x]) }
          }
        }
      }
      count = line * height
    }
    return Image(width: width, height: height, format: format, samples: result)
  }

  /// One half in fixed point: sums that start here are rounded by cutting off.
  private static let half: Int32 = 1 << (ResamplingWeights.precision - 1)

  @inline(__always)
  private static func clamped(_ sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: max(0, min(255, sum &>> ResamplingWeights.precision)))
  }
}
