extension Image {
  /// Returns the picture as the Exif orientation says that it is to be seen.
  ///
  /// 1 as it is, 2 mirrored left to right, 3 turned by 180°, 4 mirrored top to bottom, 5 transposed,
  /// 6 turned clockwise, 7 transposed along the other diagonal, 8 turned counterclockwise; any other
  /// number is taken as 1.
  public func oriented(_ orientation: Int) -> Image {
    guard let seen = SeenOrder(orientation, width: width, height: height) else { return self }
    return Image(
      width: seen.width, height: seen.height, format: format,
      samples: seen.rearranged(samples, channels: format.channels))
  }
}

extension Plane {
  /// Returns the map as the Exif orientation says that it is to be seen; see ``Image/oriented(_:)``.
  public func oriented(_ orientation: Int) -> Plane {
    guard let seen = SeenOrder(orientation, width: width, height: height) else { return self }
    return Plane(
      width: seen.width, height: seen.height, values: seen.rearranged(values, channels: 1))
  }
}

/// The order in which stored pixels are seen that are turned or mirrored.
private struct SeenOrder {
  /// Seen pixels in a row.
  let width: Int
  /// Seen rows.
  let height: Int
  /// Which stored pixel is seen at the top left.
  private let corner: Int
  /// The steps from there along a seen row and a seen column, in stored pixels.
  private let step: Int
  private let rowStep: Int

  /// The order for an Exif orientation of pixels in stored rows; nil where they stay as they are.
  init?(_ orientation: Int, width: Int, height: Int) {
    guard (2...8).contains(orientation) else { return nil }
    let transposes = orientation >= 5
    let fromRight = [2, 3, 7, 8].contains(orientation)
    let fromBottom = [3, 4, 6, 7].contains(orientation)
    corner = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0)
    let horizontal = fromRight ? -1 : 1
    let vertical = fromBottom ? -width : width
    (self.width, self.height) = transposes ? (height, width) : (width, height)
    (step, rowStep) = transposes ? (vertical, horizontal) : (horizontal, vertical)
  }

  /// Returns samples in that order, `channels` of a pixel next to each other.
  func rearranged<Sample: BitwiseCopyable>(_ samples: [Sample], channels: Int) -> [Sample] {
    [Sample](unsafeUninitializedCapacity: samples.count) { target, count in
      samples.withUnsafeBufferPointer { source in
        for y in 0..<height {
          var from = (corner &+ y &* rowStep) &* channels
          var to = y &* width &* channels
          for _ in 0..<width {
            for channel in 0..<channels { target[to &+ channel] = source[from &+ channel] }
            from &+= step &* channels
            to &+= channels
          }
        }
      }
      count = samples.count
    }
  }
}
