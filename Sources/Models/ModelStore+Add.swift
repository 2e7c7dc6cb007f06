import Files
import Foundation

/// A model that a file has been copied into the cache as.
public struct AddedModel: Sendable, Equatable {
  /// Its name in the catalogue.
  public let name: String
  /// The network's file in the cache.
  public let path: String
  /// The file of class names that is nowhere; nil where there is one, or none is needed.
  public let missingLabels: String?
}

extension ModelStore {
  /// Copies a file that somebody has brought into the cache, as the catalogued model that it is, with
  /// its manifest. It is the network, or the archive that the catalogue has it in. Class names come out
  /// of the archive, or from a file of the catalogue's name beside the network's.
  ///
  /// Size and SHA-256 are checked before anything is written.
  ///
  /// - Throws: `.notInCatalogue`, `.noCache`, `.unreadableFile`, `.fileTooLarge`, `.otherFile`,
  ///   `.badArchive`, `.notEnoughSpace`, `.cannotWrite`, `.pullInProgress`.
  public func add(
    _ path: String, as name: String, report: @escaping @Sendable (PullEvent) -> Void = { _ in }
  ) throws(ModelsError) -> AddedModel {
    let size = FileContents.size(ofFile: path)
    let entries = catalogue.entries(named: name)
    // Several networks can have a name in common, as the same one in two formats of its file.
    guard let entry = entries.first(where: { $0.fileSizes.contains(size ?? 0) }) ?? entries.first
    else {
      throw .notInCatalogue(name: name, pullable: catalogue.downloadable.map(\.name))
    }
    guard let cache else { throw .noCache }
    let bytes = try checkedBytes(path, entry)
    try FileContents.createFolder(cache)
    let needed = bytes.count + (entry.archive == nil ? 0 : entry.bytes)
    if let available = FileContents.freeBytes(at: cache), available < needed {
      throw .notEnoughSpace(folder: cache, needed: needed, available: available)
    }
    let target = "\(cache)/\(entry.fileName)"
    if let archive = entry.archive, bytes.count == archive.bytes {
      let pull = ArchivePull(
        entry: entry, archive: archive, url: URL(fileURLWithPath: path), cache: cache,
        patience: DownloadPatience(), report: report)
      try pull.place(from: bytes)
    } else {
      try addLabels(of: entry, besideFile: path, to: cache, report)
      try FileContents.write(entry.manifest.json(), to: "\(cache)/\(entry.name).json")
      try write(bytes, to: target, report)
    }
    return AddedModel(name: entry.name, path: target, missingLabels: missingLabels(of: entry))
  }

  /// The bytes of a network, or of its archive, if they are those of the catalogue.
  private func checkedBytes(_ path: String, _ entry: CatalogueEntry) throws(ModelsError) -> Data {
    let sizes = entry.fileSizes
    if let size = FileContents.size(ofFile: path), !sizes.contains(size) {
      throw .otherFile(
        path: path, name: entry.name,
        expected: sizes.map { "\($0) bytes" }.joined(separator: " or "), found: "\(size)")
    }
    let bytes = try FileContents.read(path, limit: sizes.max() ?? 0)
    let expected = bytes.count == entry.archive?.bytes ? entry.archive?.sha256 : entry.sha256
    let found = Checksum.sha256(of: bytes)
    guard found == expected else {
      throw .otherFile(
        path: path, name: entry.name, expected: "SHA-256 \(expected ?? "")", found: found)
    }
    return bytes
  }

  /// Copies the class names that lie beside a file, if they are those of the catalogue.
  private func addLabels(
    of entry: CatalogueEntry, besideFile path: String, to cache: String,
    _ report: @escaping @Sendable (PullEvent) -> Void
  ) throws(ModelsError) {
    guard let labels = entry.manifest.labels else { return }
    let beside = FilePath.join(FilePath.folder(of: path), labels.file)
    guard FileContents.size(ofFile: beside) != nil,
      let bytes = try? FileContents.read(beside, limit: LabelFile.byteLimit),
      bytes.count == labels.bytes ?? bytes.count,
      labels.sha256.map({ $0 == Checksum.sha256(of: bytes) }) ?? true
    else { return }
    try write(bytes, to: "\(cache)/\(labels.file)", report)
  }

  private func write(
    _ bytes: Data, to target: String, _ report: @escaping @Sendable (PullEvent) -> Void
  ) throws(ModelsError) {
    try PartialFile.write(bytes, to: target, patience: DownloadPatience().lock) {
      report(.waiting(target))
    }
  }

  /// The file of class names, unless it lies in one of the folders where it is looked for.
  private func missingLabels(of entry: CatalogueEntry) -> String? {
    guard let file = entry.manifest.labels?.file else { return nil }
    let places = searchedFolders.map { "\($0)/\(file)" }
    return places.contains { FileContents.size(ofFile: $0) != nil } ? nil : file
  }
}

extension CatalogueEntry {
  /// The sizes of the files that it can be brought as: of the network, and of the archive with it.
  fileprivate var fileSizes: [Int] { [bytes, archive?.bytes].compactMap(\.self) }
}
