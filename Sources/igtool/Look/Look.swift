import Imaging
import Rendering

/// How maps and pictures of them look: everything that options and presets decide.
struct Look: Sendable {
  /// How attributions become importance.
  var map = MapStyle()
  /// Standard deviation, as a share of the map's shorter side, of the Gaussian that a map without
  /// smoothing of its own is smoothed with where it is shown in colours: single pixels of it can
  /// hardly be seen on a photo. Masks stay as they are.
  var colorSmoothing = 1.0 / 150
  /// Which maps share a scale.
  var scale = ScaleChoice.each
  /// The colours; nil for those that suit the map.
  var colorMap: ColorMap?
  /// How colours are laid over the photo.
  var overlay = Overlay()
  /// Share of the pixels, 0–100 %, that `masked` keeps at most; nil for a fifth, or all that the
  /// map's cut leaves.
  var maskedShare: Double?
  /// What a panel shows.
  var panel = PanelLayout.row
  /// The size of the pictures.
  var canvas = Canvas.suitable
  /// Whether colours are explained below the pictures.
  var hasLegend = false
  /// Whether it is said below the pictures what they show.
  var hasCaption = false

  /// Returns how a map of a size becomes importance where it is shown in colours.
  func coloredMap(_ size: Size) -> MapStyle {
    var style = self.map
    if style.smoothing == 0 {
      style.smoothing = colorSmoothing * Double(min(size.width, size.height))
    }
    return style
  }

  /// What a panel shows.
  enum PanelLayout: Sendable {
    /// Photo, mask and overlay in a row.
    case row
    /// Baseline, photo, mask and overlay in two rows.
    case square
  }
}

/// What is shown as the full colour.
enum ScaleChoice: Hashable, Sendable {
  /// What each map's own clip says.
  case each
  /// The largest of what the maps' own clips say.
  case shared
  /// This attribution per pixel.
  case value(Double)
}

/// A look with a name.
enum StylePreset: String, CaseIterable, Sendable {
  /// The figure of TensorFlow's tutorial on Integrated Gradients.
  case tutorial
  /// The figures that the paper's authors published.
  case paper
  /// Patches instead of speckles.
  case clean

  /// What the preset decides.
  var look: Look {
    var look = Look()
    switch self {
    case .tutorial:
      look.map = MapStyle(clip: .percentile(100))
      look.colorSmoothing = 0
      look.colorMap = .inferno
      look.overlay = Overlay(opacity: 0.6, cover: 1, saturation: 1)
      look.panel = .square
    case .paper:
      look.map = MapStyle(
        reduction: .mean, polarity: .positive, choosesSignOfChannels: true, clip: .mass(95),
        cut: .mass(58))
      look.colorSmoothing = 0
      look.colorMap = .redGreen
      look.overlay = Overlay(opacity: 0.7, cover: 1, saturation: 0, gray: .average)
    case .clean:
      look.map = MapStyle(smoothing: 2, clip: .percentile(99.5), cut: .percentile(70), gamma: 0.8)
      look.hasLegend = true
      look.hasCaption = true
    }
    return look
  }

  /// What is written unless --save says otherwise.
  var products: [Product] { self == .tutorial ? [.panel] : Product.standard(for: [.picture]) }
}
