import Explaining
import Foundation
import Inputs
import Rendering

/// Writes the files of explanations, and tells about each when its files are there.
struct Publisher: Sendable {
  let explainer: Explainer
  let output: OutputOptions
  let plan: OutputPlan
  /// How the files look; set anew when maps are to share a scale.
  var renderer: ProductRenderer
  /// All sources of this run.
  let sources: [InputSource]
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
  /// The record of the run; nil where there is none.
  let records: RunJournal?
  /// Collects rows or texts; empty for what is neither.
  let collector = FeatureCollector()
  /// What is to be told of the sample that is being published.
  private let pending = PendingSample()
  /// Warnings of rows and texts that were told already.
  private let told = RepeatedWarnings()

  /// Rows or texts that are shown one by one in the terminal; of more only a line is told of each.
  private static let mostShown = 10

  /// Tells what was found wrong with a sample while it was read.
  func warn(about sample: Sample) {
    if !isQuiet { warn(sample.warnings, about: sample.source) }
  }

  /// Draws, encodes and writes the files of an explanation, which appear with those of the other targets
  /// of its sample; what there is to tell of it is told then.
  func publish(_ explanation: Explanation, _ verdict: BatchTally.Verdict) throws {
    let rendering = Stopwatch()
    var stages = explanation.stages
    let name = OutputName(source: explanation.sample.source, target: explanation.quantity)
    let isDrawn = renderer.products.contains(where: \.isDrawn)
    let drawing = isDrawn ? stages.measure(.draw) { renderer.drawing(explanation) } : nil
    let written = try write(explanation, drawing, as: name, &stages)
    let report = Report(explanation, explainer: explainer)
    let published = PublishedReport(
      report, display: drawing.map { MapDisplay($0, look: renderer.look) },
      outputs: written, loadSeconds: loadSeconds,
      renderSeconds: rendering.seconds)
    if renderer.products.contains(.json) {
      let text = Array(try JSONText.document(published).utf8)
      try stages.measure(.write) {
        try plan.stage(ProductFile(suffix: Product.json.suffixes[0], bytes: text), as: name)
      }
    }
    if let drawing, renderer.products.contains(.html) {
      try writePage(explanation, published, drawing, as: name, &stages)
    }
    pending.add(
      records == nil ? nil : try JSONText.line(published), verdict,
      telling: try telling(published, on: explanation, drawing, stages))
  }

  /// Lets the files of a sample appear, all or none, enters it into the record of the run, and tells about
  /// it; `count` is called for each explanation when its files are there.
  func complete(_ source: InputSource, count: (BatchTally.Verdict) -> Void) throws {
    let sample = pending.take()
    try Interruption.holdingOff {
      let files = try plan.commit()
      try records?.add(
        source, files: files, explanations: sample.lines,
        pages: try index?.entries(of: source) ?? [], problems: sample.verdicts.compactMap(\.problem)
      )
    }
    for (tell, verdict) in zip(sample.tellings, sample.verdicts) {
      try tell()
      count(verdict)
    }
  }

  /// Takes back what was made of a sample that failed, and enters that into the record of the run.
  func abandon(_ source: InputSource, _ error: any Error) throws {
    plan.discard()
    _ = pending.take()
    index?.add(failureOf: source, error)
    try records?.add(failureOf: source, Failure(error))
  }

  /// Writes the pictures and arrays of an explanation, of several inputs those of each; returns their
  /// paths, and those of the report and the page, which are written last.
  private func write(
    _ explanation: Explanation, _ drawing: Drawing?, as name: OutputName,
    _ stages: inout StageSeconds
  ) throws -> [String] {
    var paths: [String] = []
    func write(_ explanation: Explanation, _ drawing: Drawing?, as name: OutputName) throws {
      for file in try renderer.render(explanation, drawing, &stages) {
        var name = name
        name.isOfAllTargets = file.isOfSample
        let bytes = try stages.measure(.encode) { try file.bytes }
        try stages.measure(.write) {
          try plan.stage(ProductFile(suffix: file.suffix, bytes: bytes), as: name)
        }
        paths.append(plan.path(name, file.suffix))
      }
    }
    if explanation.parts.isEmpty { try write(explanation, drawing, as: name) }
    let words = OutputName.words(of: explanation.parts.map(\.name))
    for (part, words) in zip(explanation.parts, words) {
      var name = name
      name.input = words
      try write(part.explanation, renderer.drawing(part.explanation), as: name)
    }
    let ofReport = renderer.products.filter { $0 == .json || $0 == .html && drawing != nil }
    return paths + ofReport.map { plan.path(name, $0.suffixes[0]) }
  }

  private func writePage(
    _ explanation: Explanation, _ published: PublishedReport, _ drawing: Drawing,
    as name: OutputName, _ stages: inout StageSeconds
  ) throws {
    guard let photo = explanation.photo else { return }
    let suffix = Product.html.suffixes[0]
    let path = plan.path(name, suffix)
    let page = stages.measure(.draw) {
      explanation.page(
        of: photo, published, drawing, look: renderer.look,
        command: command(for: explanation.sample.source.path), pagePath: path,
        indexPath: index == nil ? nil : plan.indexPath)
    }
    let bytes = try stages.measure(.encode) { Array(try page.html().utf8) }
    try stages.measure(.write) {
      try plan.stage(ProductFile(suffix: suffix, bytes: bytes), as: name)
    }
    try index?.add(
      try explanation.indexEntry(
        pagePath: RelativePath.path(to: path, from: plan.indexPath), photo.decoded.image, drawing,
        warningCount: published.report.warnings.count), of: explanation.sample.source)
  }

  private func command(for path: String) -> String {
    CommandText.text(pictures: sources.map(\.path), only: path)
  }

  /// Writes what there is one of for all explanations, or for all rows or texts of a file.
  func finish() throws {
    try publishIndex()
    told.repeated.forEach(Console.warning)
    for file in collector.files {
      let source = file[0].explanation.sample.source
      let name = OutputName(source: source, isOfFile: true)
      if renderer.products.contains(.csv) {
        let table = explainer.network.reader.kind == .table ? file.columnTable : file.tokenTable
        try write(Array(table.utf8), .csv, name)
      }
      if renderer.products.contains(.html) {
        let page = file.page(
          explainer, command: command(for: source.path),
          path: plan.path(name, Product.html.suffixes[0]))
        try write(Array(page.html().utf8), .html, name)
      }
      try summarize(file)
    }
    try records?.finish()
    if sources.count > 1, let summary = plan.written.summary(in: plan.folder) {
      try say("  → " + summary)
    }
  }

  private func write(_ bytes: [UInt8], _ product: Product, _ name: OutputName) throws {
    let suffix = product.suffixes[0]
    try plan.write(bytes, to: plan.path(name, suffix), kind: suffix)
    try tellFiles([plan.path(name, suffix)])
  }

  /// Tells which files were written.
  private func tellFiles(_ paths: [String]) throws {
    if plan.isStandardOutput { return }
    try say("  → " + paths.joined(separator: ", ") + plan.written.tell(paths))
  }

  /// Tells results: on standard output, unless a file goes there.
  private func say(_ line: String) throws {
    if isQuiet || output.json { return }
    if plan.isStandardOutput { return Console.note(line) }
    try Console.output(Console.printable(line))
  }

  /// Tells what the rows of a table say together.
  private func summarize(_ file: [CollectedExplanation]) throws {
    for summary in file.columnSummaries {
      try say("")
      try say(summary.title)
      let lines = summary.lines(
        width: TerminalSize.outputWidth, cutsNames: TerminalSize.limitsOutput,
        unicode: Console.hasUnicodeOutput, displayWidth: \.displayWidth)
      for line in lines { try say(line) }
    }
  }

  /// Writes the index page, if there is one.
  private func publishIndex() throws {
    guard let index else { return }
    let facts = [
      ("model", explainer.network.name), ("method", explainer.request.method),
      ("baselines", explainer.request.baselines.map(\.description).joined(separator: ", ")),
      ("score", explainer.score.rawValue),
    ]
    try plan.write(to: plan.indexPath, kind: plan.names.indexName) { write in
      try index.page(
        of: sources, facts: facts, command: CommandText.text(pictures: [], only: "")
      ) { try write(Array($0.utf8)) }
    }
  }

  /// Returns what tells about an explanation.
  private func telling(
    _ published: PublishedReport, on explanation: Explanation, _ drawing: Drawing?,
    _ stages: StageSeconds
  ) throws -> PendingSample.Telling {
    let report = published.report
    let picture =
      preview == nil
      ? nil : (drawing ?? renderer.drawing(explanation))?.picture(previewed)
    let source = explanation.sample.source
    let isShown = sources.count <= Self.mostShown && !plan.isStandardOutput
    let studied =
      (report.error?.lines ?? []) + (report.augmentations ?? []).map { "\($0.name): \($0.text)" }
    let lines =
      output.json || isQuiet || plan.isStandardOutput
      ? [] : (isShown ? explanation.terminalLines : []) + studied.map(Console.printable)
    let warnings = Array(report.warnings.dropFirst(report.toldWarningCount))
    let collected = CollectedExplanation(explanation, published)
    return {
      if let collected { collector.add(collected) }
      try tell(published, on: source, lines)
      tell(stages, of: source)
      if let preview, let picture { try preview.show(picture) }
      if !isQuiet { warn(warnings, about: source) }
    }
  }

  /// Tells how long the stages took, to those who asked for details.
  private func tell(_ stages: StageSeconds, of source: InputSource) {
    guard isVerbose && !isQuiet else { return }
    Console.note("\(source.displayName): \(stages.text)", of: source.displayName)
  }

  private func tell(
    _ published: PublishedReport, on source: InputSource, _ lines: [String]
  ) throws {
    if output.json { return try Console.output(try JSONText.line(published)) }
    if isQuiet { return }
    let columns = TerminalSize.limitsOutput ? TerminalSize.outputWidth : nil
    try say(
      ResultLine(sources.map(\.fileName), columns: columns).text(published.report, on: source))
    if !published.outputs.isEmpty && (sources.count == 1 || isVerbose) {
      try tellFiles(published.outputs)
    }
    if isVerbose, let detail = published.report.detail { try say("  " + detail) }
    for line in lines { try Console.output("  " + line) }
  }

  /// Tells warnings; of rows and texts of one file each once.
  private func warn(_ warnings: some Sequence<String>, about source: InputSource) {
    for warning in warnings
    where source.part == nil || told.isNew(warning, of: source.path) {
      Console.warning("\(source.displayName): \(warning)", of: source.displayName)
    }
  }
}
