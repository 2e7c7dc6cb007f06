import Foundation

/// Fetches an archive, and places the network and the class names that are in it.
struct ArchivePull: Sendable {
  /// What is fetched.
  let entry: CatalogueEntry
  /// The archive that it is in.
  let archive: CatalogueArchive
  /// Where the archive is.
  let url: URL
  /// The folder of fetched models.
  let cache: String
  /// How long others are waited for.
  let patience: DownloadPatience
  /// What is told to the caller.
  let report: @Sendable (PullEvent) -> Void

  /// One file of the archive, and what is known of it.
  private struct Item {
    let member: String
    let destination: String
    let bytes: Int?
    let sha256: String?

    /// Whether the right file is there already.
    var isPlaced: Bool {
      guard let size = FileContents.size(ofFile: destination), size == bytes ?? size else {
        return false
      }
      return sha256.map { (try? Checksum.sha256(ofFile: destination)) == $0 } ?? true
    }
  }

  /// Fetches the archive unless all of it is there; every file in it is checked before one is placed,
  /// the network last.
  func run() throws(ModelsError) {
    let items = [labels, network].compactMap(\.self)
    if items.allSatisfy(\.isPlaced) { return try writeManifest() }
    let download = Download(
      url: url, destination: "\(cache)/\(entry.name).zip", bytes: archive.bytes,
      sha256: archive.sha256, extraBytes: items.reduce(0) { $0 + ($1.bytes ?? 0) },
      patience: patience, report: report)
    try download.run(unless: { items.allSatisfy(\.isPlaced) }) { path throws(ModelsError) in
      try place(from: FileContents.read(path, limit: archive.bytes))
    }
  }

  /// Places the files of an archive; every one of them is checked before one is placed, the network last.
  func place(from bytes: Data) throws(ModelsError) {
    let contents = try unpack([labels, network].compactMap(\.self), from: bytes)
    for (item, data) in contents.dropLast() { try place(data, at: item.destination) }
    try writeManifest()
    for (item, data) in contents.suffix(1) { try place(data, at: item.destination) }
  }

  private var network: Item {
    Item(
      member: archive.network, destination: "\(cache)/\(entry.fileName)", bytes: entry.bytes,
      sha256: entry.sha256)
  }

  private var labels: Item? {
    guard let labels = entry.manifest.labels, labels.url == nil else { return nil }
    return Item(
      member: labels.file, destination: "\(cache)/\(labels.file)", bytes: labels.bytes,
      sha256: labels.sha256)
  }

  private func writeManifest() throws(ModelsError) {
    try FileContents.write(entry.manifest.json(), to: "\(cache)/\(entry.name).json")
  }

  private func unpack(
    _ items: [Item], from bytes: Data
  ) throws(ModelsError) -> [(Item, Data)] {
    let contents: [Data]
    do throws(ZipError) {
      let zip = try ZipArchive(bytes)
      contents = try items.map { item throws(ZipError) in
        try zip.contents(of: item.member, bytes: item.bytes, limit: LabelFile.byteLimit)
      }
    } catch {
      throw .badArchive(url: url.absoluteString, expected: error.expected, found: error.found)
    }
    for (item, data) in zip(items, contents) {
      let found = Checksum.sha256(of: data)
      guard let expected = item.sha256, found != expected else { continue }
      throw .wrongChecksum(
        url: "\(url.absoluteString), \(item.member)", expected: expected, found: found)
    }
    return Array(zip(items, contents))
  }

  private func place(_ data: Data, at destination: String) throws(ModelsError) {
    try PartialFile.write(data, to: destination, patience: patience.lock) {
      report(.waiting(destination))
    }
  }
}
