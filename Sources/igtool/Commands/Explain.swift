import ArgumentParser
import Classification
import Foundation
import Imaging
import Synchronization

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
      igtool explain owl.jpg --method guided-ig
      igtool explain owl.jpg --method grad-cam --save overlay
      igtool explain owl.jpg --method gradient --smooth sg:25:0.15
      igtool explain owl.jpg --preview
      cat photo.jpg | igtool explain - --json

      Writes photo.mask.png, photo.overlay.png, … for photo.jpg; of several targets, \
      photo.TARGET.mask.png, …
      """)

  @Argument(help: "Pictures (JPEG, PNG), folders of pictures, patterns, or - for standard input.")
  var images: [String]

  @OptionGroup(title: "What is explained, and how") var method: MethodOptions
  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Preview") var preview: PreviewOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  func validate() throws { try preview.validate(beside: output, running) }

  func run() throws {
    let pictures = try InputPicture.find(images)
    let targets = try method.targets()
    let baselines = try method.baselines()
    var plan = try OutputPlan(
      output, pictures: pictures, hasSeveralTargets: Explainer.areSeveral(targets),
      protecting: protectedFiles(baselines, targets))

    let loading = Stopwatch()
    let classifier = try network.load(isQuiet: running.quiet)
    try plan.protect(classifier.files)
    let explainer = try Explainer(
      classifier, method: method, targets: targets, baselines: baselines,
      running: running, decoding: self.pictures.decoding)
    let drawn = output.save.products + (preview.preview ? [preview.product] : [])
    if !explainer.hasPicture, let product = drawn.first(where: \.isPicture) {
      throw Failure(
        .usage,
        "--layer \(explainer.layer ?? ""): without rows and columns there is no \(product.rawValue); "
          + "--save npy,json is possible")
    }
    running.detail(
      "\(classifier.name): \(classifier.summary.parameterCount) parameters, "
        + "\(running.threadCount) threads")

    let publisher = Publisher(
      explainer: explainer, output: output, plan: plan, isQuiet: running.quiet,
      preview: preview.open(), previewed: preview.product,
      loadSeconds: loading.seconds)
    try explain(pictures, with: explainer, publisher)
  }

  /// Takes photos from their files to their outputs: reads the next one while one is explained, and
  /// writes the files of the one before.
  private func explain(
    _ pictures: [InputPicture], with explainer: Explainer, _ publisher: Publisher
  ) throws {
    let batch = Mutex(Batch(count: pictures.count, isQuiet: running.quiet))
    let pipeline = Pipeline<InputPicture, Photo, Finding>(
      prepare: { [decoding = self.pictures.decoding, input = explainer.classifier.input] in
        try Photo($0, decoding: decoding, for: input)
      },
      work: { photo, handOn in
        let index = pictures.firstIndex { $0.stem == photo.picture.stem } ?? 0
        let position = "picture \(index + 1) of \(pictures.count)"
        try explain(photo, pictures.count > 1 ? position : nil, with: explainer, handOn)
      },
      finish: { [limit = method.requireGap] finding in
        switch finding {
        case .warnings(let photo): publisher.warn(about: photo)
        case .explanation(let explanation):
          try publisher.publish(explanation)
          batch.withLock {
            $0.count(explanation)
            $0.gate.check(explanation, limit: limit)
          }
        }
      },
      fail: { _, error in try batch.withLock { try $0.tell(error) } })
    try pipeline.run(pictures)
    try batch.withLock { try $0.finish() }
  }

  /// What is to be told of a photo, in this order.
  private enum Finding {
    case warnings(Photo)
    case explanation(Explanation)
  }

  /// Explains every target of one photo.
  private func explain(
    _ photo: Photo, _ position: String?, with explainer: Explainer,
    _ handOn: (Finding) throws -> Void
  ) throws {
    if !photo.decoded.warnings.isEmpty { try handOn(.warnings(photo)) }
    let ranking = try explainer.classify(photo)
    let targets = try explainer.resolveTargets(ranking)
    for first in stride(from: 0, to: targets.count, by: Explainer.quantitiesAtATime) {
      let some = Array(targets[first...].prefix(Explainer.quantitiesAtATime))
      let bar = ProgressBar(
        photo.picture.displayName, position: position, unit: .evaluations, isQuiet: running.quiet)
      let explanations = try explainer.explain(photo, some, ranking: ranking) {
        bar.update($0, of: $1)
      }
      bar.finish()
      for explanation in explanations { try handOn(.explanation(explanation)) }
    }
  }

  /// Files that no output may replace, besides the pictures themselves.
  private func protectedFiles(_ baselines: [Baseline], _ targets: [Target]) throws -> [String] {
    let pictures = baselines.compactMap { baseline -> String? in
      if case .file(let path) = baseline { path } else { nil }
    }
    let weights = targets.compactMap { target -> String? in
      if case .weights(let path) = target { path } else { nil }
    }
    let references = try InputPicture.find(method.parameters.reference).map(\.path)
    return pictures + weights + references + [network.labels].compactMap(\.self)
  }
}
