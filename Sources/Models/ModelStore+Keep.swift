import Foundation

/// What a check of a model's SHA-256 has shown.
public struct ModelVerification: Sendable, Equatable {
  /// How a checksum compares with the expected ones.
  public enum Verdict: Sendable, Equatable {
    /// It is the catalogued network of this name.
    case catalogued(String)
    /// It is one that its manifest lists, or part of the binary.
    case asInManifest
    /// It is none that the manifest or the catalogue lists for this name.
    case differs(expected: [String])
    /// Nothing is known about it.
    case unlisted
  }

  /// The model's name.
  public let name: String
  /// The file, or nothing for a built-in network.
  public let path: String?
  /// The checksum that was found.
  public let sha256: String
  /// What it means.
  public let verdict: Verdict
}

extension ModelStore {
  /// Computes the SHA-256 of a model, and compares it with its manifest and the catalogue.
  ///
  /// - Throws: what `locate` throws; `.unreadableFile` where the network cannot be read.
  public func verify(_ nameOrPath: String) throws(ModelsError) -> ModelVerification {
    let model = try locate(nameOrPath)
    let sha256: String
    if let path = model.path {
      sha256 = try Checksum.sha256(ofFile: path)
    } else {
      sha256 = Checksum.sha256(of: try model.network())
    }
    return ModelVerification(
      name: model.name, path: model.path, sha256: sha256, verdict: verdict(model, sha256))
  }

  private func verdict(_ model: ModelFiles, _ sha256: String) -> ModelVerification.Verdict {
    if let entry = catalogue.entries.first(where: { $0.sha256 == sha256 }) {
      return .catalogued(entry.name)
    }
    let listed = model.manifest?.sha256 ?? []
    if model.path == nil || listed.contains(sha256) { return .asInManifest }
    let expected = Set(listed + catalogue.entries.filter { $0.name == model.name }.map(\.sha256))
    return expected.isEmpty ? .unlisted : .differs(expected: expected.sorted())
  }

  /// Deletes a fetched model from the cache: network, manifest, what a broken-off download left,
  /// and labels that no other manifest there names. Returns the paths of what was deleted.
  ///
  /// - Throws: `.notRemovable` for models elsewhere, `.modelNotFound`, `.cannotWrite`.
  public func remove(_ name: String) throws(ModelsError) -> [String] {
    guard let cache else { throw .noCache }
    guard Self.isName(name) else {
      throw .notRemovable(name: name, location: "a path")
    }
    let stem = "\(cache)/\(name)"
    let endings = Self.extensions + [".json"]
    let broken = (Self.extensions + [".zip"]).map { $0 + ".incomplete" }
    let own = (endings + broken).map { stem + $0 }.filter { FileContents.size(ofFile: $0) != nil }
    guard !own.isEmpty else {
      let model = try locate(name)
      if let path = model.path, path.hasPrefix(cache + "/"), model.name != name {
        return try remove(model.name)
      }
      throw .notRemovable(name: name, location: model.path.map { "at \($0)" } ?? "built in")
    }
    let doomed = own + orphanedLabels(of: "\(stem).json", in: cache)
    for path in doomed where unlink(path) != 0 && errno != ENOENT {
      throw .cannotWrite(path: path, code: errno)
    }
    return doomed
  }

  /// The labels that only this manifest of the cache names.
  private func orphanedLabels(of manifest: String, in cache: String) -> [String] {
    guard let file = (try? readManifest(manifest))?.labels?.file else { return [] }
    let others = FileContents.names(in: cache).map { "\(cache)/\($0)" }
      .filter { $0.hasSuffix(".json") && $0 != manifest }
    let isShared = others.contains { (try? readManifest($0))?.labels?.file == file }
    let path = "\(cache)/\(file)"
    return isShared || FileContents.size(ofFile: path) == nil ? [] : [path]
  }
}
