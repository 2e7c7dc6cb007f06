import Imaging

extension Image {
  /// Makes an RGB picture whose samples `fill` writes, all of them.
  init(rgbOfWidth width: Int, height: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    let count = 3 * width * height
    self.init(
      width: width, height: height,
      samples: [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
        initialized = count
      })
  }

  /// Where green and blue are, counted from the first sample of a pixel; that of a gray picture is
  /// all three.
  var colorOffsets: (green: Int, blue: Int) { format == .gray ? (0, 0) : (1, 2) }

  /// The picture in red, green and blue; opacity is ignored.
  public var rgb: Image {
    guard format != .rgb else { return self }
    let (channels, offsets) = (format.channels, colorOffsets)
    return Image(rgbOfWidth: width, height: height) { output in
      samples.withUnsafeBufferPointer { input in
        for pixel in 0..<width * height {
          output[3 * pixel] = input[channels * pixel]
          output[3 * pixel + 1] = input[channels * pixel + offsets.green]
          output[3 * pixel + 2] = input[channels * pixel + offsets.blue]
        }
      }
    }
  }
}
