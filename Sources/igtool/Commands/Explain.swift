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
    let renderer = ProductRenderer(products: products, look: look.look)
    let hasSeveralTargets = Explainer.areSeveral(targets)
    let hasIndex =
      products.contains(.html) && (pictures.count > 1 || hasSeveralTargets)
    var plan = try OutputPlan(
      folder: output.outputDir, noClobber: output.noClobber,
      suffixes: products.flatMap(\.suffixes), pictures: pictures,
      hasSeveralTargets: hasSeveralTargets, hasIndex: hasIndex,
      protecting: protectedFiles(baselines, targets))

    let loading = Stopwatch()
    let classifier = try network.load(
      isQuiet: running.quiet, for: pictures, decoding: self.pictures.decoding)
    try plan.protect(classifier.files)
    let explainer = try Explainer(
      classifier, method: method, targets: targets, baselines: baselines,
      running: running, decoding: self.pictures.decoding,
      recordsPath: products.contains(where: \.showsPath))
    if !running.quiet { explainer.warnings.forEach(Console.warning) }
    let drawn = products + (preview.preview ? [preview.product] : [])
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
      explainer: explainer, output: output, plan: plan, renderer: renderer, pictures: pictures,
      isQuiet: running.quiet, isVerbose: running.verbose, preview: preview.open(),
      previewed: preview.product, loadSeconds: loading.seconds,
      index: hasIndex ? IndexCollector() : nil)
    let run = ExplanationRun(
      pictures, explainer, publisher, gapLimit: method.requireGap, isQuiet: running.quiet,
      read: { [decoding = self.pictures.decoding, input = classifier.input] in
        try Photo($0, decoding: decoding, for: input)
      })
    try run.run()
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
