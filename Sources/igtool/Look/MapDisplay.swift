import Explaining
import Rendering

/// How a map was drawn, as the report tells it.
struct MapDisplay: Encodable {
  let reduction: String
  let polarity: String
  let clip: String
  @NullWhenAbsent private(set) var cut: String?
  let gamma: Double
  let blur: Double
  let cleanup: Int
  let keep: Double
  /// The attributions per pixel that are shown as the full colour and as nothing.
  let scale: Double
  let floor: Double
  /// How the same map is shown in colours.
  let colored: Colored
  let colorMap: String
  let canvas: String

  /// What differs between a map in colours and its mask.
  struct Colored: Encodable {
    let blur: Double
    let scale: Double
    let floor: Double
  }

  enum CodingKeys: String, CodingKey {
    case reduction, polarity, clip, cut, gamma, blur, cleanup, keep, scale, floor, colored, canvas
    case colorMap = "color_map"
  }

  init(_ drawing: Drawing, look: Look) {
    reduction = look.map.reduction.rawValue
    // Without signs there is nothing to show apart.
    polarity = (look.map.reduction.isSigned ? look.map.polarity : .absolute).rawValue
    clip = look.map.clip.text
    cut = look.map.cut?.text
    gamma = look.map.gamma
    blur = look.map.smoothing
    cleanup = look.map.cleanup
    keep = look.map.keep
    scale = drawing.heatmap.scale
    floor = drawing.heatmap.floor
    colorMap = drawing.colorMap.rawValue
    canvas = look.canvas.text
    colored = Colored(
      blur: drawing.coloredStyle.smoothing, scale: drawing.colored.scale,
      floor: drawing.colored.floor)
  }
}

extension Threshold {
  /// The threshold as an option says it.
  var text: String {
    switch self {
    case .percentile(let share): "\(share)"
    case .mass(let share): "mass:\(share)"
    }
  }
}
