import Classification
import Imaging
import Inputs
import Models

/// A network with all that is known of its input and its output: what explanations are made with.
public struct ExplainableNetwork: Sendable {
  /// The network and the meaning of its output.
  public let classifier: Classifier
  /// How pictures are read for it.
  public let reader: PictureReader
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
  /// - Throws: `ClassificationError`, `ModelsError` or `InputsError`: a file that cannot be read or
  ///   used, an output, head or labels that do not fit, an input that is no picture.
  public init(
    _ files: ModelFiles, _ request: NetworkRequest,
    openSize: @escaping @Sendable () -> (size: Size, origin: String)? = { nil }
  ) throws {
    var options = try request.classifierOptions()
    options.openSize = openSize
    classifier = try Classifier(files, options: options)
    let knowledge = try PictureKnowledge(
      of: classifier.input, files: files, options: request.pictureOptions)
    reader = knowledge.reader
    assumed = knowledge.assumed + classifier.assumed
    warnings = knowledge.assumed + knowledge.warnings + classifier.warnings
  }

  /// Name by which it was found.
  public var name: String { classifier.name }
}
