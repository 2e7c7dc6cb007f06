import ArgumentParser
import Classification
import Explaining
import Foundation
import Inputs
import Models

extension Model {
  /// `igtool model info`.
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show operators, parameters, inputs, outputs and preprocessing of a network.",
      discussion: "Any network that can be decoded can be looked at: what stands in the way of "
        + "running it, or of explaining it, is shown as well.")

    @Argument(help: "Name or path of the network.", completion: Completions.models)
    var model: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions

    @Option(
      help: ArgumentHelp("Size of the input, for networks that leave it open.", valueName: "N|HxW"))
    var size: InputSize?

    @Flag(help: "Also list the layers: what each node of the network computes, and its shape.")
    var layers = false

    @Flag(help: "Write one JSON object to standard output.")
    var json = false

    func run() throws {
      let facts: Facts
      let files = try store.modelStore().locate(model)
      var options = Classifier.Options()
      options.size = size?.size
      options.tokens = files.tokensInput?.name
      facts = Facts(files, try NetworkInspection(files, options: options), layers: layers)
      try Console.output(json ? try JSONText.line(facts) : facts.text)
    }
  }
}

/// What `igtool model info` says.
private struct Facts: Encodable {
  /// What a network that can be explained reads and what it answers.
  struct Explained {
    let kind: SampleKind
    let summary: String
    let pictures: PictureReader?
    let classes: Int
    let firstLabel: String
    let defaultLayer: String?

    init(_ network: ExplainableNetwork) {
      kind = network.reader.kind
      summary = network.reader.summary
      pictures = network.pictureReader
      classes = network.classifier.labels.count
      firstLabel = network.classifier.labels[0].label
      defaultLayer = network.classifier.defaultLayer?.name
    }
  }

  let name: String
  let path: String?
  let manifest: Manifest?
  let summary: NetworkSummary
  let multiplications: Int?
  let explained: Explained?
  let refusal: String?
  let obstacles: [String]
  let unavailableOutputs: [(name: String, reason: String)]
  let warnings: [String]
  let layers: [LayerSummary]?

  init(_ files: ModelFiles, _ network: NetworkInspection, layers listsLayers: Bool) {
    name = files.name
    path = files.path
    manifest = files.manifest
    summary = network.summary
    multiplications = network.multiplications
    let found = Self.explained(files, network)
    explained = found.explained
    refusal = found.refusal
    obstacles = network.obstacles
    unavailableOutputs = network.unavailableOutputs
    warnings = found.warnings
    layers = listsLayers ? network.layers : nil
  }

  /// What the network reads, or why it cannot be explained, and what there is to be warned of.
  private static func explained(
    _ files: ModelFiles, _ network: NetworkInspection
  ) -> (explained: Explained?, refusal: String?, warnings: [String]) {
    guard let classifier = network.classifier else { return (nil, network.refusal, []) }
    do {
      let known = try ExplainableNetwork(files, classifier: classifier)
      return (Explained(known), nil, known.warnings)
    } catch {
      let place = classifier.input.file + ": "
      let text = "\(error)"
      let refusal = text.hasPrefix(place) ? String(text.dropFirst(place.count)) : text
      return (nil, refusal, classifier.warnings)
    }
  }

  /// The facts, one per line.
  var text: String {
    let rows = fileRows + networkRows + (explained.map(rows) ?? [])
    let remarks =
      unavailableOutputs.map { ("left out", "output \($0.name): \($0.reason)") }
      + obstacles.map { ("obstacle", $0) }
      + [refusal].compactMap(\.self).map { ("not explained", $0) }
      + warnings.map { ("warning", $0) }
    let lines = (rows + remarks).compactMap { key, value in
      value.map { key.padding(toLength: 14, withPad: " ", startingAt: 0) + Console.printable($0) }
    }
    return (lines + table).joined(separator: "\n")
  }

  private var fileRows: [(String, String?)] {
    [
      ("name", name), ("file", path ?? "built in"), ("title", manifest?.title),
      ("description", manifest?.summary), ("licence", manifest?.license),
      ("source", manifest?.source),
      ("written by", summary.producer.isEmpty ? nil : summary.producer),
      ("format", "version \(summary.formatVersion)"), ("opset", String(summary.opset)),
      ("metadata", Self.list(summary.metadataKeys)),
      ("constants in", Self.list(summary.externalFiles)),
    ]
  }

  private var networkRows: [(String, String?)] {
    [
      ("parameters", String(summary.parameterCount)),
      ("products", multiplications.map { "\($0) for one example" }),
      ("input", Self.list(summary.inputs.map(\.text))),
      ("output", Self.list(summary.outputs.map(\.text))),
      (
        "operators",
        Self.list(
          summary.operators.map {
            "\($0.name) \($0.count)" + ($0.supported ? "" : " (unsupported)")
          })
      ),
    ]
  }

  private func rows(_ explained: Explained) -> [(String, String?)] {
    [
      ("reads", explained.summary),
      ("pixels", explained.pictures.map { pixels($0.preprocessing) }),
      (
        "layer",
        layers == nil
          ? nil : explained.defaultLayer.map { "\($0), where a method looks by default" }
      ),
      ("classes", "\(explained.classes), the first is \"\(explained.firstLabel)\""),
    ]
  }

  private static func list(_ words: [String]) -> String? {
    words.isEmpty ? nil : words.joined(separator: ", ")
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

  private func pixels(_ preprocessing: Preprocessing) -> String {
    func list(_ numbers: [Double]) -> String {
      numbers.map { String(format: "%g", $0) }.joined(separator: ", ")
    }
    return "(pixel − mean) / std, mean \(list(preprocessing.mean)), std \(list(preprocessing.std)) "
      + "(red, green, blue), channels in the order \(preprocessing.channelOrder.rawValue)"
  }
}

extension Facts {
  private enum Key: String, CodingKey {
    case kind, name, path, title, description, license, source, producer, opset, parameters, inputs
    case outputs, operators, size, preprocessing, fit, classes, warnings, layers, obstacles
    case multiplications, metadata
    case formatVersion = "ir_version"
    case externalFiles = "external_files"
    case firstLabel = "first_label"
    case defaultLayer = "default_layer"
    case unavailableOutputs = "unavailable_outputs"
    case refusal = "explain_refusal"
  }

  private struct Unavailable: Encodable {
    let name: String
    let reason: String
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(name, forKey: .name)
    try object.encodeIfPresent(path, forKey: .path)
    try object.encodeIfPresent(manifest?.title, forKey: .title)
    try object.encodeIfPresent(manifest?.summary, forKey: .description)
    try object.encodeIfPresent(manifest?.license, forKey: .license)
    try object.encodeIfPresent(manifest?.source, forKey: .source)
    try encode(summary, to: &object)
    try object.encodeIfPresent(multiplications, forKey: .multiplications)
    try object.encode(
      unavailableOutputs.map { Unavailable(name: $0.name, reason: $0.reason) },
      forKey: .unavailableOutputs)
    try object.encode(obstacles, forKey: .obstacles)
    try object.encodeIfPresent(refusal, forKey: .refusal)
    try object.encode(warnings, forKey: .warnings)
    if let explained { try encode(explained, to: &object) }
    try object.encodeIfPresent(layers, forKey: .layers)
  }

  private func encode(
    _ summary: NetworkSummary, to object: inout KeyedEncodingContainer<Key>
  ) throws {
    try object.encode(summary.producer, forKey: .producer)
    try object.encode(summary.opset, forKey: .opset)
    try object.encode(summary.formatVersion, forKey: .formatVersion)
    try object.encode(summary.parameterCount, forKey: .parameters)
    try object.encode(summary.inputs, forKey: .inputs)
    try object.encode(summary.outputs, forKey: .outputs)
    try object.encode(summary.operators, forKey: .operators)
    try object.encode(summary.metadataKeys, forKey: .metadata)
    try object.encode(summary.externalFiles, forKey: .externalFiles)
  }

  private func encode(
    _ explained: Explained, to object: inout KeyedEncodingContainer<Key>
  ) throws {
    try object.encode(explained.kind, forKey: .kind)
    if let pictures = explained.pictures {
      try object.encode("\(pictures.size.height)x\(pictures.size.width)", forKey: .size)
      try object.encode(pictures.preprocessing, forKey: .preprocessing)
      try object.encode(pictures.fit.rawValue, forKey: .fit)
    }
    try object.encode(explained.classes, forKey: .classes)
    try object.encode(explained.firstLabel, forKey: .firstLabel)
    if layers != nil { try object.encodeIfPresent(explained.defaultLayer, forKey: .defaultLayer) }
  }
}

extension NetworkSummary.Value {
  /// Name, type and shape.
  fileprivate var text: String {
    "\(name) \(type ?? "no array")" + (shape.isEmpty ? "" : " \(shape)")
  }
}
