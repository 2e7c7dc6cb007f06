import Foundation

/// Where models are found, and where fetched ones are kept.
///
/// A store is made of explicit values and keeps no state; it looks at the disk in every call.
/// Names are looked up in this order: the folder of `--model-dir`, each folder of `IGTOOL_MODELS`,
/// the user's cache, the binary.
public struct ModelStore: Sendable {
  /// Folders that are searched before the cache, in order.
  public let folders: [String]
  /// Where fetched models are kept, or nothing when the environment names no home.
  public let cache: String?
  /// What can be fetched or recognised.
  public let catalogue: Catalogue
  /// Whether the environment forbids downloads (`IGTOOL_OFFLINE`).
  public let isOffline: Bool
  /// What replaces scheme, host and port of the catalogue's addresses and goes before their paths
  /// (`IGTOOL_MIRROR`): for mirrors, and for tests without a network.
  let mirror: URL?
  /// The networks in the binary.
  let builtIn: [BuiltInModel]

  /// The store of a process.
  ///
  /// - Parameters:
  ///   - modelDirectory: the folder of `--model-dir`.
  ///   - environment: read are `IGTOOL_MODELS`, `XDG_CACHE_HOME`, `HOME`, `IGTOOL_OFFLINE` and
  ///     `IGTOOL_MIRROR`.
  ///   - home: the user's home when the environment does not say it.
  /// - Throws: `.badSetting` for a mirror that is no address.
  public init(
    modelDirectory: String? = nil, environment: [String: String], home: String? = nil
  ) throws(ModelsError) {
    try self.init(
      modelDirectory: modelDirectory, environment: environment, home: home,
      catalogue: .embedded(), builtIn: BuiltInModel.embedded())
  }

  /// A store with another catalogue and other built-in networks than this binary's.
  package init(
    modelDirectory: String? = nil, environment: [String: String], home: String? = nil,
    catalogue: Catalogue, builtIn: [BuiltInModel]
  ) throws(ModelsError) {
    let listed = (environment["IGTOOL_MODELS"] ?? "").split(separator: ":").map(String.init)
    folders = [modelDirectory].compactMap(\.self) + listed
    cache = Self.cacheFolder(environment: environment, home: home)
    isOffline = Self.isSet(environment["IGTOOL_OFFLINE"])
    mirror = try Self.mirror(environment["IGTOOL_MIRROR"])
    self.catalogue = catalogue
    self.builtIn = builtIn
  }

  /// All folders that are searched, the cache last.
  public var searchedFolders: [String] {
    folders + [cache].compactMap(\.self)
  }

  /// Whether a text can be a model's name: a file name that is not hidden and has no folder in it.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".") && !text.contains("/") && !text.contains("\0")
  }

  /// Relative values of `XDG_CACHE_HOME` do not count, as its specification demands.
  private static func cacheFolder(environment: [String: String], home: String?) -> String? {
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
      return folder + "/igtool/models"
    }
    guard let home = environment["HOME"] ?? home, !home.isEmpty else { return nil }
    return home + "/.cache/igtool/models"
  }

  private static func isSet(_ value: String?) -> Bool {
    !["", "0", "no", "false"].contains((value ?? "").lowercased())
  }

  private static func mirror(_ value: String?) throws(ModelsError) -> URL? {
    guard let value, !value.isEmpty else { return nil }
    guard let url = URL(string: value), ["http", "https"].contains(url.scheme), url.host != nil
    else {
      throw .badSetting(
        variable: "IGTOOL_MIRROR", value: value,
        expected: "an address such as http://localhost:8000")
    }
    return url
  }
}
