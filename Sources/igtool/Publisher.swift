import Foundation

/// Writes the files of explanations, and tells about each when its files are there.
struct Publisher: Sendable {
  let explainer: Explainer
  let output: OutputOptions
  let plan: OutputPlan
  let isQuiet: Bool
  /// The terminal to draw in, if there is one, and what is drawn there.
  let preview: Preview?
  let previewed: OutputOptions.Product
  /// Seconds that loading the network took.
  let loadSeconds: Double

  /// Tells what was found wrong with a photo while it was read.
  func warn(about photo: Photo) {
    if !isQuiet { warn(photo.decoded.warnings, about: photo) }
  }

  /// Draws, encodes and writes the files of an explanation, and then reports it.
  func publish(_ explanation: Explanation) throws {
    let rendering = Stopwatch()
    let photo = explanation.photo
    let name = OutputName(
      stem: photo.picture.stem, target: explainer.hasSeveralTargets ? explanation.quantity : nil)
    let products = try Products(output).render(explanation)
    let paths = try plan.write(products, as: name)
    let report = Report(
      explanation, explainer: explainer, outputs: paths + plan.reportPaths(name),
      seconds: Report.Seconds(
        load: loadSeconds, attribute: explanation.seconds, render: rendering.seconds))
    try plan.write(report, as: name)
    try tell(report)
    if let preview, let picture = Products(output).picture(previewed, of: explanation) {
      try preview.show(picture)
    }
    if !isQuiet { warn(report.warnings.dropFirst(report.toldWarningCount), about: photo) }
  }

  private func tell(_ report: Report) throws {
    if output.json {
      try Console.output(try JSONText.line(report))
    } else if !isQuiet {
      try Console.output(report.summary)
    }
  }

  private func warn(_ warnings: some Sequence<String>, about photo: Photo) {
    warnings.forEach { Console.warning("\(photo.picture.displayName): \($0)") }
  }
}
