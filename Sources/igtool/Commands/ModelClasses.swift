import ArgumentParser
import Classification
import Foundation
import Models

extension Model {
  /// `igtool model classes`.
  struct Classes: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the classes of a network, or those whose labels contain a text.",
      discussion: """
        The number is what --target takes. Case does not matter; where labels have synset ids, those \
        are searched too.

        igtool model classes shapes
        igtool model classes googlenet-12 terrier
        """)

    @Argument(help: "Name or path of the network.", completion: Completions.models)
    var model: String

    @Argument(help: "Text that labels must contain.")
    var pattern: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions

    @Option(
      help: ArgumentHelp("Size of the input, for networks that leave it open.", valueName: "N|HxW"))
    var size: InputSize?

    @Option(
      help: ArgumentHelp("File with one class name per line.", valueName: "file"),
      completion: .file())
    var labels: String?

    @Flag(help: "Write one JSON object to standard output.")
    var json = false

    func run() throws {
      let name: String
      let classes: [ClassLabel]
      let files = try store.modelStore().locate(model)
      var options = Classifier.Options()
      options.size = size?.size
      options.labels = try labels.map { try LabelFile.read($0) }
      name = files.name
      classes = try NetworkInspection(files, options: options).classes()
      let wanted = pattern?.lowercased() ?? ""
      let found = classes.filter { wanted.isEmpty || $0.label.lowercased().contains(wanted) }
      if json { return try Console.output(JSONText.line(Answer(model: name, classes: found))) }
      let width = String(classes.count - 1).count
      for entry in found {
        let index = String(entry.index)
        let space = String(repeating: " ", count: max(0, width - index.count))
        try Console.output("\(space)\(index)  \(Console.printable(entry.label))")
      }
      if let pattern, found.isEmpty {
        Console.note("none of \(classes.count) labels contains \"\(pattern)\"")
      }
    }
  }

  /// What `igtool model classes --json` says.
  private struct Answer: Encodable {
    struct Row: Encodable {
      let index: Int
      let label: String
    }

    let model: String
    let classes: [Row]

    init(model: String, classes: [ClassLabel]) {
      self.model = model
      self.classes = classes.map { Row(index: $0.index, label: $0.label) }
    }
  }
}
