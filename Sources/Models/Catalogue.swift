import CModels
import Foundation

/// The networks that can be fetched, or that are recognised by their SHA-256.
public struct Catalogue: Sendable {
  /// In the order of the file.
  public let entries: [CatalogueEntry]

  /// A catalogue of these entries.
  package init(entries: [CatalogueEntry]) {
    self.entries = entries
  }

  /// Reads a catalogue from JSON; `file` is only named in errors.
  package init(json: Data, file: String) throws(ModelsError) {
    entries = try decodeJSON([String: [CatalogueEntry]].self, json, file: file)["models"] ?? []
  }

  /// The catalogue of this binary.
  package static func embedded() throws(ModelsError) -> Catalogue {
    try Catalogue(json: Data(cmodels_catalogue), file: "built-in catalogue")
  }

  /// The entry with an address that has this name, else the one with this alias.
  public func downloadable(_ name: String) -> CatalogueEntry? {
    let entries = downloadable
    return entries.first { $0.name == name } ?? entries.first { $0.aliases.contains(name) }
  }

  /// The entries that have this name or alias; the one that is fetched by it comes first.
  func entries(named name: String) -> [CatalogueEntry] {
    let first = downloadable(name)
    let others = entries.filter { $0.name == name || $0.aliases.contains(name) }
    return [first].compactMap(\.self) + others.filter { $0.name != first?.name }
  }

  /// The entries with an address.
  public var downloadable: [CatalogueEntry] {
    entries.filter { $0.url != nil }
  }
}

/// One network of the catalogue: its manifest, and how its file is fetched and recognised.
public struct CatalogueEntry: Sendable, Decodable {
  /// The name to pull and to use it by.
  public let name: String
  /// Other names that pull it.
  public let aliases: [String]
  /// What it expects and means.
  public let manifest: Manifest
  /// Where its file, or the archive with it, can be fetched, if anywhere.
  public let url: String?
  /// Other addresses of the same file, which are tried in turn where that one does not give it.
  public let mirrors: [String]
  /// The size of its file.
  public let bytes: Int
  /// The archive that is fetched, where the file is in one.
  public let archive: CatalogueArchive?

  /// SHA-256 of its file.
  public var sha256: String { manifest.sha256.first ?? "" }

  /// All addresses of its file, in the order in which they are tried.
  var addresses: [String] { [url].compactMap(\.self) + mirrors }

  /// How many bytes are fetched.
  public var fetchedBytes: Int { archive?.bytes ?? bytes }

  /// What its file is called in the cache.
  var fileName: String { name + (archive?.networkExtension ?? ".onnx") }

  private enum Key: String, CodingKey {
    case name, aliases, url, mirrors, bytes, archive, sha256
  }

  /// Reads a manifest with the keys `url`, `mirrors`, `bytes`, `archive` and `aliases` added; name,
  /// size and checksum must be there.
  ///
  /// - Throws: `DecodingError` for a key that is missing or of another type, a name that no file
  ///   can have, or not exactly one checksum.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    name = try container.decode(String.self, forKey: .name)
    aliases = try container.decodeIfPresent([String].self, forKey: .aliases) ?? []
    url = try container.decodeIfPresent(String.self, forKey: .url)
    mirrors = try container.decodeIfPresent([String].self, forKey: .mirrors) ?? []
    bytes = try container.decode(Int.self, forKey: .bytes)
    archive = try container.decodeIfPresent(CatalogueArchive.self, forKey: .archive)
    manifest = try Manifest(from: decoder)
    guard ModelStore.isName(name) else {
      throw DecodingError.problem(at: container.codingPath + [Key.name], "cannot be a file's name")
    }
    guard manifest.sha256.count == 1 else {
      throw DecodingError.problem(at: container.codingPath + [Key.sha256], "must be one checksum")
    }
  }
}
