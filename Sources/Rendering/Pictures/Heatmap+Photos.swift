import Imaging

extension Heatmap {
  /// Returns `photo`, which has the map's size, with every pixel as bright as it is important:
  /// photo · |heat|, heat in 256 levels (the first pictures of the authors of Integrated Gradients,
  /// Captum's `masked_image`). Opacity of the photo is ignored.
  public func scaled(_ photo: Image) -> Image {
    dimmed(photo) { pixel in
      (UInt32(plane.values[pixel].magnitude * 255 + 0.5) * 65536 + 127) / 255
    }
  }

  /// Returns `photo`, which has the map's size, with its most important parts as they are and the
  /// rest dimmed.
  ///
  /// The magnitudes of the map are smoothed, so that parts are patches and not speckles; then the
  /// `keep` per cent of the pixels with the largest are kept, of equal ones those that come first,
  /// row by row. Pixels without heat of their own are never kept, so that a map without heat keeps
  /// nothing.
  ///
  /// - Parameters:
  ///   - photo: the picture to dim; opacity is ignored.
  ///   - keep: the share of the pixels, 0–100 %, that is kept.
  ///   - cut: what is too small to be kept, by rank or by mass of the smoothed magnitudes; nil for
  ///     nothing.
  ///   - remainder: the brightness, 0–1, that the others keep.
  ///   - smoothing: standard deviation of the smoothing, as a share of the shorter side.
  public func masked(
    _ photo: Image, keep: Double = 20, cut: Threshold? = nil, remainder: Float = 0.2,
    smoothing: Double = 0.02
  ) -> Image {
    precondition((0...1).contains(remainder), "the rest keeps 0 to 1 of its brightness")
    var smooth = plane.magnitudesSmoothed(
      standardDeviation: smoothing * Double(min(width, height)))
    for pixel in smooth.values.indices where plane.values[pixel] == 0 { smooth.values[pixel] = 0 }
    let values = LargestValues(smooth.values)
    func count(_ percent: Double) -> Int {
      Int((Double(smooth.values.count) * percent / 100).rounded())
    }
    let most =
      switch cut {
      case nil: smooth.values.count
      case .percentile(let percentile): count(100 - percentile)
      case .mass(let share): values.count(carrying: (100 - share) / 100)
      }
    let isKept = values.largest(min(count(keep), most))
    let rest = UInt32((remainder * 65536).rounded())
    return dimmed(photo) { isKept[$0] ? 65536 : rest }
  }

  /// Returns `photo`, which has the map's size, as opaque as it is important: the heat is its alpha
  /// channel.
  public func translucent(_ photo: Image) -> Image {
    expectSize(of: photo)
    let (channels, offsets) = (photo.format.channels, photo.colorOffsets)
    var samples = [UInt8]()
    samples.reserveCapacity(4 * width * height)
    for pixel in plane.values.indices {
      let first = channels * pixel
      samples.append(photo.samples[first])
      samples.append(photo.samples[first + offsets.green])
      samples.append(photo.samples[first + offsets.blue])
      samples.append(UInt8(plane.values[pixel].magnitude * 255 + 0.5))
    }
    return Image(width: width, height: height, format: .rgba, samples: samples)
  }

  /// Returns `photo` with each pixel times a factor of 16 binary places, rounded.
  private func dimmed(_ photo: Image, by factor: (Int) -> UInt32) -> Image {
    expectSize(of: photo)
    let (channels, offsets) = (photo.format.channels, photo.colorOffsets)
    return Image(rgbOfWidth: width, height: height) { output in
      photo.samples.withUnsafeBufferPointer { input in
        for pixel in plane.values.indices {
          let (factor, first) = (factor(pixel), channels * pixel)
          output[3 * pixel] = scale(input[first], factor)
          output[3 * pixel + 1] = scale(input[first + offsets.green], factor)
          output[3 * pixel + 2] = scale(input[first + offsets.blue], factor)
        }
      }
    }
  }

  private func expectSize(of photo: Image) {
    precondition(
      photo.width == width && photo.height == height,
      "the photo is \(photo.width)×\(photo.height), its heat map \(width)×\(height)")
  }

  @inline(__always) private func scale(_ sample: UInt8, _ factor: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: (UInt32(sample) &* factor &+ 32768) &>> 16)
  }
}
