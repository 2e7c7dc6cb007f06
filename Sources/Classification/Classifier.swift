import Engine
import Imaging
import ONNX
import Tensors

/// A network with the meaning of its input and output.
public struct Classifier: Sendable {
  /// Name by which it was found.
  public let name: String
  /// What it is fed.
  public let input: NetworkInput
  /// Its classes.
  public let labels: ClassLabels
  /// Files that it is read from.
  public let files: [String]
  /// What the file says of itself.
  public let summary: NetworkSummary
  /// Things a user should know, one line each.
  public let warnings: [String]

  let head: OutputHead
  let network: NetworkLayers

  /// Reads a network and works out what it is fed and what it answers.
  ///
  /// What `options` leaves open is taken from the manifest, then from the network itself.
  public init(_ files: ModelFiles, options: Options = Options()) throws(ClassificationError) {
    let hint = files.manifest?.input ?? Manifest.Input()
    let size =
      options.size
      ?? hint.width.flatMap { width in
        hint.height.map { Size(width: width, height: $0) }
      }
    let model = try ImportedModel(files, size: size)
    try self.init(files, model: model, hint: hint, options: options)
  }

  private init(
    _ files: ModelFiles, model: ImportedModel, hint: Manifest.Input, options: Options
  ) throws(ClassificationError) {
    guard model.graph.inputs.count == 1 else {
      throw .notAnImageInput(
        file: files.path ?? files.name, found: "\(model.graph.inputs.count) inputs")
    }
    let shape = model.graph[model.graph.inputs[0]].shape
    guard shape.rank == 3, shape[2] == 3 else {
      throw .notAnImageInput(
        file: files.path ?? files.name, found: "input \"\(model.inputs[0].name)\" of shape \(shape)"
      )
    }
    var warnings: [String] = []
    let preset = options.preprocessing ?? hint.preprocessing
    if preset == nil && options.mean == nil && options.std == nil && options.channelOrder == nil {
      warnings.append(
        "nothing says what \(files.path ?? files.name) reads: its input is taken to be RGB, 0 to "
          + "255; "
          + "say --preprocess, or --mean and --std, if it is not")
    }
    let base = preset ?? Preprocessing(.none)
    name = files.name
    self.files = files.relatedPaths
    input = NetworkInput(
      size: Size(width: shape[1], height: shape[0]),
      preprocessing: Preprocessing(
        mean: options.mean ?? base.mean, std: options.std ?? base.std,
        channelOrder: options.channelOrder ?? base.channelOrder),
      fit: options.fit ?? hint.fit ?? .pad, cropRatio: hint.cropRatio ?? 1)
    head = try OutputHead(model.graph, hint: files.manifest?.output)
    labels = try ClassLabels(count: head.classCount, names: options.labels ?? files.labels)
    summary = NetworkSummary(model)
    network = NetworkLayers(model)
    self.warnings = warnings
  }

  /// What a user says about a network, over what its manifest says.
  public struct Options: Sendable {
    /// Convention of pixels.
    public var preprocessing: Preprocessing?
    /// Subtracted from pixels, red, green, blue.
    public var mean: [Double]?
    /// What pixels are divided by, red, green, blue; never zero.
    public var std: [Double]?
    /// Order of the channels in the network's input.
    public var channelOrder: Preprocessing.ChannelOrder?
    /// Size of the network's input, for networks that leave it open.
    public var size: Size?
    /// How pictures are brought to that size.
    public var fit: Fit?
    /// One name for each class.
    public var labels: [String]?

    /// Makes options that say nothing; set what is known.
    public init() {}
  }

  /// Whether the network has scores before a softmax or sigmoid.
  public var hasLogits: Bool { head.link != .none }

  /// Prepares the network for scores of one kind. With a rule for rectifiers, what comes back as a
  /// gradient is what the rule makes of it.
  public func scorer(
    _ kind: ScoreKind, rectifiers rule: Rectifiers? = nil, threads: Int,
    engine: EngineOptions = EngineOptions()
  ) throws(ClassificationError) -> ClassScorer {
    let graph = try head.scored(as: kind).withRectifiers(rule)
    do {
      let session = try GradientSession(
        graph, threads: threads, memoryPerWorker: engine.memoryPerWorker, options: engine.kernels)
      return ClassScorer(kind: kind, session: session) { [head] scores in
        head.probabilities(from: scores, kind: kind)
      }
    } catch {
      throw .graph(error)
    }
  }

  /// Prepares the network for probabilities alone, without gradients.
  public func recognizer(
    engine: EngineOptions = EngineOptions()
  ) throws(ClassificationError) -> Recognizer {
    let graph = try head.scored(as: .probability)
    do {
      return Recognizer(session: try ForwardSession(graph, options: engine.kernels))
    } catch {
      throw .graph(error)
    }
  }
}

/// A network that is ready to say what it sees.
public struct Recognizer: Sendable {
  fileprivate let session: ForwardSession

  /// Returns the probabilities of all classes for a photo.
  public func probabilities(of photo: PreparedImage) throws(ClassificationError) -> [Double] {
    try probabilities(of: photo.tensor)
  }

  /// Returns the probabilities of all classes for what a network is fed.
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
  /// Most bytes of path points that each worker thread holds, if it can do with them.
  public var memoryPerWorker: Int?

  /// Makes options that allow everything.
  public init() {}

  var kernels: KernelOptions {
    var options = KernelOptions()
    options.usesDirectConvolution = usesDirectConvolution
    options.usesBLAS = usesBLAS
    return options
  }
}
