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
      igtool explain photos/ -o report --save html
      igtool explain owl.jpg --style paper --polarity both
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
  @OptionGroup(title: "How maps look") var look: LookOptions
  @OptionGroup(title: "Preview") var preview: PreviewOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  func run() throws {
    let pictures = try InputPicture.find(images)
    let targets = try method.targets()
    let baselines = try method.baselines()
    let products = Products(products: self.products, look: look.look)
    let hasSeveralTargets = Explainer.areSeveral(targets)
    let hasIndex =
      products.products.contains(.html) && (pictures.count > 1 || hasSeveralTargets)
    var plan = try OutputPlan(
      folder: output.outputDir, noClobber: output.noClobber,
      suffixes: products.products.flatMap(\.suffixes), pictures: pictures,
      hasSeveralTargets: hasSeveralTargets, hasIndex: hasIndex,
      protecting: protectedFiles(baselines, targets))

    let loading = Stopwatch()
    let classifier = try network.load(isQuiet: running.quiet)
    try plan.protect(classifier.files)
    let explainer = try Explainer(
      classifier, method: method, targets: targets, baselines: baselines,
      running: running, decoding: self.pictures.decoding,
      recordsPath: products.products.contains(where: \.showsPath))
    let drawn = products.products + (preview.preview ? [preview.product] : [])
    if !explainer.hasPicture, let product = drawn.first(where: \.isDrawn) {
      throw Failure(
        .usage,
        "--layer \(explainer.layer ?? ""): without rows and columns there is no \(product.rawValue); "
          + "--save npy,json is possible")
    }
    running.detail(
      "\(classifier.name): \(classifier.summary.parameterCount) parameters, "
        + "\(running.threadCount) threads")

    let publisher = Publisher(
      explainer: explainer, output: output, plan: plan, products: products, pictures: pictures,
      isQuiet: running.quiet, isVerbose: running.verbose, preview: preview.open(),
      previewed: preview.product, loadSeconds: loading.seconds,
      index: hasIndex ? IndexCollector() : nil)
    try explain(pictures, with: explainer, publisher)
  }

  /// What is written.
  private var products: [Product] {
    output.save?.products ?? look.style?.products ?? Product.standard
  }

  /// Refuses products that the method cannot have, and pictures where no place is for them.
  func validate() throws {
    try preview.validate(beside: output, running)
    if products.contains(.strip), method.path != .straight || method.parameters.layer != nil {
      throw ValidationError(
        "--save strip: --method \(method.method.rawValue) takes no straight path to the photo here")
    }
  }

  /// Takes photos from their files to their outputs: reads the next one while one is explained, and
  /// writes the files of the one before.
  private func explain(
    _ pictures: [InputPicture], with explainer: Explainer, _ publisher: Publisher
  ) throws {
    let batch = Mutex(Batch(count: pictures.count, isQuiet: running.quiet))
    let held = Mutex([HeldExplanation]())
    let look = publisher.products.look
    let positions = Dictionary(
      pictures.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first }
    )
    let read: @Sendable (InputPicture) throws -> Photo = {
      [decoding = self.pictures.decoding, input = explainer.classifier.input] in
      try Photo($0, decoding: decoding, for: input)
    }
    let fail: @Sendable (InputPicture, any Error) throws -> Void = { picture, error in
      try batch.withLock { try $0.tell(error) }
      publisher.index?.add(failureOf: picture, error)
    }
    let publish: @Sendable (Publisher, Explanation) throws -> Void = {
      [limit = method.requireGap] publisher, explanation in
      try publisher.publish(explanation)
      batch.withLock {
        $0.count(explanation)
        $0.gate.check(explanation, limit: limit)
      }
    }
    let pipeline = Pipeline<InputPicture, Photo, Finding>(
      prepare: read,
      work: { photo, handOn in
        let position = positions[photo.picture].map { "picture \($0 + 1) of \(pictures.count)" }
        try explain(photo, pictures.count > 1 ? position : nil, with: explainer, handOn)
      },
      finish: { finding in
        switch finding {
        case .warnings(let photo): publisher.warn(about: photo)
        case .explanation(let explanation) where look.scale == .shared:
          held.withLock { $0.append(HeldExplanation(explanation, look: look)) }
        case .explanation(let explanation): try publish(publisher, explanation)
        }
      },
      fail: fail)
    try pipeline.run(pictures)
    try draw(held.withLock { $0 }, publisher, reading: read, publish: publish, fail: fail)
    try publisher.publishIndex()
    try batch.withLock { try $0.finish() }
  }

  /// Draws explanations that have waited for each other, with the largest of their scales.
  private func draw(
    _ held: [HeldExplanation], _ publisher: Publisher,
    reading read: @escaping @Sendable (InputPicture) throws -> Photo,
    publish: @escaping @Sendable (Publisher, Explanation) throws -> Void,
    fail: @escaping @Sendable (InputPicture, any Error) throws -> Void
  ) throws {
    guard let scale = held.map(\.scale).max() else { return }
    var publisher = publisher
    publisher.products.scale = scale
    let pipeline = Pipeline<HeldExplanation, Explanation, Explanation>(
      prepare: { try $0.explanation(reading: read) },
      work: { explanation, handOn in try handOn(explanation) },
      finish: { [publisher] in try publish(publisher, $0) },
      fail: { try fail($0.picture, $1) })
    try pipeline.run(held)
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
    let references = try InputPicture.find(method.parameters.reference).map(\.path)
    return baselines.compactMap(\.path) + targets.compactMap(\.path) + references
      + [network.labels].compactMap(\.self)
  }
}

extension Baseline {
  /// The file that the baseline is read from.
  var path: String? { if case .file(let path) = self { path } else { nil } }
}

extension Target {
  /// The file that the target is read from.
  var path: String? { if case .weights(let path) = self { path } else { nil } }
}
