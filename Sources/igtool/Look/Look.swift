import Rendering

/// How maps and pictures of them look: everything that options and presets decide.
struct Look: Sendable {
  /// How attributions become importance.
  var map = MapStyle()
  /// Which maps share a scale.
  var scale = ScaleChoice.each
  /// The colours; nil for those that suit the map.
  var colorMap: ColorMap?
  /// How colours are laid over the photo.
  var overlay = Overlay()
  /// Share of the pixels, 0–100 %, that `masked` keeps.
  var maskedShare = 20.0
  /// What a panel shows.
  var panel = PanelLayout.row
  /// The size of the pictures.
  var canvas = Canvas.photo
  /// Whether colours are explained below the pictures.
  var hasLegend = false
  /// Whether it is said below the pictures what they show.
  var hasCaption = false

  /// The size of the pictures.
  enum Canvas: String, CaseIterable, Sendable {
    case photo, model
  }

  /// What a panel shows.
  enum PanelLayout: Sendable {
    /// Photo, mask and overlay in a row.
    case row
    /// Baseline, photo, mask and overlay in two rows, with titles.
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
  /// The overlay of the paper's authors.
  case paper
  /// Patches instead of speckles.
  case clean

  /// What the preset decides.
  var look: Look {
    var look = Look()
    switch self {
    case .tutorial:
      look.map = MapStyle(clip: .percentile(100))
      look.colorMap = .inferno
      look.overlay = Overlay(opacity: 0.6, weighting: .uniform, backdrop: .color)
      look.panel = .square
    case .paper:
      look.map = MapStyle(
        reduction: .mean, polarity: .positive, choosesSignOfChannels: true, clip: .mass(99.9),
        cut: .mass(0))
      look.colorMap = .redGreen
      look.overlay = Overlay(weighting: .added, backdrop: .color)
    case .clean:
      look.map = MapStyle(smoothing: 2, clip: .percentile(99.5), cut: .percentile(70), gamma: 0.8)
      look.overlay = Overlay(opacity: 0.25, weighting: .heat, backdrop: .gray)
      look.hasLegend = true
      look.hasCaption = true
    }
    return look
  }

  /// What is written unless --save says otherwise.
  var products: [Product] { self == .tutorial ? [.panel] : Product.standard(for: [.picture]) }
}
