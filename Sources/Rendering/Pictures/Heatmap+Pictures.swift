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
}
