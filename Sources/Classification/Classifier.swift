import Engine
import Imaging
import Models
import ONNX
import Tensors

/// A network with the meaning of its input and output.
public struct Classifier: Sendable {
  /// Name by which it was found.
  public let name: String
  /// What points are made of: inputs that can vary, or tokens.
  public let inputs: [InputDescription]
  /// What else it is fed, which is the same at all points; of tokens all inputs, in the order of the
  /// file.
  public let heldInputs: [InputDescription]
  /// What its tokens are looked up as, if it reads tokens: points are made of that.
  public let embedding: TokenEmbedding?
  /// The first of `inputs`; nearly always there is no other.
  public var input: InputDescription { inputs[0] }
  /// Shape of a point: that of the one input, or all inputs' numbers in one row.
  public let pointShape: Shape
  /// Its classes.
  public let labels: ClassLabels
  /// Files that it is read from.
  public let files: [String]
  /// What the file says of itself.
  public let summary: NetworkSummary
  /// Multiplications with weights that one sample takes.
  public let multiplications: Int
  /// Things a user should know, one line each.
  public let warnings: [String]

  /// What was taken for granted, one line each; all of it is among the warnings too.
  public let assumed: [String]
  /// Name of the output that is explained.
  public let outputName: String

  /// What it is fed, as the file has it, by name.
  private let values: [String: ModelValue]
  /// How many rows the tables have that inputs of whole numbers are looked up in.
  private let tableRows: [String: Int]
  private(set) var head: OutputHead
  let network: NetworkLayers
  /// What is prepared for one kind of score is there for the others.
  package var preparedWeights = PreparedWeights()
  /// The same network for texts of other lengths; nil for one that reads no texts, or texts of one
  /// length alone.
  var family: LengthFamily?

  /// Reads a network and works out what it is fed and what it answers.
  ///
  /// What `options` leaves open is taken from the manifest, then from the folder, then from the
  /// network itself.
  ///
  /// - Throws: `ClassificationError`: `.model`, `.network` or `.frozenGraph` for a file that cannot
  ///   be read; inputs of which none can vary; an output that is unknown, not the obvious one or
  ///   no scores; labels in `options` that do not fit.
  public init(_ files: ModelFiles, options: Options = Options()) throws(ClassificationError) {
    let file = try NetworkFile(files)
    try self.init(file, imported: file.imported(options), options: options)
  }

  /// Returns the network for texts of so many tokens; itself where its file fixes their number.
  ///
  /// - Throws: `ClassificationError.network` where its file cannot be read for that length.
  public func fitted(toTokens count: Int) throws(ClassificationError) -> Classifier {
    guard let family, tokenCount != count else { return self }
    return try family.network(tokens: count, like: self)
  }

  /// How many tokens the network reads at a time, if it reads tokens.
  public var tokenCount: Int? { embedding.map { pointShape.count / $0.width } }

  /// How many tokens every text has; nil where the network reads no tokens, or any number of them.
  public var fixedTokenCount: Int? { family == nil ? tokenCount : nil }

  /// Works out what a network is fed and what it answers, the file having been imported.
  init(
    _ file: NetworkFile, imported: (model: ImportedModel, assumed: [String]), options: Options
  ) throws(ClassificationError) {
    let (model, notes) = imported
    let files = file.files
    let entrance = try NetworkEntrance(
      model, file: files.path ?? files.name, fixed: options.held, tokens: options.tokens)
    let hint = files.manifest?.output
    let output = try OutputChoice(of: model, name: options.output ?? hint?.name)
    let choice = try NameChoice(
      try OutputHead(entrance.graph, output: output.id, head: options.head, hint: hint),
      output: output.value, model: model, files: files, options: options)
    name = files.name
    self.files = files.relatedPaths
    values = Dictionary(uniqueKeysWithValues: model.inputs.map { ($0.name, $0) })
    tableRows = model.tableRows
    (inputs, heldInputs) = (entrance.varying, entrance.held)
    (embedding, pointShape) = (entrance.embedding, entrance.pointShape)
    head = choice.head
    labels = try ClassLabels(
      count: head.classCount, names: choice.names?.names, identifiers: choice.names?.identifiers,
      areNumbers: head.link == .number)
    outputName = output.value.name
    summary = NetworkSummary(model)
    multiplications = entrance.graph.multiplications
    family =
      entrance.embedding.map { file.leavesLengthOpen(of: $0.input) } == true
      ? LengthFamily(file, options) : nil
    network = NetworkLayers(model, in: entrance.graph)
    assumed = notes + output.assumed + head.assumed
    warnings =
      assumed + entrance.warnings + model.rowWarnings(output: output.value.name)
      + head.warnings + choice.warnings
      + (files.folder?.warnings ?? [])
  }

  /// The names of all that the network's file reads, in order.
  public var inputNames: [String] { values.keys.sorted() }

  /// How many layers that have learned something its scores depend on.
  public var learnedLayerCount: Int { head.learnedLayerCount }

  /// Returns the network with other weights in its last `count` layers; what its inputs are looked up
  /// as stays.
  public func withWeights(
    ofLast count: Int, changedBy change: @escaping WeightChange
  ) -> Classifier {
    var changed = self
    changed.head = head.withWeights(ofLast: count, changedBy: change)
    changed.preparedWeights = PreparedWeights()
    changed.family = family?.changed { $0.withWeights(ofLast: count, changedBy: change) }
    return changed
  }

  /// Returns the examples of an array for the input of a name, each in the order in which the network
  /// takes it: one, with or without the batch of one, or as many as the first axis has where the
  /// network's batch is one. The array is in the order of axes of the file.
  ///
  /// - Throws: `ClassificationError.wrongArray` for another shape, `.wrongNumbers` for numbers that the
  ///   input does not take.
  public func examples(
    _ array: NumPyArray, for input: String, file: String
  ) throws(ClassificationError) -> [Tensor] {
    guard let value = values[input] else { return [array.tensor] }
    try value.check(numbersOf: array, rows: tableRows[input])
    let (extents, all) = (array.tensor.shape.dimensions, array.tensor.values)
    if extents == value.extents || [1] + extents == value.extents {
      return [value.toStorage(array.tensor)]
    }
    guard let count = extents.first, count > 1, [1] + extents.dropFirst() == value.extents else {
      throw .wrongArray(
        input: value.name,
        expected: value.dimensions.map(\.description).joined(separator: "×"),
        found: "\(array.tensor.shape) in \(file)")
    }
    let length = all.count / count
    return (0..<count).map { place in
      let numbers = Array(all[place * length..<(place + 1) * length])
      return value.toStorage(Tensor(Shape(value.extents), numbers))
    }
  }

  /// Returns an array over the input of a name in the order of axes of the file.
  public func inFileOrder(_ array: Tensor, of input: String) -> Tensor {
    values[input]?.toFile(array) ?? array
  }

  /// What a user says about a network, over what its manifest says.
  public struct Options: Sendable {
    /// Size of the network's input, for networks that leave it open.
    public var size: Size?
    /// Size of the network's input where nothing else says it, and where it comes from; asked at
    /// most once.
    public var openSize: (@Sendable () -> (size: Size, origin: String)?)?
    /// Extents of the array that an input of a name is fed with, where its file leaves them open.
    public var openExtents: (@Sendable (_ input: String) -> [Int]?)?
    /// One name for each class.
    public var labels: ClassNames?
    /// Name of the output that is explained.
    public var output: String?
    /// What the output's numbers are.
    public var head: Head?
    /// Names of inputs that are held although they could vary.
    public var held: Set<String> = []
    /// Name of the input that holds tokens.
    public var tokens: String?
    /// How many tokens a text has, for networks that leave it open.
    public var tokenCount = standardTokenCount

    /// Tokens of a text until a text is there.
    public static let standardTokenCount = 16

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
        graph, pointsAt: 0, gradientsAt: 0, threads: threads,
        memoryPerWorker: engine.memoryPerWorker, options: engine.kernels(preparedWeights))
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

/// Makes other weights of an array of them, as many numbers. It is told which array it is given, from the
/// outputs down: the same ones however many layers are changed.
public typealias WeightChange = @Sendable (_ array: Int, _ numbers: [Float]) -> [Float]

/// A network that is ready to say what it sees.
public struct Recognizer: Sendable {
  fileprivate let session: ForwardSession

  /// Returns the probabilities of all classes for what a network is fed.
  ///
  /// - Parameters:
  ///   - point: what varies.
  ///   - held: the arrays of the inputs that are held.
  /// - Throws: `ClassificationError.graph` for an array of another shape than its input.
  public func probabilities(
    of point: Tensor, holding held: [Tensor] = []
  ) throws(ClassificationError) -> [Double] {
    do {
      let batch = ([point] + held).map { $0.reshaped(to: Shape([1] + $0.shape.dimensions)) }
      return try session.outputs(for: batch)[0].values.map(Double.init)
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
  /// Most bytes that the network may take; nil for three quarters of the machine's.
  public var memoryLimit: Int?
  /// Most multiplications of one evaluation of the network; nil for 10¹³.
  public var workLimit: Int?

  /// Makes options that allow everything.
  public init() {}

  /// The same for the kernels of a network whose prepared weights are kept.
  func kernels(_ weights: PreparedWeights? = nil) -> KernelOptions {
    var options = KernelOptions()
    options.usesDirectConvolution = usesDirectConvolution
    options.usesBLAS = usesBLAS
    options.preparedWeights = weights
    if let threads { options.threads = threads }
    if let memoryLimit { options.limits.memory = memoryLimit }
    if let workLimit { options.limits.steps = workLimit }
    return options
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
    reading.extents = tokenExtents(count: options.tokenCount)
    do {
      return (try imported(reading, fillingBy: options.openExtents), [])
    } catch {
      guard size == nil, case .network(file: _, .openSize) = error else { throw error }
      let told = files.folder?.input?.size
      let open = told == nil ? options.openSize?() : nil
      let size = told ?? open?.size ?? Self.openSize
      reading.imageSize = (size.height, size.width)
      if told != nil { return (try imported(reading), []) }
      let assumed =
        "the network leaves height and width open: they are taken to be "
        + "\(size.height)x\(size.width)\(open.map { ", " + $0.origin } ?? ""); say --size if "
        + "they are not"
      return (try imported(reading, assuming: assumed), [assumed])
    }
  }

  /// Returns the network; extents that are open are those of one example of the arrays that it is fed
  /// with, which have all examples, or are one of them without the batch.
  private func imported(
    _ options: ImportOptions, fillingBy arrays: ((String) -> [Int]?)?
  ) throws(ClassificationError) -> ImportedModel {
    do {
      return try imported(options)
    } catch {
      guard case .network(_, let problem) = error, let open = problem.openInput,
        options.extents[open.name] == nil, let array = arrays?(open.name),
        let batch = open.dimensions.first,
        (open.dimensions.count - 1...open.dimensions.count).contains(array.count)
      else { throw error }
      var options = options
      options.extents[open.name] =
        [batch.extent ?? 1] + array.suffix(open.dimensions.count - 1)
      return try imported(options, fillingBy: arrays)
    }
  }

  /// Returns the network; what stands in its way may be due to what is assumed, which is then told.
  private func imported(
    _ options: ImportOptions, assuming assumed: String
  ) throws(ClassificationError) -> ImportedModel {
    do {
      return try imported(options)
    } catch {
      guard case .network(let file, let problem) = error else { throw error }
      throw .network(file: file, problem.with(note: assumed))
    }
  }
}

extension NetworkFile {
  /// Whether the file leaves open how many tokens an input has.
  fileprivate func leavesLengthOpen(of input: String) -> Bool {
    description.inputs.contains { $0.name == input && $0.isOpenRowOfTokens }
  }

  /// Extents of the inputs of tokens: whole numbers in a row of an open length.
  fileprivate func tokenExtents(count: Int) -> [String: [Int]] {
    var extents: [String: [Int]] = [:]
    for input in description.inputs where input.isOpenRowOfTokens {
      extents[input.name] = input.dimensions.count == 1 ? [count] : [1, count]
    }
    return extents
  }
}

extension ModelDescription.Declared {
  /// Whether the input is whole numbers, one row for each example, of an open length.
  fileprivate var isOpenRowOfTokens: Bool {
    guard let type, type == .int64 || type == .int32, let last = dimensions.last else {
      return false
    }
    return last.extent == nil
      && (dimensions.count == 1
        || dimensions.count == 2 && (dimensions[0].extent ?? 1) == 1)
  }
}

extension Manifest.Input {
  /// The size, where both sides are known.
  fileprivate var size: Size? {
    width.flatMap { width in height.map { Size(width: width, height: $0) } }
  }
}
