import Engine
import Imaging
import Models
import ONNX

/// All that can be found out about a network without running it; nothing but a file that cannot be
/// decoded is refused.
public struct NetworkInspection: Sendable {
  /// What the file says.
  public let summary: NetworkSummary
  /// All that stands in the way of running the network; empty if nothing does.
  public let obstacles: [String]
  /// Outputs that are left out, with the reason.
  public let unavailableOutputs: [(name: String, reason: String)]
  /// Values inside, in the order in which they run; empty if the network cannot be run.
  public let layers: [LayerSummary]
  /// Multiplications with weights that one example takes; nil if the network cannot be run.
  public let multiplications: Int?
  /// The network as one whose output is explained, if it is one.
  public let classifier: Classifier?
  /// Why it is none; nil if it is.
  public let refusal: String?
  /// Names of classes that the model's files or its operators give.
  private let classNames: ClassNames?

  /// Looks at a network; `options` say what its file leaves open.
  ///
  /// - Throws: `ClassificationError.model`, `.network` or `.frozenGraph` for a file that cannot be
  ///   read or decoded.
  public init(
    _ files: ModelFiles, options: Classifier.Options = Classifier.Options()
  ) throws(ClassificationError) {
    let file = try NetworkFile(files)
    let description = file.description
    summary = NetworkSummary(description)
    let imported: (model: ImportedModel, assumed: [String])
    do {
      imported = try file.imported(options)
      let model = imported.model
      obstacles = []
      unavailableOutputs = model.unavailableOutputs
      layers = NetworkLayers(model, in: model.graph).summaries
      multiplications = model.graph.multiplications
      let named = model.outputs.lazy.compactMap(\.classNames).first
      classNames = options.labels ?? files.labels ?? named.map { ClassNames($0) }
    } catch {
      guard case .network(_, let problem) = error, description.irVersion > 0,
        !problem.isUndecodable
      else { throw error }
      obstacles = problem.obstacles
      (unavailableOutputs, layers, multiplications) = ([], [], nil)
      (classifier, refusal) = (nil, nil)
      classNames = options.labels ?? files.labels
      return
    }
    do {
      classifier = try Classifier(file, imported: imported, options: options)
      refusal = nil
    } catch {
      classifier = nil
      let place = (files.path ?? files.name) + ": "
      let text = error.description
      refusal = text.hasPrefix(place) ? String(text.dropFirst(place.count)) : text
    }
  }

  /// The classes of the network.
  ///
  /// - Throws: if nothing says what they are.
  public func classes() throws(ClassificationError) -> [ClassLabel] {
    if let classifier { return (0..<classifier.labels.count).map { classifier.labels[$0] } }
    guard let classNames else {
      throw .notAClassifier(found: refusal ?? obstacles.joined(separator: "; "))
    }
    return classNames.enumerated().map { ClassLabel(index: $0, label: $1) }
  }
}

extension ONNXError {
  /// The obstacles that it consists of, those of one kind of operator together.
  fileprivate var obstacles: [String] {
    guard case .several(let errors) = self else { return [description] }
    var kinds: [String: [ONNXError]] = [:]
    for case .unsupportedOperator(let name, _, _) in errors { kinds[name] = [] }
    var others: [String] = []
    for error in errors {
      if case .unsupportedOperator(let name, _, _) = error {
        kinds[name]?.append(error)
      } else if !others.contains(error.description) {
        others.append(error.description)
      }
    }
    return kinds.sorted { $0.key < $1.key }.map { ONNXError.several($0.value).description } + others
  }

  /// Whether there is no network to look at.
  fileprivate var isUndecodable: Bool {
    switch self {
    case .damaged, .fileTooLarge: true
    default: false
    }
  }
}
