import ArgumentParser

/// How large pictures are, and the words below them: what sheets of several maps decide themselves.
struct FrameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Size of the pictures: the photo's own, the network's input's, or a width in pixels [auto].",
      discussion: "auto: the photo's own; of photos below \(Canvas.leastSide) pixels, pictures for "
        + "people (overlay, heatmap, panel, masked, outline, contours) are enlarged smoothly, "
        + "and panel, masked, outline and contours are reduced to "
        + "\(Canvas.mostPixelsInOnePiece / 1_000_000) megapixels.",
      valueName: "auto|photo|model|pixels"))
  var canvas: Canvas?

  @Flag(inversion: .prefixedNo, help: "Explain the colours below pictures.")
  var legend: Bool?

  @Flag(inversion: .prefixedNo, help: "Say below pictures what they show.")
  var caption: Bool?

  /// Changes a look as the options say.
  func write(to look: inout Look) {
    if let canvas { look.canvas = canvas }
    if let legend { look.hasLegend = legend }
    if let caption { look.hasCaption = caption }
  }
}
