extension Image {
  /// Returns the picture as the Exif orientation says that it is to be seen.
  ///
  /// 1 as it is, 2 mirrored left to right, 3 turned by 180°, 4 mirrored top to bottom, 5 transposed,
  /// 6 turned clockwise, 7 transposed along the other diagonal, 8 turned counterclockwise; any other
  /// number is taken as 1.
  public func oriented(_ orientation: Int) -> Image {
    guard (2...8).contains(orientation) else { return self }
    let transposes = orientation >= 5
    let (width, height) = (self.width, self.height)
    // Which stored corner is seen at the top left, and the steps from there along a seen row and a
    // seen column, in stored pixels.
    let fromRight = [2, 3, 7, 8].contains(orientation)
    let fromBottom = [3, 4, 6, 7].contains(orientation)
    let corner = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0)
    let horizontal = fromRight ? -1 : 1
    let vertical = fromBottom ? -width : width
    return rearranged(
      width: transposes ? height : width, height: transposes ? width : height, corner: corner,
      step: transposes ? vertical : horizontal, rowStep: transposes ? horizontal : vertical)
  }

  private func rearranged(
    width: Int, height: Int, corner: Int, step: Int, rowStep: Int
  ) -> Image {
    let channels = format.channels
    let rearranged = [UInt8](unsafeUninitializedCapacity: samples.count) { target, count in
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
    return Image(width: width, height: height, format: format, samples: rearranged)
  }
}
