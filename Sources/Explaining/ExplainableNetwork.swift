import Classification
import Imaging
import Inputs
import Models
import Tensors

/// A network with all that is known of its input and its output: what explanations are made with.
public struct ExplainableNetwork: Sendable {
  /// The network and the meaning of its output.
  public private(set) var classifier: Classifier
  /// How samples are read for it.
  public let reader: any SampleReader
  /// What was taken for granted, which nothing said, one line each.
  public let assumed: [String]
  /// Things a user should know, one line each; what was assumed among them.
  public let warnings: [String]

  /// Reads a network that is asked for.
  ///
  /// - Parameters:
  ///   - files: where it is.
  ///   - request: what is said of it.
  ///   - openSize: the size of its input where nothing else says it, and where that comes from.
  ///   - openExtents: the extents of the array that an input is fed with, where its file leaves them open.
  /// - Throws: `ClassificationError`, `ModelsError`, `InputsError`, `TextError` or `ExplainingError`: a
  ///   file that cannot be read or used, an output, head or labels that do not fit, an input that is
  ///   not what it is said to be.
  public init(
    _ files: ModelFiles, _ request: NetworkRequest,
    openSize: @escaping @Sendable () -> (size: Size, origin: String)? = { nil },
    openExtents: @escaping @Sendable (_ input: String) -> [Int]? = { _ in nil }
  ) throws {
    var options = try request.classifierOptions()
    (options.openSize, options.openExtents) = (openSize, openExtents)
    options.tokens = files.tokensInput?.name
    try self.init(
      files, classifier: try Classifier(files, options: options), pictures: request.pictureOptions)
  }

  /// The same for a network whose output is known already.
  ///
  /// - Throws: `InputsError`, `TextError` or `ExplainingError`: an input that is not what it is said to
  ///   be, or that is not there.
  public init(
    _ files: ModelFiles, classifier: Classifier,
    pictures: PictureKnowledge.Options = PictureKnowledge.Options()
  ) throws {
    self.classifier = classifier
    let names = classifier.inputNames
    for input in files.manifest?.inputs ?? [] where !names.contains(input.name) {
      throw ExplainingError.unknownManifestInput(
        name: input.name, model: files.name, inputs: names)
    }
    let known = try Self.reader(classifier, files, pictures)
    reader = known.reader
    assumed = known.assumed + classifier.assumed
    warnings = known.assumed + known.warnings + classifier.warnings
  }

  /// The same with other weights in the network's last `count` layers.
  func withWeights(
    ofLast count: Int, changedBy change: @escaping WeightChange
  ) -> ExplainableNetwork {
    var changed = self
    changed.classifier = classifier.withWeights(ofLast: count, changedBy: change)
    return changed
  }

  /// A reader, and what there is to tell of it.
  private typealias Known = (reader: any SampleReader, assumed: [String], warnings: [String])

  /// The reader for what the network's input is: as its manifest says, or else by its numbers.
  private static func reader(
    _ classifier: Classifier, _ files: ModelFiles, _ options: PictureKnowledge.Options
  ) throws -> Known {
    if let embedding = classifier.embedding {
      return (try texts(classifier, embedding, files), [], [])
    }
    if classifier.inputs.count == 1 && classifier.heldInputs.isEmpty {
      return try reader(for: classifier.input, of: classifier, files, options)
    }
    var (assumed, warnings): ([String], [String]) = ([], [])
    func part(_ input: InputDescription) throws -> SeveralSamples.Input {
      let known = try reader(for: input, of: classifier, files, options)
      assumed += known.assumed
      warnings += known.warnings
      return SeveralSamples.Input(
        description: input, reader: known.reader, arrays: ArraySamples(classifier, for: input))
    }
    let several = SeveralSamples(
      varying: try classifier.inputs.map(part), held: try classifier.heldInputs.map(part),
      shape: classifier.pointShape)
    return (several, assumed, warnings)
  }

  /// The reader for one input.
  private static func reader(
    for input: InputDescription, of classifier: Classifier, _ files: ModelFiles,
    _ options: PictureKnowledge.Options
  ) throws -> Known {
    let arrays = ArraySamples(classifier, for: input)
    let said = files.manifest?.inputs.first { $0.name == input.name }?.kind
    switch said {
    case .table(let columns):
      return (TableSamples(columns.isEmpty ? nil : columns, for: input, arrays: arrays), [], [])
    case .array: return (arrays, [], [])
    case .picture, .tokens, nil: break
    }
    if said == nil && input.isInteger && !input.isPicture {
      return (arrays, [], [])
    }
    if said == nil && !input.isPicture {
      let isRow = input.shape.dimensions.count { $0 > 1 } <= 1
      return (isRow ? TableSamples(nil, for: input, arrays: arrays) : arrays, [], [])
    }
    if said == nil && input.shape[2] != 1 && input.shape[2] != 3 {
      return (arrays, [], [])
    }
    let pictures = try PictureKnowledge(of: input, files: files, options: options)
    return (PictureSamples(pictures.reader), pictures.assumed, pictures.warnings)
  }

  private static func texts(
    _ classifier: Classifier, _ embedding: TokenEmbedding, _ files: ModelFiles
  ) throws -> TextSamples {
    try TextSamples(
      classifier, embedding, tokenizer: files.tokenizer, hint: files.tokensInput?.tokens,
      places: files.folder?.longestText)
  }

  /// Name by which it was found.
  public var name: String { classifier.name }

  /// How pictures are read for it; nil where it reads something else.
  public var pictureReader: PictureReader? { (reader as? PictureSamples)?.reader }
}

extension ModelFiles {
  /// The input of tokens that the manifest describes.
  public var tokensInput: (name: String, tokens: TokensInput)? {
    manifest?.inputs.lazy.compactMap { input in
      if case .tokens(let tokens) = input.kind { (input.name, tokens) } else { nil }
    }.first
  }
}
