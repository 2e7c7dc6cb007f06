/// A zip archive with the file of a network, and with its class names if they have no address of
/// their own.
public struct CatalogueArchive: Sendable, Decodable {
  /// The size of the archive.
  public let bytes: Int
  /// SHA-256 of the archive.
  public let sha256: String
  /// What the network's file is called in it.
  public let network: String

  /// `.onnx` or `.pb`.
  var networkExtension: String {
    ModelStore.extensions.first(where: network.hasSuffix) ?? ""
  }

  private enum Key: String, CodingKey {
    case bytes, sha256, network
  }

  /// Reads the three keys, all of which must be there.
  ///
  /// - Throws: `DecodingError` for a key that is missing or of another type, a checksum without 64
  ///   digits, or a file that is no network by its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    bytes = try container.decode(Int.self, forKey: .bytes)
    sha256 = try checkedChecksum(
      try container.decode(String.self, forKey: .sha256), at: container.codingPath + [Key.sha256])
    network = try container.decode(String.self, forKey: .network)
    guard !networkExtension.isEmpty else {
      throw DecodingError.problem(
        at: container.codingPath + [Key.network],
        "must end in .onnx or .pb, found \"\(network)\"")
    }
  }
}
