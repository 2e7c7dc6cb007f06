import Models
import ONNX

/// Whose names the classes of a network have.
struct NameChoice {
  /// The names; nil where nothing has the right number of them.
  private(set) var names: ClassNames?
  /// The output's meaning, with two classes where one column has two names.
  private(set) var head: OutputHead
  /// Lists of names that do not fit, one line each.
  private(set) var warnings: [String] = []

  /// Takes the first list that has a name for each class of `head`: the options', the manifest's or
  /// catalogue's, that of the folder, of the file's nodes, or of the file's notes.
  init(
    _ head: OutputHead, output: ModelValue, model: ImportedModel, files: ModelFiles,
    options: Classifier.Options
  ) throws(ClassificationError) {
    self.head = head
    if let names = options.labels {
      guard take(names) else {
        throw .wrongLabelCount(classes: head.classCount, labels: names.count)
      }
      return
    }
    // The manifest knows that the last classes have no name.
    let isShort = files.manifest?.labels?.classes == head.classCount
    let sources: [(place: String, names: ClassNames?)] = [
      ("the manifest", files.manifest?.output?.labels.map { ClassNames($0) }),
      ("the label file", isShort ? files.labels?.completed(to: head.classCount) : files.labels),
      ("config.json", files.folder?.labels),
      ("the file's last node", output.classNames.map { ClassNames($0) }),
      ("the file's metadata", MetadataNames.find(in: model.description.metadata)),
    ]
    for (place, names) in sources {
      guard let names else { continue }
      if take(names) { return }
      warnings.append(
        "\(place) has \(names.count) class names, but the network has \(head.classCount) "
          + "\(head.classCount == 1 ? "class" : "classes"): they are not used; give the right file "
          + "with --labels")
    }
  }

  private mutating func take(_ list: ClassNames) -> Bool {
    if list.count == 2, let pair = head.asPair() {
      head = pair
    } else if list.count != head.classCount {
      return false
    }
    names = list
    return true
  }
}
