import Foundation

/// A model that has been found: its network, not read yet, and all that is known about it.
public struct ModelFiles: Sendable {
  /// The largest file that is read, 2 GiB: protobuf's own limit.
  package static let byteLimit = 1 << 31

  /// Where the bytes of a network are.
  public enum Source: Sendable {
    /// In a file, at this path.
    case file(String)
    /// In the binary.
    case builtIn(Data)
  }

  /// The name by which it was found; for a path, the file's name without its extension.
  public let name: String
  /// Where its network is.
  public let source: Source
  /// What is known about it, unless it is an unknown file.
  public let manifest: Manifest?
  /// Its class names, where manifest or catalogue know them; line i names output i.
  public let labels: ClassNames?
  /// What lies beside it in a folder as Hugging Face exports it.
  public let folder: HuggingFaceFolder?
  /// Where the tokenizer of its texts is; nil where none is found.
  public let tokenizer: TokenizerSource?

  init(
    name: String, source: Source, manifest: Manifest?, labels: ClassNames?,
    folder: HuggingFaceFolder? = nil, tokenizer: TokenizerSource? = nil
  ) {
    self.name = name
    self.source = source
    self.manifest = manifest
    self.labels = labels
    self.folder = folder
    if case .file(let path) = source,
      // A copy of a built-in network has its manifest, and need not have its files.
      let beside = TokenizerSource(
        named: manifest, besideFile: path, mustBeThere: tokenizer != nil)
        ?? TokenizerSource(besideFile: path)
    {
      self.tokenizer = beside
    } else {
      self.tokenizer = tokenizer
    }
  }

  /// All files that the model is read from, or would be if they were there: network, manifest,
  /// labels, tokenizer.
  public var relatedPaths: [String] {
    guard let path else { return [] }
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    let labels = (manifest?.labels?.file).map { folder.appendingPathComponent($0).path }
    return [
      path, url.deletingPathExtension().path + ".json",
      folder.appendingPathComponent("model.json").path,
    ] + [labels].compactMap(\.self) + (self.folder?.paths ?? []) + (tokenizer?.paths ?? [])
  }

  /// The bytes of the network's file, read at each call.
  ///
  /// - Throws: `.unreadableFile`, or `.fileTooLarge` above 2 GiB.
  public func network() throws(ModelsError) -> Data {
    switch source {
    case .file(let path): try FileContents.read(path, limit: Self.byteLimit)
    case .builtIn(let data): data
    }
  }

  /// The file's path, or nothing for a built-in network.
  public var path: String? {
    if case .file(let path) = source { path } else { nil }
  }
}
