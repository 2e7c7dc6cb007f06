import Foundation
import Models
import TestSupport

/// A home with an empty cache, and a catalogue of two networks: `tiny-2`, with an address, and
/// `known`, without.
struct StoreFixture {
  let home: TemporaryFolder
  let network: Data
  let labels = Data("n00000001 cat\nn00000002 dog\n".utf8)
  let catalogue: Catalogue

  static let cache = ".cache/igtool/models"

  init(
    bytes: Int = 300_000, declared: Int? = nil, labelLines: Int = 2, url: String? = nil,
    mirrors: [String] = []
  ) throws {
    home = try TemporaryFolder()
    network = Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) })
    let json = """
      {"models": [
        {"name": "tiny-2", "aliases": ["tiny"], "title": "Tiny", "bytes": \(declared ?? bytes),
         "url": "\(url ?? "https://example.org/zoo/tiny-2.onnx")",
         "mirrors": \(mirrors), "sha256": "\(Checksum.sha256(of: network))",
         "input": {"width": 8, "height": 8, "preprocessing": "caffe"},
         "labels": {"file": "names.txt", "url": "https://example.org/zoo/synset.txt",
                    "bytes": \(labels.count), "lines": \(labelLines)}},
        {"name": "known", "bytes": 5, "sha256": ["\(Checksum.sha256(of: Data("known".utf8)))"],
         "input": {"preprocessing": "tf"}, "labels": "names.txt"}
      ]}
      """
    catalogue = try Catalogue(json: Data(json.utf8), file: "catalogue of the test")
  }

  func store(
    directory: String? = nil, models: String? = nil, mirror: String? = nil, offline: String? = nil
  ) throws -> ModelStore {
    var environment = ["HOME": home.path]
    environment["IGTOOL_MODELS"] = models
    environment["IGTOOL_MIRROR"] = mirror
    environment["IGTOOL_OFFLINE"] = offline
    let builtIn = BuiltInModel(
      name: "inside", network: Data("inside!".utf8),
      manifest: Data(#"{"name": "inside", "labels": "labels.txt"}"#.utf8),
      labels: Data("circle\nsquare\n".utf8))
    return try ModelStore(
      modelDirectory: directory, environment: environment, catalogue: catalogue, builtIn: [builtIn])
  }

  /// A server of both files, where the catalogue has them.
  func goodServer() throws -> LocalServer {
    try LocalServer.files(["/zoo/tiny-2.onnx": network, "/zoo/synset.txt": labels])
  }

  /// A server of the labels, and of the network in its own way.
  func server(
    _ answer: @escaping @Sendable (LocalServer.Request, Data) -> LocalServer.Answer
  ) throws -> LocalServer {
    let (network, labels) = (network, labels)
    return try LocalServer { request in
      request.path.hasSuffix("synset.txt")
        ? LocalServer.file(request, labels) : answer(request, network)
    }
  }

  /// The error of a pull whose only address has failed.
  func notFetched(_ failure: ModelsError) -> ModelsError {
    .notFetched(name: "tiny-2", failures: [failure], builtIn: ["inside"])
  }

  /// Does not wait when something goes wrong.
  static var impatient: DownloadPatience {
    var patience = DownloadPatience()
    patience.retries = 0
    patience.pause = 0
    // Longer than a busy machine keeps a server waiting; tests of silence set their own.
    patience.silence = 60
    patience.lock = 0.3
    return patience
  }
}

extension ModelsError {
  /// Why the last address of a pull has failed; nil for other errors.
  var ofLastAddress: ModelsError? {
    guard case .notFetched(_, let failures, _) = self else { return nil }
    return failures.last
  }
}
