import Imaging

/// How a heat map is laid over its photo.
///
/// Every pixel of the result is (1 − α) · photo + α · colour, rounded; only `added` adds them up.
///
/// Attributions of single pixels are speckles. On a photo in colour they drown, or take up the
/// photo's hue and no longer mean what the colour map says. So by default the photo is gray, and
/// every colour in the result is the map's; α grows with the heat from `opacity` to 1, so that cold
/// regions show the dimmed photo and the hottest pixels have the very colour that the map gives
/// them. `Overlay(weighting: .uniform, backdrop: .color)` is the plain blend.
public struct Overlay: Hashable, Sendable {
  /// What α depends on.
  public enum Weighting: String, CaseIterable, Hashable, Sendable {
    /// α = opacity + (1 − opacity) · |heat|.
    case heat
    /// α = opacity, everywhere.
    case uniform
    /// 0.7 · photo + 0.5 · colour, limited to 255, whatever the opacity: the overlay of the authors of
    /// Integrated Gradients, for maps whose neutral colour is black.
    case added
  }

  /// What lies below the heat map.
  public enum Backdrop: String, CaseIterable, Hashable, Sendable {
    /// The brightness of the photo (luma of ITU-R BT.601).
    case gray
    /// The photo in its colours.
    case color
  }

  /// How much of the photo a pixel without heat hides, from 0 (nothing) to 1 (all).
  public var opacity: Float
  /// What α depends on.
  public var weighting: Weighting
  /// What lies below the heat map.
  public var backdrop: Backdrop

  /// Makes a way to lay heat maps over photos; `opacity` lies between 0 and 1.
  public init(
    opacity: Float = 0.6, weighting: Weighting = .heat, backdrop: Backdrop = .gray
  ) {
    precondition((0...1).contains(opacity), "opacity lies between 0 and 1")
    self.opacity = opacity
    self.weighting = weighting
    self.backdrop = backdrop
  }

  /// Returns `photo` under `heatmap`, in RGB. Both have the same size; opacity of the photo itself is
  /// ignored.
  public func image(of heatmap: Heatmap, on photo: Image, colorMap: ColorMap) -> Image {
    precondition(
      photo.width == heatmap.width && photo.height == heatmap.height,
      "the photo is \(photo.width)×\(photo.height), its heat map is not")
    let (layers, levels) = (layers(of: colorMap), colorMap.levels)
    let (channels, offsets, isGray) = (photo.format.channels, photo.colorOffsets, backdrop == .gray)
    return Image(rgbOfWidth: photo.width, height: photo.height) { output in
      photo.samples.withUnsafeBufferPointer { input in
        heatmap.plane.values.withUnsafeBufferPointer { heat in
          for pixel in 0..<heat.count {
            let layer = layers[levels.level(of: heat[pixel])]
            let first = channels * pixel
            var red = UInt32(input[first])
            var green = UInt32(input[first + offsets.green])
            var blue = UInt32(input[first + offsets.blue])
            if isGray {
              red = luma(red, green, blue)
              (green, blue) = (red, red)
            }
            output[3 * pixel] = layer.blend(red, layer.red)
            output[3 * pixel + 1] = layer.blend(green, layer.green)
            output[3 * pixel + 2] = layer.blend(blue, layer.blue)
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

    init(color: Color, weight: Double, photoWeight: Double) {
      let weight = UInt32((weight * 65536).rounded())
      transparency = UInt32((photoWeight * 65536).rounded())
      red = weight * UInt32(color.red)
      green = weight * UInt32(color.green)
      blue = weight * UInt32(color.blue)
    }

    @inline(__always) func blend(_ photo: UInt32, _ light: UInt32) -> UInt8 {
      UInt8(truncatingIfNeeded: min(255, (photo &* transparency &+ light &+ 32768) &>> 16))
    }
  }

  private func layers(of colorMap: ColorMap) -> [Layer] {
    colorMap.table.enumerated().map { level, color in
      if weighting == .added { return Layer(color: color, weight: 0.5, photoWeight: 0.7) }
      let heat = weighting == .heat ? Double(colorMap.magnitude(ofLevel: level)) : 0
      let alpha = Double(opacity) + (1 - Double(opacity)) * heat
      return Layer(color: color, weight: alpha, photoWeight: 1 - alpha)
    }
  }

  /// 0.299 · red + 0.587 · green + 0.114 · blue, rounded; the factors have 16 binary places.
  @inline(__always) private func luma(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt32 {
    (19595 &* red &+ 38470 &* green &+ 7471 &* blue &+ 32768) &>> 16
  }
}
