import Imaging

/// How a heat map is laid over its photo.
///
/// Every pixel of the result is (1 − α) · photo + α · colour, rounded, with
/// α = opacity · (cover + (1 − cover) · |heat|).
///
/// By default α is in proportion to the heat, so that the photo is as bright as it is and shows
/// through the hottest pixels; and the photo keeps a part of its saturation, for a map in full
/// colours drowns in a photo in full colours. With a cover of 1 it is a plain blend of both.
///
/// The neutral colour of a diverging map counts in the cover alone: what heat adds has the colour at
/// the end of its sign, so that without a cover the neutral colour of a photo is the photo.
public struct Overlay: Hashable, Sendable {
  /// What a photo without colours is.
  public enum Gray: String, CaseIterable, Hashable, Sendable {
    /// Its brightness: the luma of ITU-R BT.601.
    case luma
    /// The mean of red, green and blue, rounded, as the authors of Integrated Gradients and
    /// Captum have it.
    case average
  }

  /// How much of the photo the hottest pixels hide, from 0 (nothing) to 1 (all).
  public var opacity: Float
  /// How much of that a pixel without heat hides, from 0 (nothing) to 1 (as much as the hottest).
  public var cover: Float
  /// How much of its saturation the photo keeps, from 0 (gray) to 1 (all).
  public var saturation: Float
  /// The gray that it is mixed with.
  public var gray: Gray

  /// Makes a way to lay heat maps over photos; all shares lie between 0 and 1.
  public init(
    opacity: Float = 0.7, cover: Float = 0, saturation: Float = 0.6, gray: Gray = .luma
  ) {
    precondition(
      [opacity, cover, saturation].allSatisfy { (0...1).contains($0) },
      "opacity, cover and saturation lie between 0 and 1")
    self.opacity = opacity
    self.cover = cover
    self.saturation = saturation
    self.gray = gray
  }

  /// Returns `photo` under `heatmap`, in RGB. Both have the same size; opacity of the photo itself is
  /// ignored.
  public func image(of heatmap: Heatmap, on photo: Image, colorMap: ColorMap) -> Image {
    precondition(
      photo.width == heatmap.width && photo.height == heatmap.height,
      "the photo is \(photo.width)×\(photo.height), its heat map is not")
    let (layers, levels, fading) = (layers(of: colorMap), colorMap.levels, Fading(self))
    let (channels, offsets) = (photo.format.channels, photo.colorOffsets)
    return Image(rgbOfWidth: photo.width, height: photo.height) { output in
      photo.samples.withUnsafeBufferPointer { input in
        heatmap.plane.values.withUnsafeBufferPointer { heat in
          for pixel in 0..<heat.count {
            let layer = layers[levels.level(of: heat[pixel])]
            let first = channels * pixel
            let red = UInt32(input[first])
            let green = UInt32(input[first + offsets.green])
            let blue = UInt32(input[first + offsets.blue])
            let gray = fading.gray(red, green, blue)
            output[3 * pixel] = layer.blend(fading.faded(red, gray), layer.red)
            output[3 * pixel + 1] = layer.blend(fading.faded(green, gray), layer.green)
            output[3 * pixel + 2] = layer.blend(fading.faded(blue, gray), layer.blue)
          }
        }
      }
    }
  }

  /// What one level of the colour map adds to the photo, and how much of the photo it lets through;
  /// numbers of 16 binary places.
  private struct Layer {
    /// What the photo counts.
    var transparency: UInt32
    /// What the colour counts, times the colour.
    var red: UInt32
    var green: UInt32
    var blue: UInt32

    init(cover: Color, _ coverAlpha: Double, heat: Color, _ heatAlpha: Double) {
      let coverWeight = UInt32((coverAlpha * 65536).rounded())
      let heatWeight = UInt32(((coverAlpha + heatAlpha) * 65536).rounded()) - coverWeight
      transparency = 65536 - coverWeight - heatWeight
      red = coverWeight * UInt32(cover.red) + heatWeight * UInt32(heat.red)
      green = coverWeight * UInt32(cover.green) + heatWeight * UInt32(heat.green)
      blue = coverWeight * UInt32(cover.blue) + heatWeight * UInt32(heat.blue)
    }

    @inline(__always) func blend(_ photo: UInt32, _ light: UInt32) -> UInt8 {
      UInt8(truncatingIfNeeded: (photo &* transparency &+ light &+ 32768) &>> 16)
    }
  }

  /// How the photo loses saturation; weights of 16 binary places.
  private struct Fading {
    private let saturation: UInt32
    private let isAverage: Bool

    init(_ overlay: Overlay) {
      saturation = UInt32((Double(overlay.saturation) * 65536).rounded())
      isAverage = overlay.gray == .average
    }

    /// 0.299 · red + 0.587 · green + 0.114 · blue, rounded, or the mean.
    @inline(__always) func gray(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt32 {
      isAverage
        ? (red &+ green &+ blue &+ 1) / 3
        : (19595 &* red &+ 38470 &* green &+ 7471 &* blue &+ 32768) &>> 16
    }

    @inline(__always) func faded(_ sample: UInt32, _ gray: UInt32) -> UInt32 {
      (sample &* saturation &+ gray &* (65536 &- saturation) &+ 32768) &>> 16
    }
  }

  private func layers(of colorMap: ColorMap) -> [Layer] {
    let (opacity, cover) = (Double(opacity), Double(cover))
    let table = colorMap.table
    return table.indices.map { level in
      let heat = Double(colorMap.magnitude(ofLevel: level))
      let end = colorMap.isDiverging ? (level < 128 ? 0 : 255) : level
      return Layer(
        cover: table[level], opacity * cover, heat: table[end], opacity * (1 - cover) * heat)
    }
  }
}
