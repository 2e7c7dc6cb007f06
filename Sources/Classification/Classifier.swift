import Engine
import Imaging
import Models
import ONNX
import Tensors

/// A network with the meaning of its input and output.
public struct Classifier: Sendable {
  /// Name by which it was found.
  public let name: String
  /// What it is fed.
  public let input: InputDescription
  /// Its classes.
  public let labels: ClassLabels
  /// Files that it is read from.
  public let files: [String]
  /// What the file says of itself.
  public let summary: NetworkSummary
  /// Things a user should know, one line each.
  public let warnings: [String]

  /// What was taken for granted, one line each; all of it is among the warnings too.
  public let assumed: [String]
  /// Name of the output that is explained.
  public let outputName: String

  let head: OutputHead
  let network: NetworkLayers
  /// What is prepared for one kind of score is there for the others.
  package let preparedWeights = PreparedWeights()

  /// Reads a network and works out what it is fed and what it answers.
  ///
  /// What `options` leaves open is taken from the manifest, then from the folder, then from the
  /// network itself.
  ///
  /// - Throws: `ClassificationError`: `.model`, `.network` or `.frozenGraph` for a file that cannot
  ///   be read; an input that is not one picture; an output that is unknown, not the obvious one or
  ///   no scores; labels in `options` that do not fit.
  public init(_ files: ModelFiles, options: Options = Options()) throws(ClassificationError) {
    let file = try NetworkFile(files)
    try self.init(files, imported: file.imported(options), options: options)
  }

  /// Works out what a network is fed and what it answers, the file having been imported.
  init(
    _ files: ModelFiles, imported: (model: ImportedModel, assumed: [String]), options: Options
  ) throws(ClassificationError) {
    let (model, notes) = imported
    guard model.inputs.count == 1, let value = model.inputs.first else {
      throw .severalInputs(file: files.path ?? files.name, names: model.inputs.map(\.name))
    }
    let hint = files.manifest?.output
    let output = try OutputChoice(of: model, name: options.output ?? hint?.name)
    let choice = try NameChoice(
      try OutputHead(model.graph, output: output.id, head: options.head, hint: hint),
      output: output.value, model: model, files: files, options: options)
    name = files.name
    self.files = files.relatedPaths
    input = InputDescription(value, file: files.path ?? files.name)
    head = choice.head
    labels = try ClassLabels(
      count: head.classCount, names: choice.names?.names, identifiers: choice.names?.identifiers,
      areNumbers: head.link == .number)
    outputName = output.value.name
    summary = NetworkSummary(model)
    network = NetworkLayers(model)
    assumed = notes + output.assumed + head.assumed
    warnings =
      assumed + head.warnings + choice.warnings
      + (files.folder?.warnings ?? [])
  }

  /// What a user says about a network, over what its manifest says.
  public struct Options: Sendable {
    /// Size of the network's input, for networks that leave it open.
    public var size: Size?
    /// Size of the network's input where nothing else says it, and where it comes from; asked at
    /// most once.
    public var openSize: (@Sendable () -> (size: Size, origin: String)?)?
    /// One name for each class.
    public var labels: ClassNames?
    /// Name of the output that is explained.
    public var output: String?
    /// What the output's numbers are.
    public var head: Head?

    /// Makes options that say nothing; set what is known.
    public init() {}
  }

  /// Whether the network has scores before a softmax or sigmoid.
  public var hasLogits: Bool { head.link == .softmax || head.link == .sigmoid }

  /// What makes the output's numbers mean something; nil where they are probabilities as they are.
  public var outputHead: Head? { head.head }

  /// Whether the network answers with numbers that are no probabilities.
  public var givesNumbers: Bool { head.link == .number }

  /// Whether the network's probabilities are those of one-of-n classes, and add up to 1.
  public var probabilitiesAddUp: Bool {
    head.link == .softmax || head.link == .none || head.isPair
  }

  /// Returns the kind of score that is explained when a user asks for `kind`, or for none in
  /// particular.
  ///
  /// - Throws: `ClassificationError.scoreOfNumber` for probabilities of a network that answers with
  ///   numbers, `.noSuchScore` for the reverse.
  public func scoreKind(
    _ kind: ScoreKind?, preferringLogits prefersLogits: Bool = false
  ) throws(ClassificationError) -> ScoreKind {
    guard givesNumbers else {
      if kind == .number { throw .noSuchScore(.number) }
      return kind ?? (prefersLogits && hasLogits ? .logit : .probability)
    }
    if let kind, kind == .probability || kind == .logProbability { throw .scoreOfNumber(kind) }
    return .number
  }

  /// Prepares the network for scores of one kind. With a rule for rectifiers, what comes back as a
  /// gradient is what the rule makes of it.
  ///
  /// - Throws: `ClassificationError.noSuchScore` or `.scoreOfNumber` for a kind that the network
  ///   does not have, `.graph` where there is not enough memory.
  public func scorer(
    _ kind: ScoreKind, rectifiers rule: Rectifiers? = nil, threads: Int,
    engine: EngineOptions = EngineOptions()
  ) throws(ClassificationError) -> ClassScorer {
    let graph = try head.scored(as: kind).withRectifiers(rule)
    do {
      let session = try GradientSession(
        graph, threads: threads, memoryPerWorker: engine.memoryPerWorker,
        options: engine.kernels(preparedWeights))
      return ClassScorer(kind: kind, session: session) { [head] scores in
        head.probabilities(from: scores, kind: kind)
      }
    } catch {
      throw .graph(error)
    }
  }

  /// Prepares the network for probabilities (or numbers) alone, without gradients.
  ///
  /// - Throws: `ClassificationError.graph` where there is not enough memory.
  public func recognizer(
    engine: EngineOptions = EngineOptions()
  ) throws(ClassificationError) -> Recognizer {
    let graph = try head.scored(as: givesNumbers ? .number : .probability)
    do {
      return Recognizer(
        session: try ForwardSession(graph, options: engine.kernels(preparedWeights)))
    } catch {
      throw .graph(error)
    }
  }
}

/// A network that is ready to say what it sees.
public struct Recognizer: Sendable {
  fileprivate let session: ForwardSession

  /// Returns the probabilities of all classes for what a network is fed.
  ///
  /// - Throws: `ClassificationError.graph` for an array of another shape than the input.
  public func probabilities(of input: Tensor) throws(ClassificationError) -> [Double] {
    do {
      let batch = input.reshaped(to: Shape([1] + input.shape.dimensions))
      return try session.outputs(for: [batch])[0].values.map(Double.init)
    } catch {
      throw .graph(error)
    }
  }
}

/// What the engine behind a network may do.
public struct EngineOptions: Hashable, Sendable {
  /// Whether convolutions are computed by their definition.
  public var usesDirectConvolution = false
  /// Whether matrix products are left to BLAS even where there are faster ones.
  public var usesBLAS = false
  /// Number of threads that prepare a network; nil for as many as there are cores.
  public var threads: Int?
  /// Most bytes of path points that each worker thread holds, if it can do with them.
  public var memoryPerWorker: Int?

  /// Makes options that allow everything.
  public init() {}

  /// The same for the kernels of a network whose prepared weights are kept.
  func kernels(_ weights: PreparedWeights) -> KernelOptions {
    var options = KernelOptions()
    options.usesDirectConvolution = usesDirectConvolution
    options.usesBLAS = usesBLAS
    options.preparedWeights = weights
    if let threads { options.threads = threads }
    return options
  }
}

extension InputDescription {
  /// What a file says of an input.
  fileprivate init(_ value: ModelValue, file: String) {
    self.init(
      file: file, name: value.name, shape: value.shape, isPicture: value.imageLayout != nil,
      isInteger: value.type.isInteger,
      declared: value.dimensions.map(\.description).joined(separator: "×"))
  }
}

extension NetworkFile {
  /// Size of pictures where a file leaves it open and nothing says it.
  private static let openSize = Size(width: 224, height: 224)

  /// Returns the network, with a size of pictures where the file leaves it open, and what was taken
  /// for granted.
  func imported(
    _ options: Classifier.Options
  ) throws(ClassificationError) -> (model: ImportedModel, assumed: [String]) {
    var reading = ImportOptions()
    reading.outputs = (options.output ?? files.manifest?.output?.name).map { [$0] }
    let size = options.size ?? files.manifest?.input.size
    reading.imageSize = size.map { ($0.height, $0.width) }
    do {
      return (try imported(reading), [])
    } catch {
      guard size == nil, case .network(file: _, .openSize) = error else { throw error }
      let told = files.folder?.input?.size
      let open = told == nil ? options.openSize?() : nil
      let size = told ?? open?.size ?? Self.openSize
      reading.imageSize = (size.height, size.width)
      let model = try imported(reading)
      if told != nil { return (model, []) }
      return (
        model,
        [
          "the network leaves height and width open: they are taken to be "
            + "\(size.height)x\(size.width)\(open.map { ", " + $0.origin } ?? ""); say --size if "
            + "they are not"
        ]
      )
    }
  }
}

extension Manifest.Input {
  /// The size, where both sides are known.
  fileprivate var size: Size? {
    width.flatMap { width in height.map { Size(width: width, height: $0) } }
  }
}
