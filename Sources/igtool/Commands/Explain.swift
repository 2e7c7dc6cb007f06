import ArgumentParser
import Classification
import Foundation
import Imaging

/// `igtool explain`: from photos to masks, overlays and numbers.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which pixels made the network say that.",
    discussion: """
      igtool explain photo.jpg
      igtool explain photo.jpg --steps 50 --baseline black --model googlenet
      igtool explain photos/ -o maps --save mask,overlay,npy,json
      igtool explain owl.jpg --target "great grey owl" --contrast castle
      igtool explain cat.png --baseline black --baseline white --score logit
      cat photo.jpg | igtool explain - --json

      Writes photo.mask.png, photo.overlay.png, … for photo.jpg; of several targets, \
      photo.TARGET.mask.png, …
      """)

  @Argument(help: "Pictures (JPEG, PNG), folders of pictures, patterns, or - for standard input.")
  var images: [String]

  @OptionGroup(title: "What is explained, and how") var method: MethodOptions
  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  func run() throws {
    let pictures = try InputPicture.find(images)
    let targets = try method.targets()
    let baselines = try method.baselines()
    var plan = try OutputPlan(
      output, pictures: pictures, hasSeveralTargets: Explainer.areSeveral(targets),
      protecting: protectedFiles(baselines))

    let loading = Stopwatch()
    let classifier = try network.load(isQuiet: running.quiet)
    try plan.protect(classifier.files)
    let explainer = try Explainer(
      classifier, method: method, targets: targets, baselines: baselines,
      running: running, decoding: self.pictures.decoding)
    running.detail(
      "\(classifier.name): \(classifier.summary.parameterCount) parameters, "
        + "\(running.threadCount) threads")

    let loadSeconds = loading.seconds
    var batch = Batch(count: pictures.count)
    let outputs = plan
    for picture in pictures {
      try batch.attempt { gate in
        try explain(picture, with: explainer, plan: outputs, loadSeconds: loadSeconds, &gate)
      }
    }
    try batch.finish()
  }

  /// Takes one photo from its file to its outputs.
  private func explain(
    _ picture: InputPicture, with explainer: Explainer, plan: OutputPlan, loadSeconds: Double,
    _ gate: inout Gate
  ) throws {
    let decoded = try picture.decode(pictures.decoding)
    if !running.quiet {
      decoded.warnings.forEach { Console.warning("\(picture.displayName): \($0)") }
    }
    let photo = explainer.classifier.input.prepare(decoded.image)
    let ranking = try explainer.classify(photo)
    for target in try explainer.resolveTargets(ranking) {
      let bar = ProgressBar(picture.displayName, isQuiet: running.quiet)
      let explanation = try explainer.explain(photo, target: target, ranking: ranking) {
        bar.update($0, of: $1, "\($0) of \($1) evaluations")
      }
      bar.finish()
      let rendering = Stopwatch()
      let name = OutputName(
        stem: picture.stem, target: explainer.hasSeveralTargets ? target : nil)
      let products = try Products(output).render(explanation, photo: decoded.image)
      let paths = try plan.write(products, as: name)

      let report = Report(
        picture: picture, decoded: decoded, explanation: explanation, explainer: explainer,
        outputs: paths + plan.reportPaths(name),
        seconds: Report.Seconds(
          load: loadSeconds, attribute: explanation.seconds, render: rendering.seconds))
      try plan.write(report, as: name)
      try tell(report, picture: picture)
      gate.check(
        explanation.map, limit: method.requireGap, picture: picture.displayName, target: target)
    }
  }

  private func tell(_ report: Report, picture: InputPicture) throws {
    if output.json {
      try Console.output(try JSONText.line(report))
    } else if !running.quiet {
      try Console.output(report.summary)
    }
    if !running.quiet {
      report.warnings.dropFirst(report.decodingWarningCount).forEach {
        Console.warning("\(picture.displayName): \($0)")
      }
    }
  }

  /// Files that no output may replace, besides the pictures themselves.
  private func protectedFiles(_ baselines: [Baseline]) -> [String] {
    let pictures = baselines.compactMap { baseline -> String? in
      if case .file(let path) = baseline { path } else { nil }
    }
    return pictures + [network.labels].compactMap(\.self)
  }
}
