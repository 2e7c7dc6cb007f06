import Imaging

extension Heatmap {
  /// Returns the map in shades of gray, 8 bits, rounded: black 0, white 1. A signed map shows
  /// magnitudes.
  public func mask() -> Image {
    let samples = [UInt8](unsafeUninitializedCapacity: plane.values.count) { output, initialized in
      plane.values.withUnsafeBufferPointer { heat in
        for pixel in 0..<heat.count { output[pixel] = UInt8(heat[pixel].magnitude * 255 + 0.5) }
      }
      initialized = plane.values.count
    }
    return Image(width: width, height: height, format: .gray, samples: samples)
  }

  /// Returns the map in colours alone; those of `defaultColorMap` where none is given.
  public func colored(by colorMap: ColorMap? = nil) -> Image {
    (colorMap ?? defaultColorMap).image(of: plane)
  }

  /// Returns the map in colours over `photo`, which has its size.
  public func overlaid(
    on photo: Image, by colorMap: ColorMap? = nil, overlay: Overlay = Overlay()
  ) -> Image {
    overlay.image(of: self, on: photo, colorMap: colorMap ?? defaultColorMap)
  }

  /// Returns `photo`, which has the map's size, with every pixel as bright as it is important:
  /// photo · (remainder + (1 − remainder) · √|heat|), heat in 256 levels. The root keeps pixels of middling importance
  /// visible, since displays are not linear.
  ///
  /// - Parameters:
  ///   - photo: the picture to dim; opacity is ignored.
  ///   - remainder: the brightness, 0–1, that pixels without heat keep.
  public func masked(_ photo: Image, remainder: Float = 0.15) -> Image {
    precondition(
      photo.width == width && photo.height == height && (0...1).contains(remainder),
      "the photo is \(photo.width)×\(photo.height), its heat map \(width)×\(height)")
    let factors = (0..<256).map { level in
      let share = remainder + (1 - remainder) * (Float(level) / 255).squareRoot()
      return UInt32((share * 65536).rounded())
    }
    let (channels, offsets) = (photo.format.channels, photo.colorOffsets)
    return Image(rgbOfWidth: width, height: height) { output in
      photo.samples.withUnsafeBufferPointer { input in
        plane.values.withUnsafeBufferPointer { heat in
          for pixel in 0..<heat.count {
            let factor = factors[Int(heat[pixel].magnitude * 255 + 0.5)]
            let first = channels * pixel
            output[3 * pixel] = scale(input[first], factor)
            output[3 * pixel + 1] = scale(input[first + offsets.green], factor)
            output[3 * pixel + 2] = scale(input[first + offsets.blue], factor)
          }
        }
      }
    }
  }

  /// Returns a sample times a factor of 16 binary places, rounded.
  @inline(__always) private func scale(_ sample: UInt8, _ factor: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: (UInt32(sample) &* factor &+ 32768) &>> 16)
  }
}
