import ArgumentParser
import Classification
import Explaining
import Foundation
import Imaging
import Inputs

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
      igtool explain castle.jpg --like owl.json
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

  @Option(
    help: ArgumentHelp(
      "Explain as an earlier explanation did, whose JSON this is; other options change it.",
      valueName: "file.json"))
  var like: String?

  func run() throws {
    let request = try request()
    let pictures = try InputPicture.find(images)
    let references = try InputPicture.find(request.settings.texts(.references))
    try refuseProducts(of: request)
    let renderer = ProductRenderer(products: products, look: look.look)
    let hasSeveralTargets = request.hasSeveralTargets
    let hasIndex = products.contains(.html) && (pictures.count > 1 || hasSeveralTargets)
    var plan = try OutputPlan(
      folder: output.outputDir, noClobber: output.noClobber,
      suffixes: products.flatMap(\.suffixes), pictures: pictures,
      hasSeveralTargets: hasSeveralTargets, hasIndex: hasIndex,
      protecting: request.files + references.map(\.path) + [like].compactMap(\.self))

    let loading = Stopwatch()
    let decoding = request.reading.decoding
    let network = try self.network.load(
      request.network, isQuiet: running.quiet, for: pictures, decoding: decoding)
    try plan.protect(network.classifier.files)
    let explainer = try Explainer(
      request, of: network, running: running.running(request.network), references: references,
      recordsPath: products.contains(where: \.showsPath))
    try check(explainer)
    let publisher = Publisher(
      explainer: explainer, output: output, plan: plan, renderer: renderer, pictures: pictures,
      isQuiet: running.quiet, isVerbose: running.verbose, preview: preview.open(),
      previewed: preview.product, loadSeconds: loading.seconds,
      index: hasIndex ? IndexCollector() : nil)
    let run = ExplanationRun(
      pictures, explainer, publisher, gapLimit: method.requireGap, isQuiet: running.quiet,
      read: { [reader = network.reader] in try Photo($0, decoding: decoding, for: reader) })
    try run.run()
  }

  /// What is asked: what the options say, over the earlier explanation if there is one, over defaults.
  private func request() throws -> Request {
    var draft =
      try like.map { RequestDraft(try Request(fromReport: $0)) }
      ?? RequestDraft(network: NetworkRequest(model: ModelOptions.standardModel))
    network.write(to: &draft.network)
    running.write(to: &draft.network)
    pictures.write(to: &draft.reading)
    try method.write(to: &draft)
    return try Request(draft)
  }

  /// Refuses targets whose files would have one name, and pictures of what has no places; tells what
  /// there is to tell of the network.
  private func check(_ explainer: Explainer) throws {
    try OutputName.refuseSameNames(explainer.fixedQuantities)
    if !running.quiet { explainer.warnings.forEach(Console.warning) }
    let drawn = products + (preview.preview ? [preview.product] : [])
    if !explainer.hasPicture, let product = drawn.first(where: \.isDrawn) {
      throw Failure(
        .usage,
        "--layer \(explainer.layer ?? ""): without rows and columns there is no \(product.rawValue); "
          + "--save npy,json is possible")
    }
    let classifier = explainer.network.classifier
    running.detail(
      "\(classifier.name): \(classifier.summary.parameterCount) parameters, "
        + "\(running.threadCount) threads")
  }

  /// What is written.
  private var products: [Product] {
    output.save?.products ?? look.style?.products ?? Product.standard
  }

  func validate() throws { try preview.validate(beside: output, running) }

  /// Refuses pictures of a path that the method does not take.
  private func refuseProducts(of request: Request) throws {
    if products.contains(.strip) && !request.isAlongLine {
      throw Failure(
        .usage,
        "--save strip: --method \(request.method) takes no straight path to the photo here")
    }
  }
}
