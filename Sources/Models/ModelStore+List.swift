import Foundation

/// One line of `igtool model list`.
public struct ModelListing: Sendable, Equatable {
  /// Where a model is.
  public enum Place: Sendable, Equatable {
    /// In a file of a model folder.
    case file(String)
    /// In a file of the cache.
    case cache(String)
    /// In the binary.
    case builtIn
    /// Not here; `igtool model pull` fetches it.
    case catalogue
  }

  /// The name for `--model`.
  public let name: String
  /// Where it is.
  public let place: Place
  /// The size of its file.
  public let bytes: Int
  /// Whether a manifest belongs to it: beside it, in the binary or in the catalogue.
  public let hasManifest: Bool
  /// A few words about it, if its manifest has any.
  public let title: String?
}

extension ModelStore {
  /// Every model that is here, in the order of search, then those that can be fetched.
  ///
  /// The first of several with one name is the one that the name means. Broken manifests count as
  /// none: `locate` says what is wrong with them. No checksum is computed, so a file without a
  /// manifest beside it is known only if the catalogue has its size.
  public func list() -> [ModelListing] {
    let found =
      folders.flatMap { listing(of: $0) { .file($0) } }
      + (cache.map { listing(of: $0) { .cache($0) } } ?? [])
    let names = Set(found.map(\.name))
    return found + builtIn.map(listing)
      + catalogue.downloadable.filter { !names.contains($0.name) }.map {
        ModelListing(
          name: $0.name, place: .catalogue, bytes: $0.bytes, hasManifest: true,
          title: $0.manifest.title)
      }
  }

  private func listing(of folder: String, place: (String) -> ModelListing.Place) -> [ModelListing] {
    FileContents.names(in: folder).compactMap { entry -> ModelListing? in
      let ending = Self.extensions.first(where: entry.hasSuffix)
      let name = String(entry.dropLast(ending?.count ?? 0))
      let path = ending == nil ? "\(folder)/\(entry)/model.onnx" : "\(folder)/\(entry)"
      guard Self.isName(name), let bytes = FileContents.size(ofFile: path) else { return nil }
      let stem = URL(fileURLWithPath: path).deletingPathExtension().path
      let beside = try? readManifest(stem + ".json")
      let manifest = beside ?? catalogue.entries.first { $0.bytes == bytes }?.manifest
      return ModelListing(
        name: name, place: place(path), bytes: bytes, hasManifest: manifest != nil,
        title: manifest?.title)
    }
  }

  private func listing(of model: BuiltInModel) -> ModelListing {
    ModelListing(
      name: model.name, place: .builtIn, bytes: model.network.count, hasManifest: true,
      title: (try? model.files())?.manifest?.title)
  }
}
