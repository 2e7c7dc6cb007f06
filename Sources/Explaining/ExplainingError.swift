/// What can go wrong between a request and its explanation, besides what other rooms say of files
/// and networks. Each description is one line: where, what was expected, what was found, what to do.
public enum ExplainingError: Error, Hashable {
  /// A value inside the network as the target of a method that explains by another one.
  case layerByLayer(target: String)
  /// A value inside the network as the target of a method for scores.
  case layerByScores(target: String, method: String)
  /// A formula of scores as the target of a method whose rules stop at scores.
  case expressionByRule(target: String, method: String)
  /// A formula of scores that has no finite value.
  case expressionNotFinite(input: String, text: String)
  /// A boundary between classes, of a network that has none.
  case noThreshold
  /// A boundary that was not found.
  case noBoundary(input: String, label: String, limit: Double)
  /// A network of which no layer has places.
  case noDefaultLayer
  /// A layer without places for a method that needs them.
  case layerWithoutPlaces(name: String, method: String, shape: String)
  /// What is to stand in the place of what is removed, and is nothing that the network reads.
  case unsuitableFill(String, kind: SampleKind)
  /// A fill that stands for several points.
  case severalFills(String, count: Int)
  /// A map of a layer that cannot be compared with the input.
  case mapWithoutPlaces(method: String)
  /// What needs the rows and columns of a picture, for a network that reads something else.
  case needsPicture(String, kind: SampleKind)
  /// An option that means nothing to what the network reads.
  case meaninglessOption(String, kind: SampleKind, expected: SampleKind)
  /// An input of whole numbers that no text says anything about.
  case unknownHeldInput(name: String, file: String)
  /// A file that is no array, for a network that reads arrays; `channels` are those of something like a
  /// picture.
  case noArray(file: String, shape: String, channels: Int?)
  /// A text of another length than the network reads.
  case wrongTextLength(input: String, expected: Int, found: Int)
  /// Samples to draw from, for a kind whose samples have different lengths.
  case noReferences(kind: SampleKind)
  /// Points to measure influence at, for a kind whose points are no array of one input.
  case noPoints(kind: SampleKind)
  /// An input that a manifest describes and the network does not have.
  case unknownManifestInput(name: String, model: String, inputs: [String])
  /// Smoothing, whose noise follows the range of one input's numbers, for several inputs.
  case smoothingOfSeveral
  /// Samples to draw from whose columns are others than those of the rows that are explained.
  case otherColumns(expected: [String], found: [String])
  /// A file for an input that the network does not have, or that has one.
  case unknownInput(name: String, inputs: [String])
  /// Inputs without a file, with what each reads.
  case missingInputs([String], hasFiles: Bool)
  /// An input with another number of rows than the others.
  case unequalInputs(name: String, expected: Int, found: Int)
  /// Nothing is named that could be explained.
  case nothingToExplain(kind: SampleKind)
  /// A value inside the network as the target of interactions.
  case interactionsOfLayer
  /// More parts than pairs can be looked at.
  case tooManyParts(input: String, found: Int, most: Int)
  /// The class that is subtracted is the target.
  case contrastIsTarget(label: String)
  /// The network's answer to an input is not finite.
  case answerNotFinite(input: String)
  /// The network's answer to a baseline is not finite.
  case baselineNotFinite
  /// A map is not finite.
  case mapNotFinite(input: String, label: String)

  /// Whether the request is wrong, rather than the data.
  public var isAboutRequest: Bool {
    switch self {
    case .answerNotFinite, .baselineNotFinite, .mapNotFinite, .unknownHeldInput, .wrongTextLength,
      .unequalInputs, .unknownManifestInput, .otherColumns, .noArray, .expressionNotFinite,
      .noBoundary:
      false
    default: true
    }
  }
}

extension ExplainingError: CustomStringConvertible {
  /// The error in one line.
  public var description: String { textOfSamples ?? textOfInputs ?? textOfExplanation }

  /// What is wrong with what is to be explained.
  private var textOfSamples: String? {
    switch self {
    case .meaninglessOption(let option, let kind, let expected):
      "\(option) means nothing to a network that reads \(kind.samples), only to one that reads "
        + expected.samples
    case .wrongTextLength(let input, let expected, let found):
      "input \"\(input)\" takes \(expected) numbers, and the text has \(found); export the network "
        + "with an open length, or shorten the text"
    case .noReferences(let kind):
      kind == .several
        ? "--reference: its files are of one input, and the network reads several; --hold the others"
        : "--reference: \(kind.samples) of different lengths cannot be drawn from; try another --method"
    case .noPoints(let kind):
      kind == .several
        ? "--points: the array is of one input, and the network reads several; --hold the others"
        : "--points: points between \(kind.samples) are those of embeddings, which no array has; try "
          + "--points gaussian"
    case .smoothingOfSeveral:
      "--smooth: its noise follows the range of an input's numbers, and the network reads several "
        + "inputs; --hold the others"
    case .otherColumns(let expected, let found):
      "--reference: expected the columns \(expected.joined(separator: ", ")), as the rows have them, found "
        + found.joined(separator: ", ")
    case .nothingToExplain(let kind):
      kind == .tokens
        ? "nothing to explain; give --text \"…\", or a file with one text per line"
        : "nothing to explain; name \(kind.samples)"
    default: nil
    }
  }

  /// What is wrong with the inputs of a network, or with the files for them.
  private var textOfInputs: String? {
    switch self {
    case .unknownHeldInput(let name, let file):
      "\(file): nothing says what its input \"\(name)\" is to a text; expected token numbers, a mask, "
        + "segments or positions, named in a manifest; \"igtool run\" takes any array"
    case .unknownManifestInput(let name, let model, let inputs):
      "the manifest of \(model) describes an input \"\(name)\"; the network reads "
        + inputs.map { "\"\($0)\"" }.joined(separator: ", ")
    case .unknownInput(let name, let inputs):
      "--input \(name): the network reads \(inputs.map { "\"\($0)\"" }.joined(separator: ", ")), each of "
        + "which takes one file"
    case .missingInputs(let inputs, let hasFiles):
      (hasFiles
        ? "the network reads several inputs: name the file of each" : "inputs without a file")
        + "; expected " + inputs.map { "--input " + $0 }.joined(separator: ", ")
    case .noArray(let file, let shape, let channels):
      "\(file): expected an array (.npy) of shape \(shape)"
        + (channels.map { ": the network reads \($0) channels, and a picture has 3, or 1 of grey" }
          ?? "")
    case .unequalInputs(let name, let expected, let found):
      "--input \(name): has \(found) rows where another input has \(expected); expected as many, or one"
    default: nil
    }
  }

  /// What is wrong with how it is to be explained, or with what has come of it.
  private var textOfExplanation: String {
    switch self {
    case .layerByLayer(let target):
      "--target layer:\(target) explains a value by the input's numbers, not by another layer's"
    case .layerByScores(let target, let method):
      "--target layer:\(target): --method \(method) explains scores"
    case .expressionByRule(let target, let method):
      "--target \"\(target)\": --method \(method) explains single scores, whose rules end there; try "
        + "another --method"
    case .expressionNotFinite(let input, let text):
      "\(input): \"\(text)\" is not a finite number at the input, or on the way to it: a logarithm of 0 "
        + "or less, or a division by 0"
    case .noThreshold:
      "--baseline boundary: expected classes, which have boundaries; the network answers with numbers, and "
        + "nothing says at which another answer begins"
    case .noBoundary(let input, let label, let limit):
      "\(input): no boundary of \"\(label)\" was found within \(Report.percent(limit)) of the input's range; "
        + "try --baseline boundary:LIMIT with a larger one, or another --baseline"
    case .noDefaultLayer:
      "no layer of this network has rows and columns; say --layer NAME ('igtool model info MODEL "
        + "--layers' lists them)"
    case .layerWithoutPlaces(let name, let method, let shape):
      "--layer \(name): \(method) needs rows and columns, or tokens that are the places of an "
        + "image, found \(shape)"
    case .interactionsOfLayer:
      "--target layer: interactions are those of scores; name a class"
    case .tooManyParts(let input, let found, let most):
      "\(input): has \(found) parts, whose pairs are too many; expected at most \(most)"
    case .contrastIsTarget(let label):
      "--contrast: the class \"\(label)\" is the target itself"
    case .answerNotFinite(let input):
      "\(input): the network answers with numbers that are not finite; check what it is fed (of pictures --preprocess, --std)"
    case .baselineNotFinite:
      "what the network answers to a baseline is not finite; try another --baseline"
    case .mapNotFinite(let input, let label):
      "\(input): the map of \"\(label)\" is not finite: the network's gradients overflow or are not "
        + "numbers"
    case .unsuitableFill(let fill, let kind):
      "--fill \(fill): the network reads \(kind.samples); expected one of "
        + FillRequest.text(for: kind)
    case .severalFills(let fill, let count):
      "--fill \(fill): expected one to take the place of what is removed, found \(count)"
    case .mapWithoutPlaces(let method):
      "--method \(method): its map is of a layer whose values have no places on the input, and cannot be "
        + "compared with it; leave --layer out"
    case .needsPicture(let option, let kind):
      "\(option) needs the rows and columns of a picture, and the network reads \(kind.samples)"
    case .meaninglessOption, .unknownHeldInput, .wrongTextLength, .noReferences, .noPoints,
      .otherColumns,
      .smoothingOfSeveral, .unknownManifestInput, .unknownInput, .noArray, .missingInputs,
      .unequalInputs,
      .nothingToExplain:
      preconditionFailure("has a text already")
    }
  }
}
