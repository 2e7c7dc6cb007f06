import ArgumentParser
import Classification
import Foundation

extension Model {
  /// `igtool model info`.
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show operators, parameters, input, output and preprocessing of a network.")

    @Argument(help: "Name or path of the network.")
    var model: String

    @OptionGroup var store: StoreOptions

    @Option(
      help: ArgumentHelp("Size of the input, for networks that leave it open.", valueName: "N|HxW"))
    var size: InputSize?

    @Flag(help: "Also list the layers: what each node of the network computes, and its shape.")
    var layers = false

    @Flag(help: "Write one JSON object to standard output.")
    var json = false

    func run() throws {
      let facts: Facts
      do {
        let files = try store.modelStore().locate(model)
        var options = Classifier.Options()
        options.size = size?.size
        facts = Facts(files, try Classifier(files, options: options), layers: layers)
      } catch {
        throw Failure(error)
      }
      try Console.output(json ? try JSONText.line(facts) : facts.text)
    }
  }
}

/// What `igtool model info` says.
private struct Facts: Encodable {
  let name: String
  let path: String?
  let title: String?
  let description: String?
  let license: String?
  let source: String?
  let producer: String
  let opset: Int
  let parameters: Int
  let inputs: [NetworkSummary.Value]
  let outputs: [NetworkSummary.Value]
  let operators: [NetworkSummary.OperatorCount]
  let size: String
  let preprocessing: Preprocessing
  let fit: String
  let classes: Int
  let firstLabel: String
  let warnings: [String]
  let layers: [LayerSummary]?
  let defaultLayer: String?

  init(_ files: ModelFiles, _ classifier: Classifier, layers listsLayers: Bool) {
    let summary = classifier.summary
    let manifest = files.manifest
    name = files.name
    path = files.path
    title = manifest?.title
    description = manifest?.summary
    license = manifest?.license
    source = manifest?.source
    producer = summary.producer
    opset = summary.opset
    parameters = summary.parameterCount
    inputs = summary.inputs
    outputs = summary.outputs
    operators = summary.operators
    size = "\(classifier.input.size.height)x\(classifier.input.size.width)"
    preprocessing = classifier.input.preprocessing
    fit = classifier.input.fit.rawValue
    classes = classifier.labels.count
    firstLabel = classifier.labels[0].label
    warnings = classifier.warnings
    layers = listsLayers ? classifier.layers : nil
    defaultLayer = listsLayers ? classifier.defaultLayer?.name : nil
  }

  /// The facts, one per line.
  var text: String {
    let rows: [(String, String?)] = [
      ("name", name), ("file", path ?? "built in"), ("title", title),
      ("description", description), ("licence", license), ("source", source),
      ("written by", producer.isEmpty ? nil : producer), ("opset", String(opset)),
      ("parameters", String(parameters)),
      ("input", inputs.map(\.text).joined(separator: ", ")),
      ("output", outputs.map(\.text).joined(separator: ", ")),
      ("operators", operators.map { "\($0.name) \($0.count)" }.joined(separator: ", ")),
      ("picture", "\(size) (height x width), fit \(fit)"),
      ("pixels", pixels), ("layer", defaultLayer.map { "\($0), where a method looks by default" }),
      ("classes", "\(classes), the first is \"\(firstLabel)\""),
    ]
    let lines = rows.compactMap { key, value in
      value.map { key.padding(toLength: 13, withPad: " ", startingAt: 0) + Console.printable($0) }
    }
    return (lines + warnings.map { "warning      " + Console.printable($0) } + table)
      .joined(separator: "\n")
  }

  /// The layers in aligned columns, after an empty line.
  private var table: [String] {
    guard let layers else { return [] }
    let rows =
      [["layer", "node", "operator", "shape"]]
      + layers.map { [$0.name, $0.node, $0.operatorName, $0.shape.description] }
    let cells = rows.map { $0.map(Console.printable) }
    let widths = (0..<3).map { column in cells.map(\.[column].count).max() ?? 0 }
    return [""]
      + cells.map { row in
        zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) + "  " }
          .joined() + row[3]
      }
  }

  private var pixels: String {
    func list(_ numbers: [Double]) -> String {
      numbers.map { String(format: "%g", $0) }.joined(separator: ", ")
    }
    return "(pixel − mean) / std, mean \(list(preprocessing.mean)), std \(list(preprocessing.std)) "
      + "(red, green, blue), channels in the order \(preprocessing.channelOrder.rawValue)"
  }
}

extension NetworkSummary.Value {
  /// Name and shape.
  fileprivate var text: String { "\(name) \(shape)" }
}
