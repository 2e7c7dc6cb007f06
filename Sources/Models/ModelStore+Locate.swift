import Files
import Foundation

extension ModelStore {
  /// Finds a model by name or path, with its manifest and labels; nothing is fetched.
  ///
  /// What contains a `/` or ends in `.onnx` or `.pb` is a path, to a file or to a folder with
  /// `model.onnx` or `onnx/model.onnx`. Anything else is a name: `NAME.onnx`, `NAME.pb` or such a
  /// folder in a model folder, else a built-in network, else whatever is here of the catalogued network with
  /// that alias, else a folder of that name here.
  ///
  /// - Throws: `.unreadableFile` for a path and for a folder without a network, `.modelNotFound` for a
  ///   name, `.badManifest`.
  public func locate(_ nameOrPath: String) throws(ModelsError) -> ModelFiles {
    if nameOrPath.contains("/") || Self.extensions.contains(where: nameOrPath.hasSuffix) {
      return try files(atPath: nameOrPath)
    }
    if let found = try find(nameOrPath) { return found }
    let entry = catalogue.downloadable(nameOrPath)
    if let entry, entry.name != nameOrPath, let found = try find(entry.name) { return found }
    if Self.networks(inFolder: nameOrPath).contains(where: { FileContents.size(ofFile: $0) != nil })
    {
      return try files(atPath: nameOrPath)
    }
    if entry == nil, FileKind(nameOrPath) == .folder {
      throw .unreadableFile(path: nameOrPath, reason: Self.reasonForNoNetwork(inFolder: nameOrPath))
    }
    throw .modelNotFound(
      name: nameOrPath, searched: searchedFolders,
      pullable: entry.map { .init(name: $0.name, bytes: $0.fetchedBytes) },
      similar: entry == nil ? NearMatches.of(nameOrPath, among: knownNames) : [])
  }

  /// What names of network files end in.
  static let extensions = [".onnx", ".pb"]

  /// Where the network of a folder may be.
  private static func networks(inFolder folder: String) -> [String] {
    let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    return ["\(folder)/model.onnx", "\(folder)/onnx/model.onnx"]
  }

  /// The names and aliases that lead somewhere.
  private var knownNames: [String] {
    Set(list().map(\.name) + catalogue.downloadable.flatMap(\.aliases)).sorted()
  }

  /// What has exactly this name.
  private func find(_ name: String) throws(ModelsError) -> ModelFiles? {
    guard Self.isName(name) else { return nil }
    if let path = path(of: name) { return try files(name: name, path: path) }
    return try builtIn.first { $0.name == name }?.files()
  }

  /// The first file with this name in the folders.
  func path(of name: String) -> String? {
    searchedFolders.flatMap { folder in
      Self.extensions.map { "\(folder)/\(name)\($0)" }
        + Self.networks(inFolder: "\(folder)/\(name)")
    }
    .first { FileContents.size(ofFile: $0) != nil }
  }

  private func files(atPath given: String) throws(ModelsError) -> ModelFiles {
    var path = given
    if FileKind(given) == .folder {
      guard
        let found = Self.networks(inFolder: given).first(where: {
          FileContents.size(ofFile: $0) != nil
        })
      else {
        throw .unreadableFile(path: given, reason: Self.reasonForNoNetwork(inFolder: given))
      }
      path = found
    }
    guard FileContents.size(ofFile: path) != nil else {
      throw .unreadableFile(path: path, reason: Self.reasonForNoFile(path))
    }
    return try files(name: Self.name(ofFile: path), path: path)
  }

  /// What a folder lacks, and a network in it that may be meant.
  private static func reasonForNoNetwork(inFolder folder: String) -> String {
    let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let network = files.first { file in extensions.contains(where: file.hasSuffix) }
    return "is a folder without model.onnx and without onnx/model.onnx; give the network's file: "
      + "--model \(folder)/\(network ?? "NAME.onnx")"
  }

  private static func reasonForNoFile(_ path: String) -> String {
    guard access(path, F_OK) != 0 else { return "is not a regular file" }
    let name = Self.name(ofFile: path)
    guard errno == ENOENT, !path.contains("/") else {
      return FileError.message(of: errno)
    }
    let ending = URL(fileURLWithPath: path).pathExtension
    return "no such file; a name without .\(ending) (--model \(name)) is looked up in the model "
      + "folders"
  }

  /// `net` for `folder/net.onnx`, `folder` for `folder/model.onnx` and `folder/onnx/model.onnx`.
  static func name(ofFile path: String) -> String {
    let url = URL(fileURLWithPath: path)
    let stem = url.deletingPathExtension().lastPathComponent
    guard stem == "model" else { return stem }
    let folder = url.deletingLastPathComponent()
    return folder.lastPathComponent == "onnx"
      ? folder.deletingLastPathComponent().lastPathComponent : folder.lastPathComponent
  }

  private func files(name: String, path: String) throws(ModelsError) -> ModelFiles {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if let manifest = try manifest(beside: path, in: folder) {
      let labels = try labels(manifest.labels, beside: folder)
      return ModelFiles(
        name: name, source: .file(path), manifest: manifest, labels: labels,
        folder: HuggingFaceFolder(besideFile: path))
    }
    if let twin = try builtInTwin(ofFile: path) {
      return ModelFiles(
        name: name, source: .file(path), manifest: twin.manifest, labels: twin.labels,
        tokenizer: twin.tokenizer)
    }
    let manifest = try catalogueEntry(ofFile: path)?.manifest
    let labels = try labels(manifest?.labels, beside: folder)
    return ModelFiles(
      name: name, source: .file(path), manifest: manifest, labels: labels,
      folder: HuggingFaceFolder(besideFile: path))
  }
}

// MARK: - What belongs to a file

extension ModelStore {
  /// `NAME.json` beside `NAME.onnx`, else the folder's `model.json` if it has no `model.onnx` of
  /// its own.
  private func manifest(
    beside path: String, in folder: String
  ) throws(ModelsError) -> Manifest? {
    let own = URL(fileURLWithPath: path).deletingPathExtension().path + ".json"
    if FileContents.size(ofFile: own) != nil { return try readManifest(own) }
    let common = folder + "/model.json"
    guard FileContents.size(ofFile: common) != nil,
      FileContents.size(ofFile: folder + "/model.onnx") == nil
    else { return nil }
    return try readManifest(common)
  }

  func readManifest(_ path: String) throws(ModelsError) -> Manifest {
    try Manifest(json: try FileContents.read(path, limit: Manifest.byteLimit), file: path)
  }

  /// The built-in network of which a file is a copy.
  private func builtInTwin(ofFile path: String) throws(ModelsError) -> ModelFiles? {
    let size = FileContents.size(ofFile: path)
    for model in builtIn where model.network.count == size {
      let bytes = try FileContents.read(path, limit: ModelFiles.byteLimit)
      if bytes == model.network { return try model.files() }
    }
    return nil
  }

  /// The catalogued network that a file is; its checksum is computed only if the size is right.
  func catalogueEntry(ofFile path: String) throws(ModelsError) -> CatalogueEntry? {
    let size = FileContents.size(ofFile: path)
    let candidates = catalogue.entries.filter { $0.bytes == size }
    guard !candidates.isEmpty else { return nil }
    let sha256 = try Checksum.sha256(ofFile: path)
    return candidates.first { $0.sha256 == sha256 }
  }

  /// The class names, from beside the network or from one of the model folders.
  private func labels(
    _ source: LabelSource?, beside folder: String
  ) throws(ModelsError) -> ClassNames? {
    guard let source else { return nil }
    let path = ([folder] + searchedFolders).map { "\($0)/\(source.file)" }
      .first { FileContents.size(ofFile: $0) != nil }
    guard let path else { return nil }
    return try LabelFile.read(path)
  }
}
