import ArgumentParser
import Rendering

/// How maps look.
struct LookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A look as a whole; other options change it.",
      discussion: "tutorial: baseline, photo, mask and overlay in one figure, as in TensorFlow's "
        + "tutorial. paper: positive attributions in bright green on the photo in dark gray, the "
        + "hottest 5 % of their sum clipped, the coldest 58 % left out, as the authors of Integrated "
        + "Gradients published them. clean: patches instead of "
        + "speckles, with legend and caption."))
  var style: StylePreset?

  @Option(
    help: ArgumentHelp(
      "How the channels of a pixel become one number.",
      discussion: "Default: absolute-sum; sum, where signs are asked for."))
  var reduction: ChannelReduction?

  @Option(
    help: ArgumentHelp(
      "Which sign is shown: what speaks for the target, against it, both apart or together."))
  var polarity: Polarity?

  @Option(
    help: ArgumentHelp(
      "What is shown as the full colour: a percentile of the pixels, or mass:P of their sum "
        + "[99].",
      discussion: "99: brighter than 99 % of the pixels. mass:99: it and what is larger carry 1 % "
        + "of the sum of all.", valueName: "p"), transform: Threshold.init(option:))
  var clip: Threshold?

  @Option(
    help: ArgumentHelp(
      "What is shown as nothing, as is everything smaller: a percentile, or mass:P.",
      valueName: "p"), transform: Threshold.init(option:))
  var cut: Threshold?

  @Option(
    help: ArgumentHelp(
      "Exponent of the scaled map: below 1 faint parts come out.", valueName: "number"))
  var gamma: Double?

  @Option(
    help: ArgumentHelp(
      "Smooth the map by a Gaussian of this standard deviation, in pixels of the network's input.",
      discussion: "Default: masks are not smoothed, maps in colours by 1/150 of the shorter side "
        + "(1.5 pixels of 224).", valueName: "sigma"))
  var blurMap: Double?

  @Option(
    help: ArgumentHelp(
      "Fill gaps and remove speckles by a square of this side (grey closing and opening).",
      valueName: "pixels"))
  var cleanup: Int?

  @Option(
    help: ArgumentHelp(
      "Show only so many per cent of the pixels, the hottest ones.",
      discussion: "masked keeps 20, or what --cut leaves, by default.",
      valueName: "percent"))
  var keep: Double?

  @Option(
    help: ArgumentHelp(
      "Scale of the colours: each map its own, the largest of all for all, or an attribution per "
        + "pixel [each].",
      discussion: "With shared, files are written when all pictures have been explained.",
      valueName: "each|shared|number"), transform: ScaleChoice.init(option:))
  var scale: ScaleChoice?

  @Option(
    help: ArgumentHelp(
      "Colours of the map; diverging ones (red-blue, red-green) show signs. Default: inferno, or "
        + "red-blue where there are signs."))
  var colorMap: ColorMap?

  @Option(
    help: ArgumentHelp(
      "How much of the photo the hottest pixels of the overlay hide, 0 to 1 [0.7].",
      valueName: "share"))
  var opacity: Float?

  /// Refuses numbers that make no sense.
  func validate() throws {
    if let opacity, !(0...1).contains(opacity) {
      throw ValidationError("--opacity \(opacity): expected a number from 0 to 1")
    }
    if let gamma, !(gamma > 0 && gamma <= 10) {
      throw ValidationError("--gamma \(gamma): expected a number above 0, at most 10")
    }
    if let blurMap, !(blurMap >= 0 && blurMap <= 1000) {
      throw ValidationError("--blur-map \(blurMap): expected a number of pixels from 0 to 1000")
    }
    if let cleanup, !(0...99).contains(cleanup) {
      throw ValidationError("--cleanup \(cleanup): expected a number of pixels from 0 to 99")
    }
    if let keep, !(keep > 0 && keep <= 100) {
      throw ValidationError("--keep \(keep): expected a percentage above 0, at most 100")
    }
    if reduction?.isSigned == false, let polarity, polarity == .negative {
      throw ValidationError(
        "--polarity negative: --reduction \(reduction?.rawValue ?? "") has no signs; try sum")
    }
  }

  /// The preset, and what options change of it.
  var look: Look {
    var look = style?.look ?? Look()
    let asksForSigns = polarity != nil || colorMap?.isDiverging == true
    if let polarity { look.map.polarity = polarity }
    if let reduction {
      look.map.reduction = reduction
      look.map.choosesSignOfChannels = false
    } else if asksForSigns && !look.map.reduction.isSigned {
      look.map.reduction = .sum
    }
    if let clip { look.map.clip = clip }
    if let cut { look.map.cut = cut }
    if let gamma { look.map.gamma = gamma }
    if let blurMap { (look.map.smoothing, look.colorSmoothing) = (blurMap, 0) }
    if let cleanup { look.map.cleanup = cleanup }
    if let keep { (look.map.keep, look.maskedShare) = (keep, keep) }
    if let scale { look.scale = scale }
    if let colorMap { look.colorMap = colorMap }
    if let opacity { look.overlay.opacity = opacity }
    return look
  }
}

extension StylePreset: ExpressibleByArgument {}
extension ChannelReduction: ExpressibleByArgument {}
extension Polarity: ExpressibleByArgument {}
extension ColorMap: ExpressibleByArgument {}

extension Canvas: ExpressibleByArgument {
  init?(argument: String) { self.init(text: argument) }
}

extension Threshold {
  /// Reads `P` or `mass:P`, P from 0 to 100.
  init(option: String) throws {
    let prefix = "mass:"
    let isMass = option.hasPrefix(prefix)
    guard let share = Double(isMass ? option.dropFirst(prefix.count) : option[...]),
      (0...100).contains(share)
    else {
      throw ValidationError("expected a percentile from 0 to 100, or mass:P, as in mass:99.9")
    }
    self = isMass ? .mass(share) : .percentile(share)
  }
}

extension ScaleChoice {
  /// Reads `each`, `shared` or a number above 0.
  init(option: String) throws {
    switch option {
    case "each": self = .each
    case "shared": self = .shared
    default:
      guard let value = Double(option), value > 0, value.isFinite else {
        throw ValidationError("expected each, shared, or an attribution per pixel above 0")
      }
      self = .value(value)
    }
  }
}
