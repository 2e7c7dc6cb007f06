import ArgumentParser
import Classification
import Explaining
import Foundation
import Imaging
import Inputs

/// `igtool explain`: from pictures, rows and texts to maps, bars, marked words and numbers.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which parts of the input made the network say that.",
    discussion: """
      igtool explain photo.jpg
      igtool explain photo.jpg --steps 50 --baseline black --model googlenet
      igtool explain photos/ -o maps --save mask,overlay,npy,json
      igtool explain -r classes/ -o maps --name '{stem}.{target}.{product}'
      igtool explain photo.jpg --save mask -o - > mask.png
      igtool explain photos/ -o report --save html
      igtool explain -r photos/ -o maps --resume
      find photos -name '*.jpg' -print0 | igtool explain --from-file - -o maps --shard 1/4
      igtool explain owl.jpg --style paper --polarity both
      igtool explain owl.jpg --target "great grey owl" --contrast castle
      igtool explain owl.jpg --explain-error "great grey owl"
      igtool explain owl.jpg --augment rot90,flip,zoom:1.5
      igtool explain cat.png --baseline black --baseline white --score logit
      igtool explain owl.jpg --method guided-ig
      igtool explain owl.jpg --method grad-cam --save overlay
      igtool explain owl.jpg --method gradient --smooth sg:25:0.15
      igtool explain owl.jpg --preview
      igtool explain castle.jpg --like owl.json
      cat photo.jpg | igtool explain - --json
      igtool explain rows.csv --model iris --rows 3,7-9 --baseline mean
      igtool explain --text "The walk was quite great." --model mood
      igtool explain --input picture=photo.jpg --input facts=facts.csv --model both.onnx

      Writes photo.mask.png, photo.overlay.png, … for photo.jpg; of several targets \
      photo.TARGET.mask.png, of another method than ig photo.METHOD.mask.png. Inputs of several \
      folders keep these below the output folder. What is no picture is shown in the terminal; --save \
      writes it.
      """)

  @OptionGroup(title: "Input") var inputs: InputArguments
  @OptionGroup(title: "What is explained, and how") var method: MethodOptions
  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Many inputs") var batch: BatchOptions
  @OptionGroup(title: "How maps look") var maps: LookOptions
  @OptionGroup(title: "How maps look") var frame: FrameOptions
  @OptionGroup(title: "Preview") var preview: PreviewOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "Settings of single methods") var parameters: MethodParameters
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "Reading rows and texts") var rows: RowOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  func run() throws {
    let request = try request()
    let samples = try inputs.request(
      for: request.network, writingTo: output.folder, isQuiet: running.quiet)
    let references = try InputSearch().find(request.settings.texts(.references)).sources
    let read =
      request.files + references.map(\.path) + [method.like].compactMap(\.self)
      + samples.named.map(\.path)
    try OutputPlan.check(
      samples.sources, output.folder,
      OutputNames(output.name, for: request, model: request.network.model))
    let loading = Stopwatch()
    let network = try self.network.load(
      request.network, isQuiet: running.quiet,
      for: samples,
      decoding: request.reading.decoding)
    let products = try products(for: kinds(of: network, samples, request), request)
    let queue = try network.reader.queue(samples, request.reading)
    let crew = try crew(
      for: queue, of: network, request, references: references,
      recordsPath: products.contains(where: \.showsPath) && network.reader.kind == .picture)
    let explainer = crew.first
    let plan = try plan(
      queue.sources, products, explainer, protecting: read + network.classifier.files)
    try check(explainer, products, loadSeconds: loading.seconds)
    if !running.quiet { queue.warnings.forEach(Console.warning) }
    let work = try Workload(queue, plan, batch) {
      try RunKey(
        explainer.request, files: read + network.classifier.files, products: products,
        look: look, names: plan.names, gapLimit: method.requireGap)
    }
    let publisher = Publisher(
      explainer: explainer, output: output, plan: plan,
      renderer: ProductRenderer(products: products, look: look), sources: work.sources,
      isQuiet: running.quiet, isVerbose: running.verbose, preview: preview.open(),
      previewed: preview.product, loadSeconds: loading.seconds,
      index: try plan.hasIndex ? work.index(in: plan.folder) : nil, records: work.records)
    let tally = work.tally(
      of: network.reader.kind.samples, gapLimit: method.requireGap, batch, isQuiet: running.quiet)
    try ExplanationRun(work.queue, crew, publisher, tally, isQuiet: running.quiet).run()
  }

  /// How maps and their pictures look.
  private var look: Look {
    var look = maps.look
    frame.write(to: &look)
    return look
  }

  /// Who explains the samples.
  private func crew(
    for queue: SampleQueue, of network: ExplainableNetwork, _ request: Request,
    references: [InputSource], recordsPath: Bool
  ) throws -> ExplainerCrew {
    let all = computing.running(request.network, threads: running.threadCount)
    return try ExplainerCrew(for: queue, of: network, running: all) {
      try Explainer(
        request, of: network, running: $0, references: references, recordsPath: recordsPath)
    }
  }

  /// Which files are written, none of which may replace what is read.
  private func plan(
    _ sources: [InputSource], _ products: [Product], _ explainer: Explainer,
    protecting read: [String]
  ) throws -> OutputPlan {
    let request = explainer.request
    let kind = explainer.network.reader.kind
    if output.folder.place.isStandardOutput {
      let one = "-o - writes one file to standard output, and there is one for each"
      if kind == .several && products != [.json] {
        throw Failure(.usage, "\(one) of several inputs")
      }
      if request.hasSeveralTargets && !products.allSatisfy(\.isOfSample) {
        throw Failure(.usage, "\(one) of several targets")
      }
    }
    return try OutputPlan(
      output.folder, products: products,
      names: OutputNames(output.name, for: request, model: explainer.network.name),
      sources: sources, parts: explainer.layer == nil ? explainer.network.reader.parts : [],
      hasIndex: hasIndex(sources, products, request), protecting: read)
  }

  /// Whether pages of several pictures are listed.
  private func hasIndex(
    _ sources: [InputSource], _ products: [Product], _ request: Request
  ) -> Bool {
    products.contains(.html) && batch.shard == nil && sources.allSatisfy { $0.part == nil }
      && (sources.count > 1 || request.hasSeveralTargets)
  }

  /// What is asked: what the options say, over the earlier explanation if there is one, over defaults.
  fileprivate func request() throws -> Request {
    var draft =
      try method.like.map { RequestDraft(try Request(fromReport: $0)) }
      ?? RequestDraft(network: NetworkRequest(model: ModelOptions.standardModel))
    network.write(to: &draft.network)
    meaning.write(to: &draft.network)
    computing.write(to: &draft.network)
    pictures.write(to: &draft.reading)
    rows.write(to: &draft.reading)
    try method.write(to: &draft)
    parameters.write(to: &draft)
    return try Request(draft)
  }

  /// Refuses targets whose files would have one name, and pictures of what has no places; tells what
  /// there is to tell of the network.
  private func check(
    _ explainer: Explainer, _ products: [Product], loadSeconds: Double
  ) throws {
    try OutputName.refuseSameNames(explainer.fixedQuantities)
    if !running.quiet { explainer.warnings.forEach(Console.warning) }
    let drawn = products + (preview.preview ? [preview.product] : [])
    if explainer.network.reader.kind == .picture, !explainer.hasPicture,
      let product = drawn.first(where: \.isDrawn)
    {
      throw Failure(
        .usage,
        "--layer \(explainer.layer ?? ""): without rows and columns there is no \(product.rawValue); "
          + "--save npy,json is possible")
    }
    let classifier = explainer.network.classifier
    running.detail(
      "\(classifier.name): \(classifier.summary.parameterCount) parameters, "
        + "\(running.threadCount) threads, loaded in \(String(format: "%.3f s", loadSeconds))")
  }

  /// What is shown of samples: rows that are given as arrays, and what a layer is made of where that is no
  /// picture, are numbers alone.
  private func kinds(
    of network: ExplainableNetwork, _ samples: SampleRequest, _ request: Request
  ) -> [SampleKind] {
    let kinds = network.reader.kinds
    let ofLayer = request.layer != nil || request.entry.need != nil
    let areArrays = samples.sources.contains { ArrayFile.isArray($0.path) }
    return kinds.map { kind in
      (ofLayer && kinds != [.picture]) || (areArrays && kind == .table) ? .array : kind
    }
  }

  /// What shows what is asked beside the map of the input; nil where nothing is.
  private func studied(_ kinds: [SampleKind], _ request: Request) -> [Product]? {
    let products: [Product] =
      (request.asksForError ? [.error] : []) + (request.augmentations == nil ? [] : [.augment])
    return products.isEmpty || kinds != [.picture] ? nil : products
  }

  /// What is written: refuses what there is not of samples that are shown so, and pictures of a path that
  /// the method does not take.
  private func products(for kinds: [SampleKind], _ request: Request) throws -> [Product] {
    let products =
      output.save?.products ?? (kinds == [.picture] ? maps.style?.products : nil)
      ?? studied(kinds, request) ?? Product.standard(for: kinds)
    let possible = Product.possible(for: kinds)
    let read = Set(kinds.map(\.samples)).sorted().joined(separator: " and ")
    if let product = products.first(where: { !possible.contains($0) }) {
      throw Failure(
        .usage,
        "--save \(product.rawValue): attributions are those of \(read); expected some of "
          + possible.map(\.rawValue).joined(separator: ", "))
    }
    if products.contains(.augment) && request.augmentations == nil {
      throw Failure(.usage, "--save augment shows what --augment finds; name some changes")
    }
    if products.contains(.error) && !request.asksForError {
      throw Failure(.usage, "--save error shows what --explain-error finds; give it the true class")
    }
    if preview.preview && kinds != [.picture] {
      throw Failure(.usage, "--preview draws pictures, and the network reads \(read)")
    }
    if let product = products.first(where: \.needsLine), !request.isAlongLine {
      throw Failure(
        .usage,
        "--save \(product.rawValue): --method \(request.method) takes no straight path to the photo here"
      )
    }
    return products
  }

  func validate() throws {
    try preview.validate(beside: output, running)
    if batch.resume && output.folder.noClobber {
      throw ValidationError("--resume replaces what is not complete, which --no-clobber forbids")
    }
    if look.scale == .shared && (batch.resume || batch.shard != nil) {
      throw ValidationError(
        "--scale shared takes one scale from all maps of a run, and so cannot be used with "
          + (batch.resume ? "--resume" : "--shard"))
    }
  }
}

/// What somebody asks who types arguments behind `igtool explain`, for those who explain in the same
/// process.
package struct ExplainArguments: Sendable {
  /// What is asked.
  package let request: Request
  /// What does not change results.
  package let running: Running
  /// What expected gradients draw from.
  package let references: [InputSource]

  /// Reads arguments.
  ///
  /// - Throws: what there is to say of those that make no sense.
  package init(_ arguments: [String]) throws {
    let command = try Explain.parse(arguments)
    request = try command.request()
    running = command.computing.running(
      request.network, threads: command.running.threadCount)
    references = try InputSearch().find(request.settings.texts(.references)).sources
  }
}
