import ArgumentParser
import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models

/// Which network is meant, and where it is looked for.
struct ModelOptions: ParsableArguments {
  /// The network that counts unless another is named.
  static let standardModel = "googlenet"

  @Option(
    name: .shortAndLong, help: "Name or path of the network [\(standardModel)].",
    completion: Completions.models)
  var model: String?

  @OptionGroup var store: StoreOptions

  @Option(
    help: ArgumentHelp(
      "File with the class names: one per line, or JSON (a list, a map, id2label).",
      valueName: "file"),
    completion: .file())
  var labels: String?

  /// Puts what was typed into a request for a network.
  func write(to network: inout NetworkRequest) {
    if let model { network.model = model }
    if let labels { network.labels = labels }
  }

  /// What was typed, over defaults.
  func request(_ meaning: MeaningOptions) throws -> NetworkRequest {
    var network = NetworkRequest(model: Self.standardModel)
    write(to: &network)
    meaning.write(to: &network)
    try network.check()
    return network
  }

  /// Finds the network, fetching it if the catalogue has it and nothing forbids that, and reads it.
  /// Where nothing says the size or the extents of its input, they are those of the first of `samples`.
  func load(
    _ request: NetworkRequest, isQuiet: Bool, for samples: SampleRequest = SampleRequest(),
    decoding: DecodingOptions = DecodingOptions()
  ) throws -> ExplainableNetwork {
    try Self.load(request, from: store, isQuiet: isQuiet, for: samples, decoding: decoding)
  }

  /// The same, looking for networks as options say.
  static func load(
    _ request: NetworkRequest, from store: StoreOptions, isQuiet: Bool,
    for samples: SampleRequest = SampleRequest(), decoding: DecodingOptions = DecodingOptions()
  ) throws -> ExplainableNetwork {
    let files = try ModelFetch(store: try store.modelStore(), isQuiet: isQuiet)
      .find(request.model, offline: store.offline)
    let network = try ExplainableNetwork(
      files, request, openSize: { size(ofFirst: samples, decoding: decoding) },
      openExtents: { extents(of: $0, in: samples) })
    if !isQuiet { network.warnings.forEach(Console.warning) }
    return network
  }

  /// The extents of the array for an input: of the one that is named so, or else of the first.
  private static func extents(of input: String, in samples: SampleRequest) -> [Int]? {
    let paths =
      samples.named.isEmpty
      ? samples.sources.map(\.path) : samples.named.filter { $0.name == input }.map(\.path)
    return paths.lazy.filter { $0 != "-" && ArrayFile.isArray($0) }
      .compactMap { try? ArrayFile.read($0).tensor.shape.dimensions }.first
  }

  /// The size of the first picture that can be read; standard input cannot be read twice.
  private static func size(
    ofFirst samples: SampleRequest, decoding: DecodingOptions
  ) -> (size: Size, origin: String)? {
    let pictures = samples.sources + samples.named.map { InputSource(path: $0.path) }
    for picture in pictures where !picture.isStandardInput {
      guard let image = try? picture.decode(decoding).image else { continue }
      let origin = "the size of \(picture.displayName)"
      return (Size(width: image.width, height: image.height), origin)
    }
    return nil
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
  func modelStore() throws -> ModelStore { try Self.modelStore(in: modelDir) }

  /// The store of this process, with a folder to look in first.
  static func modelStore(in folder: String?) throws -> ModelStore {
    try ModelStore(
      modelDirectory: folder, environment: ProcessInfo.processInfo.environment,
      home: NSHomeDirectory())
  }
}
