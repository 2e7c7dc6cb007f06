import Foundation

extension ModelStore {
  /// Finds a model, and fetches it first if it is catalogued and nowhere.
  ///
  /// - Parameters:
  ///   - offline: forbids to fetch, as `IGTOOL_OFFLINE` does.
  ///   - report: told about the download, from any thread.
  /// - Throws: what `locate` and `pull` throw.
  public func locateOrPull(
    _ nameOrPath: String, offline: Bool = false,
    report: @escaping @Sendable (PullEvent) -> Void = { _ in }
  ) throws(ModelsError) -> ModelFiles {
    do {
      return try locate(nameOrPath)
    } catch .modelNotFound(_, _, .some(let pullable), _) {
      try pull(pullable.name, offline: offline, report: report)
      return try locate(pullable.name)
    }
  }

  /// Fetches a catalogued model into the cache, with its manifest and labels; blocks until it is
  /// there. A model that is there already is only checked.
  ///
  /// Where an address does not give it, the catalogue's other ones are tried in turn.
  ///
  /// Size and SHA-256 are checked before the file gets its name. A download that breaks off, or
  /// whose process ends, leaves `NAME.onnx.incomplete` (`NAME.zip.incomplete` of an archive), from
  /// which the next one goes on. Of an archive only what is in it stays.
  ///
  /// - Returns: the path of the network's file.
  /// - Throws: `.notInCatalogue`, `.offline`, `.noCache`, `.notEnoughSpace`, `.cannotWrite`,
  ///   `.pullInProgress`; `.notFetched` where every address failed by `.connectionFailed`,
  ///   `.badResponse`, `.wrongSize`, `.wrongChecksum` or `.badArchive`.
  @discardableResult
  public func pull(
    _ name: String, offline: Bool = false,
    report: @escaping @Sendable (PullEvent) -> Void = { _ in }
  ) throws(ModelsError) -> String {
    try pull(name, offline: offline, patience: DownloadPatience(), report: report)
  }

  /// The same, with waiting times to choose.
  @discardableResult
  package func pull(
    _ name: String, offline: Bool = false, patience: DownloadPatience,
    report: @escaping @Sendable (PullEvent) -> Void = { _ in }
  ) throws(ModelsError) -> String {
    guard let entry = catalogue.downloadable(name) else {
      throw .notInCatalogue(name: name, pullable: catalogue.downloadable.map(\.name))
    }
    guard let cache else { throw .noCache }
    let target = "\(cache)/\(entry.fileName)"
    var urls: [URL] = []
    for address in entry.addresses {
      let url = try resolved(address)
      if !urls.contains(url) { urls.append(url) }
    }
    if offline || isOffline {
      guard try isComplete(target, entry) else {
        throw .offline(
          name: entry.name, url: urls[0].absoluteString, target: target,
          member: entry.archive?.network)
      }
      return target
    }
    try FileContents.createFolder(cache)
    let labels = try entry.archive == nil ? labelDownload(entry, cache, patience, report) : nil
    let isNamed = (try? labels?.runForLabels(entry)) != nil
    var failures: [ModelsError] = []
    for url in urls {
      do throws(ModelsError) {
        try fetch(entry, from: url, to: target, in: cache, patience, report)
        if !isNamed { retry(labels, entry, report) }
        return target
      } catch {
        guard error.isOfAddress else { throw error }
        failures.append(error)
      }
    }
    throw .notFetched(name: entry.name, failures: failures, builtIn: builtIn.map(\.name))
  }

  /// Fetches a network, or the archive that it is in, from one address, and writes the manifest.
  private func fetch(
    _ entry: CatalogueEntry, from url: URL, to target: String, in cache: String,
    _ patience: DownloadPatience, _ report: @escaping @Sendable (PullEvent) -> Void
  ) throws(ModelsError) {
    if let archive = entry.archive {
      let pull = ArchivePull(
        entry: entry, archive: archive, url: url, cache: cache, patience: patience, report: report)
      return try pull.run()
    }
    try FileContents.write(entry.manifest.json(), to: "\(cache)/\(entry.name).json")
    let network = Download(
      url: url, destination: target, bytes: entry.bytes, sha256: entry.sha256, patience: patience,
      report: report)
    try network.run()
  }

  private func isComplete(
    _ path: String, _ entry: CatalogueEntry
  ) throws(ModelsError) -> Bool {
    guard FileContents.size(ofFile: path) == entry.bytes else { return false }
    return try Checksum.sha256(ofFile: path) == entry.sha256
  }

  /// An address of the catalogue, at the mirror if there is one.
  package func resolved(_ address: String) throws(ModelsError) -> URL {
    guard var parts = URLComponents(string: address), parts.scheme != nil else {
      throw .badManifest(file: "catalogue", key: "url", problem: "is no address: \(address)")
    }
    if let mirror {
      parts.scheme = mirror.scheme
      parts.host = mirror.host
      parts.port = mirror.port
      parts.path = (mirror.path == "/" ? "" : mirror.path) + parts.path
    }
    guard let url = parts.url else {
      throw .badManifest(file: "catalogue", key: "url", problem: "is no address: \(address)")
    }
    return url
  }

  // MARK: - Labels

  private func labelDownload(
    _ entry: CatalogueEntry, _ cache: String, _ patience: DownloadPatience,
    _ report: @escaping @Sendable (PullEvent) -> Void
  ) throws(ModelsError) -> Download? {
    guard let labels = entry.manifest.labels, let address = labels.url else { return nil }
    return Download(
      url: try resolved(address), destination: "\(cache)/\(labels.file)", bytes: labels.bytes,
      sha256: labels.sha256, patience: patience.withoutRetries, report: report)
  }

  /// A network without class names is better than none: a failure is reported, not thrown.
  private func retry(
    _ labels: Download?, _ entry: CatalogueEntry, _ report: @Sendable (PullEvent) -> Void
  ) {
    do throws(ModelsError) {
      try labels?.runForLabels(entry)
    } catch {
      report(.labelsMissing(error))
    }
  }
}

extension Download {
  /// Fetches class names, and refuses a file with another number of them than there are classes.
  fileprivate func runForLabels(_ entry: CatalogueEntry) throws(ModelsError) {
    try run { path throws(ModelsError) in
      guard let expected = entry.manifest.labels?.lines else { return }
      let found = try LabelFile.read(path).count
      guard found == expected else {
        throw .wrongLabels(url: url.absoluteString, expectedLines: expected, found: found)
      }
    }
  }
}

extension DownloadPatience {
  /// The same for a file of which the first failure counts.
  fileprivate var withoutRetries: DownloadPatience {
    var copy = self
    copy.retries = 0
    return copy
  }
}

extension ModelsError {
  /// Whether an address did not give what it should; another one may.
  fileprivate var isOfAddress: Bool {
    switch self {
    case .connectionFailed, .badResponse, .wrongSize, .wrongChecksum, .badArchive: true
    default: false
    }
  }
}
