import Explaining
import Foundation
import Inputs

/// Writes the files of explanations, and tells about each when its files are there.
struct Publisher: Sendable {
  let explainer: Explainer
  let output: OutputOptions
  let plan: OutputPlan
  /// How the files look; set anew when maps are to share a scale.
  var renderer: ProductRenderer
  /// All pictures of this run.
  let pictures: [InputPicture]
  let isQuiet: Bool
  /// Whether more is told than the result.
  let isVerbose: Bool
  /// The terminal to draw in, if there is one, and what is drawn there.
  let preview: Preview?
  let previewed: Product
  /// Seconds that loading the network took.
  let loadSeconds: Double
  /// Collects pages; nil where there is no index.
  let index: IndexCollector?

  /// Tells what was found wrong with a photo while it was read.
  func warn(about photo: Photo) {
    if !isQuiet { warn(photo.decoded.warnings, about: photo) }
  }

  /// Draws, encodes and writes the files of an explanation, and then reports it.
  func publish(_ explanation: Explanation) throws {
    let rendering = Stopwatch()
    let name = OutputName(
      stem: explanation.photo.picture.stem,
      target: explainer.request.hasSeveralTargets ? explanation.quantity : nil)
    let isDrawn = renderer.products.contains(where: \.isDrawn)
    let drawing = isDrawn ? renderer.drawing(explanation) : nil
    for file in try renderer.render(explanation, drawing) { try plan.write(file, as: name) }
    let report = Report(explanation, explainer: explainer)
    let published = PublishedReport(
      report, display: drawing.map { MapDisplay($0, look: renderer.look) },
      outputs: plan.paths(name), loadSeconds: loadSeconds, renderSeconds: rendering.seconds)
    if renderer.products.contains(.json) {
      let text = Array(try JSONText.document(published).utf8)
      try plan.write(ProductFile(suffix: Product.json.suffixes[0], bytes: text), as: name)
    }
    if let drawing, renderer.products.contains(.html) {
      try writePage(explanation, published, drawing, as: name)
    }
    try tell(published, on: explanation.photo.picture)
    if let preview, let picture = (drawing ?? renderer.drawing(explanation))?.picture(previewed) {
      try preview.show(picture)
    }
    if !isQuiet {
      warn(report.warnings.dropFirst(report.toldWarningCount), about: explanation.photo)
    }
  }

  private func writePage(
    _ explanation: Explanation, _ published: PublishedReport, _ drawing: Drawing,
    as name: OutputName
  ) throws {
    let page = explanation.page(
      published, drawing, look: renderer.look,
      command: CommandText.text(
        pictures: pictures.map(\.path), only: explanation.photo.picture.path),
      indexPath: index == nil ? nil : IndexCollector.fileName)
    let suffix = Product.html.suffixes[0]
    try plan.write(ProductFile(suffix: suffix, bytes: Array(try page.html().utf8)), as: name)
    index?.add(
      try explanation.indexEntry(
        pagePath: "\(name.text).\(suffix)", drawing, warningCount: published.report.warnings.count))
  }

  /// Writes the index page, if there is one.
  func publishIndex() throws {
    guard let index else { return }
    let facts = [
      ("model", explainer.network.name), ("method", explainer.request.method),
      ("baselines", explainer.request.baselines.map(\.description).joined(separator: ", ")),
      ("score", explainer.score.rawValue),
    ]
    let page = index.page(
      facts: facts, command: CommandText.text(pictures: [], only: ""))
    try plan.write(
      Array(page.html().utf8), to: plan.path(ofFile: IndexCollector.fileName))
  }

  private func tell(_ published: PublishedReport, on picture: InputPicture) throws {
    if output.json { return try Console.output(try JSONText.line(published)) }
    if isQuiet { return }
    let line = ResultLine(pictures).text(published.report, on: picture)
    let files = published.outputs.map(Console.printable).joined(separator: ", ")
    let isAlone = pictures.count == 1 && !files.isEmpty
    try Console.output(isAlone || isVerbose ? "\(line)\n  → \(files)" : line)
    if isVerbose, let detail = published.report.detail { try Console.output("  " + detail) }
  }

  private func warn(_ warnings: some Sequence<String>, about photo: Photo) {
    warnings.forEach { Console.warning("\(photo.picture.displayName): \($0)") }
  }
}
