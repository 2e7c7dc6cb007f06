import Imaging
import Rendering
import Tensors

/// The attributions that are shown as the full colour.
struct MapScales: Hashable, Sendable {
  /// Of masks, which show the map as it is.
  var mask: Double
  /// Of maps in colours, which may be smoothed.
  var colored: Double

  /// One attribution for both.
  init(_ scale: Double) { (mask, colored) = (scale, scale) }

  /// Those of a map by itself.
  init(_ attributions: Tensor, look: Look) {
    let map = ReducedMap(attributions, style: look.map)
    mask = map.scale(look.map)
    let style = look.coloredMap(Size(width: map.width, height: map.height))
    colored =
      style == look.map ? mask : ReducedMap(attributions, style: style).scale(style)
  }

  /// That of a picture.
  func of(_ product: Product) -> Double {
    [.overlay, .heatmap].contains(product) ? colored : mask
  }

  /// The larger ones of two.
  static func largest(_ first: MapScales, _ second: MapScales) -> MapScales {
    var largest = first
    largest.mask = max(first.mask, second.mask)
    largest.colored = max(first.colored, second.colored)
    return largest
  }
}
