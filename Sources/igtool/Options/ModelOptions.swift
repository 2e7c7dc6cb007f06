import ArgumentParser
import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models

/// Which network is meant, and what it is fed.
struct ModelOptions: ParsableArguments {
  /// The network that counts unless another is named.
  static let standardModel = "googlenet"

  @Option(name: .shortAndLong, help: "Name or path of the network [\(standardModel)].")
  var model: String?

  @OptionGroup var store: StoreOptions

  @Option(
    help: ArgumentHelp(
      "Convention of the network's pixels.",
      discussion: "Default: what the model's manifest says."))
  var preprocess: Preprocessing.Preset?

  @Option(help: "What is subtracted from pixels (0-255), red, green, blue.")
  var mean: Triple?

  @Option(help: "What pixels are divided by afterwards, red, green, blue.")
  var std: Triple?

  @Option(help: "Order of the channels that the network reads.")
  var channelOrder: Preprocessing.ChannelOrder?

  @Option(help: ArgumentHelp("Size of the network's input.", valueName: "N|HxW"))
  var size: InputSize?

  @Option(
    help: ArgumentHelp(
      "How a picture of another size is brought to the network's: pad, crop[:RATIO], stretch.",
      discussion: "pad shows all of it, crop its middle (crop:0.875 scales it to 256 for 224), "
        + "stretch distorts it. Default: pad, unless something beside the model says otherwise.",
      valueName: "fit"))
  var fit: FitChoice?

  @Option(
    help: ArgumentHelp(
      "File with the class names: one per line, or JSON (a list, a map, id2label).",
      valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("Which of several outputs is explained.", valueName: "name"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "What the output's numbers are: logits for softmax or sigmoid, or numbers as they are.",
      discussion: "Default: what the network ends in; without an end, softmax for several columns "
        + "and number for one."))
  var head: Head?

  @Option(
    help: ArgumentHelp(
      "Keep an input of several as it is: only the others are explained; repeatable.",
      valueName: "name"))
  var hold: [String] = []

  /// Puts what was typed into a request for a network.
  func write(to network: inout NetworkRequest) {
    if let model { network.model = model }
    if let preprocess { network.preprocess = preprocess }
    if let mean { network.mean = mean.values }
    if let std { network.std = std.values }
    if let channelOrder { network.channelOrder = channelOrder }
    if let size { network.size = size.size }
    if let fit { (network.fit, network.cropRatio) = (fit.fit, fit.ratio) }
    if let labels { network.labels = labels }
    if let output { network.output = output }
    if let head { network.head = head }
    if !hold.isEmpty { network.held = hold }
  }

  /// What was typed, over defaults.
  func request() throws -> NetworkRequest {
    var network = NetworkRequest(model: Self.standardModel)
    write(to: &network)
    try network.check()
    return network
  }

  /// Finds the network, fetching it if the catalogue has it and nothing forbids that, and reads it.
  /// Where nothing says the size of its input, it is that of the first of `pictures`.
  func load(
    _ request: NetworkRequest, isQuiet: Bool, for pictures: [InputSource] = [],
    decoding: DecodingOptions = DecodingOptions()
  ) throws -> ExplainableNetwork {
    let files = try ModelFetch(store: try store.modelStore(), isQuiet: isQuiet)
      .find(request.model, offline: store.offline)
    let network = try ExplainableNetwork(files, request) {
      Self.size(ofFirst: pictures, decoding: decoding)
    }
    if !isQuiet { network.warnings.forEach(Console.warning) }
    return network
  }

  /// The size of the first picture that can be read; standard input cannot be read twice.
  private static func size(
    ofFirst pictures: [InputSource], decoding: DecodingOptions
  ) -> (size: Size, origin: String)? {
    for picture in pictures where !picture.isStandardInput {
      guard let image = try? picture.decode(decoding).image else { continue }
      let origin = "the size of \(picture.displayName)"
      return (Size(width: image.width, height: image.height), origin)
    }
    return nil
  }
}

/// A fit, and for `crop` the part of the picture's shorter side that is kept: `crop:0.875`.
struct FitChoice: ExpressibleByArgument {
  let fit: Fit
  let ratio: Double?

  static let allValueStrings = Fit.allCases.map(\.rawValue)

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let fit = Fit(rawValue: String(parts[0])) else { return nil }
    self.fit = fit
    guard parts.count > 1 else {
      ratio = nil
      return
    }
    guard fit == .crop, let ratio = Double(parts[1]), ratio > 0, ratio <= 1 else { return nil }
    self.ratio = ratio
  }
}

/// Where networks are looked for.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder to look for models in, before the folders of IGTOOL_MODELS.", valueName: "dir"))
  var modelDir: String?

  @Flag(help: "Never fetch anything; IGTOOL_OFFLINE=1 does the same.")
  var offline = false

  /// The store of this process.
  func modelStore() throws -> ModelStore {
    try ModelStore(
      modelDirectory: modelDir, environment: ProcessInfo.processInfo.environment,
      home: NSHomeDirectory())
  }
}

extension Preprocessing.Preset: ExpressibleByArgument {}
extension Preprocessing.ChannelOrder: ExpressibleByArgument {}
extension Head: ExpressibleByArgument {}
