import Engine
import Models
import ONNX
import TensorFlow

/// What can go wrong between a network's file and the meaning of its output.
///
/// Each description is one lower-case line: where, what was expected, what was found, what to do.
/// Names and paths are quoted as given; whoever prints them escapes them.
public enum ClassificationError: Error, Equatable {
  // MARK: - Models

  /// A network's file, or one beside it, that is not to be had.
  case model(ModelsError)

  // MARK: - Networks

  /// A file that is no network that can be run.
  case network(file: String, ONNXError)
  /// A frozen TensorFlow graph that cannot be said in ONNX's words.
  case frozenGraph(file: String, TensorFlowError)

  /// A file of another kind, with what it is and what to do then.
  case foreignNetwork(file: String, found: String)

  /// A network that cannot be run on what it is given.
  case graph(GraphError)

  /// A network whose output is not one score per class.
  case notAClassifier(found: String)

  /// A kind of score that the end of a network does not show.
  case noSuchScore(ScoreKind)

  /// A kind of score that only probabilities have, of a network that answers with numbers.
  case scoreOfNumber(ScoreKind)

  /// A softmax over one column, which would always be 1.
  case softmaxOfOneColumn

  /// A network of which no input can vary.
  case nothingVaries(file: String, inputs: [String])

  /// A network of which no output is the obvious one.
  case severalOutputs(names: [String])

  /// An output that a network does not have.
  case unknownOutput(name: String, known: [String])

  /// A list of class names that does not fit a network.
  case wrongLabelCount(classes: Int, labels: Int)

  /// An array for an input that a network does not have, or that has one already.
  case unknownInput(name: String, known: [String])

  /// An array of another shape than an input has.
  case wrongArray(input: String, expected: String, found: String)

  /// An array of another kind of numbers than an input takes.
  case wrongNumbers(input: String, expected: String, found: String)

  /// A size of pictures that no array has.
  case badArraySize(expected: String, found: String)

  /// Something to take a gradient of, or at, that has none.
  case badEntry(text: String, expected: String)

  /// An input that no array was given for.
  case missingInput(name: String)

  // MARK: - Classes

  /// A label that no class has.
  case unknownLabel(text: String, similar: [ClassLabel])

  /// A label that several classes have.
  case ambiguousLabel(text: String, candidates: [ClassLabel])

  /// A label, for a network without labels.
  case noLabels(text: String, classes: Int)

  /// A target that is outside of what there is.
  case badTarget(text: String, expected: String)

  /// A formula of scores that makes no sense, and where: the place of a character, from 1.
  case badExpression(text: String, place: Int, problem: String)

  /// A name that no layer of a network has.
  case unknownLayer(name: String, similar: [String])

  /// A layer that a score does not depend on.
  case unrelatedLayer(name: String)

  /// A file of weights of classes that makes no sense.
  case badWeights(file: String, problem: String)
}

extension ClassificationError {
  /// What the error means to the caller of the tool.
  public var kind: ModelsError.Kind {
    switch self {
    case .model(let error): error.kind
    case .unknownLabel, .ambiguousLabel, .noLabels, .badTarget, .badExpression, .unknownLayer,
      .unrelatedLayer, .unknownInput, .missingInput, .unknownOutput, .badEntry, .badArraySize,
      .noSuchScore, .scoreOfNumber, .softmaxOfOneColumn:
      .usage
    case .network, .frozenGraph, .wrongArray, .wrongNumbers, .graph,
      .foreignNetwork, .notAClassifier, .nothingVaries, .severalOutputs, .wrongLabelCount,
      .badWeights:
      .badData
    }
  }
}

extension ClassificationError: CustomStringConvertible {
  /// One line: where, expected, found, what to do next.
  public var description: String { textOfNetwork ?? textOfArray ?? textOfTarget }

  /// What is wrong with a network or what it is taken for.
  private var textOfNetwork: String? {
    switch self {
    case .model(let error): error.description
    case .frozenGraph(let file, let error): "\(file): \(error)"
    case .network(let file, let error):
      "\(file): \(error)"
    case .foreignNetwork(let file, let found):
      "\(file): expected a network in ONNX, or a frozen graph of TensorFlow, found \(found)"
    case .graph(let error):
      error.description
    case .nothingVaries(let file, let inputs):
      "\(file): nothing that it reads can vary: expected an input of floating-point numbers, or of "
        + "tokens that are looked up in a table, found \(Self.list(inputs)); give arrays to "
        + "\"igtool run\""
    case .severalOutputs(let names):
      "several outputs could be scores: \(Self.list(names)); say which with --output"
    case .unknownOutput(let name, let known):
      "no output \"\(name)\"; the network answers with \(Self.list(known))"
    case .softmaxOfOneColumn:
      "a softmax over one column is always 1; say --head sigmoid or --head number"
    case .scoreOfNumber(let kind):
      "score \(kind.rawValue): the network answers with a number that is no probability; "
        + "--score logit is the number itself, --head sigmoid makes it a probability"
    case .noSuchScore(.number):
      "score number: the network answers with probabilities; say --head number if it does not"
    case .notAClassifier(let found):
      "the network is not a classifier: expected one score per class, found \(found); \"igtool run\" "
        + "computes it, and with --gradient how any number of it depends on the input"
    case .noSuchScore(let kind):
      "score \(kind.rawValue): the network does not end in the softmax that it is taken from; "
        + "use --score probability"
    case .wrongLabelCount(let classes, let labels):
      "the network has \(classes) classes, but there are \(labels) labels; give the right file "
        + "with --labels"
    default: nil
    }
  }

  /// What is wrong with arrays that a network is given, or with what is asked of it for them.
  private var textOfArray: String? {
    switch self {
    case .unknownInput(let name, let known):
      "no input \"\(name)\" is free; the network reads "
        + known.map { "\"\($0)\"" }.joined(separator: ", ")
    case .wrongArray(let input, let expected, let found):
      "input \"\(input)\": expected an array of shape \(expected), found \(found)"
    case .wrongNumbers(let input, let expected, let found):
      "input \"\(input)\": expected an array of \(expected), found \(found)"
    case .badArraySize(let expected, let found):
      "size \(expected): expected an array of that height and width; input \(found)"
    case .badEntry(let text, let expected):
      "gradient \(text): expected \(expected)"
    case .missingInput(let name):
      "the network also reads \"\(name)\"; give --input \(name)=FILE.npy"
    default: nil
    }
  }

  /// What is wrong with what is to be explained.
  private var textOfTarget: String {
    switch self {
    case .unknownLabel(let text, let similar):
      "no class is called \"\(text)\""
        + Self.suggestion(similar)
    case .ambiguousLabel(let text, let candidates):
      "several classes are called \"\(text)\": "
        + candidates.map { "\($0.index) (\($0.label))" }.joined(separator: ", ")
        + "; say which by its number"
    case .noLabels(let text, let classes):
      "the network has no labels to find \"\(text)\" in; give a number from 0 to "
        + "\(classes - 1), or --labels"
    case .badTarget(let text, let expected):
      "target \"\(text)\": expected \(expected)"
    case .badExpression(let text, let place, let problem):
      "target \"\(text)\", character \(place): \(problem)"
    case .unknownLayer(let name, let similar):
      "no layer is called \"\(name)\""
        + Self.suggestion(similar)
        + "; \"igtool model info MODEL --layers\" lists them"
    case .unrelatedLayer(let name):
      "layer \"\(name)\": the score does not depend on it; expected a layer before the network's "
        + "last numbers, see \"igtool model info MODEL --layers\""
    case .badWeights(let file, let problem):
      "\(file): \(problem)"
    case .model, .frozenGraph, .network, .foreignNetwork, .graph, .nothingVaries, .notAClassifier,
      .severalOutputs, .unknownOutput, .softmaxOfOneColumn, .scoreOfNumber, .noSuchScore,
      .wrongLabelCount,
      .unknownInput, .wrongArray, .wrongNumbers, .badArraySize, .badEntry, .missingInput:
      preconditionFailure("has a text already")
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// At most so many classes are suggested.
  private static let mostSuggestions = 12

  private static func suggestion(_ similar: [ClassLabel]) -> String {
    let names = similar.prefix(mostSuggestions).map { "\"\($0.label)\" (\($0.index))" }
    if names.isEmpty { return "; \"igtool model classes MODEL\" lists all" }
    return "; did you mean " + names.joined(separator: ", ")
      + (similar.count > names.count
        ? ", …? \"igtool model classes MODEL TEXT\" lists all \(similar.count)" : "?")
  }

  private static func suggestion(_ similar: [String]) -> String {
    similar.isEmpty
      ? ""
      : "; did you mean " + similar.map { "\"\($0)\"" }.joined(separator: ", ") + "?"
  }
}
