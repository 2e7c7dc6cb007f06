import Foundation

/// Fetches one file whose content is known beforehand.
struct Download: Sendable {
  /// Where the file comes from.
  let url: URL
  /// Where the file goes to.
  let destination: String
  /// Its size, if known.
  let bytes: Int?
  /// Its checksum, if known.
  let sha256: String?
  /// How many bytes besides the file's own have to be free.
  var extraBytes = 0
  /// How patient it is.
  let patience: DownloadPatience
  /// What is told to the caller.
  let report: @Sendable (PullEvent) -> Void

  /// The largest file of unknown size.
  private static let unknownSizeLimit = LabelFile.byteLimit

  /// Fetches the file, unless another process has just done that; goes on where an earlier attempt
  /// broke off.
  ///
  /// - Parameter check: looks at the complete file before it gets its name.
  func run(
    check: (String) throws(ModelsError) -> Void = { (_) throws(ModelsError) in }
  ) throws(ModelsError) {
    try run(isKept: true, unless: isDone, use: check)
  }

  /// Fetches a file that is deleted when `use` has looked at it, unless `isDone` says that nothing
  /// is left to do; goes on where an earlier attempt broke off.
  func run(
    unless isDone: () -> Bool, use: (String) throws(ModelsError) -> Void
  ) throws(ModelsError) {
    try run(isKept: false, unless: isDone, use: use)
  }

  private func run(
    isKept: Bool, unless isDone: () -> Bool, use: (String) throws(ModelsError) -> Void
  ) throws(ModelsError) {
    let partial = try PartialFile(for: destination, patience: patience.lock) {
      report(.waiting(destination))
    }
    if isDone() { return partial.discard() }
    do {
      try prepare(partial)
      try fetch(partial)
    } catch {
      if partial.count == 0 { partial.discard() }
      throw error
    }
    do {
      report(.verifying(destination))
      try checkSum(partial.path)
      try use(partial.path)
    } catch {
      partial.discard()
      throw error
    }
    if isKept { try partial.commit() } else { partial.discard() }
  }

  /// Whether the right file is there already.
  private func isDone() -> Bool {
    guard let size = FileContents.size(ofFile: destination), size == bytes ?? size else {
      return false
    }
    guard let sha256 else { return true }
    return (try? Checksum.sha256(ofFile: destination)) == sha256
  }

  private func prepare(_ partial: borrowing PartialFile) throws(ModelsError) {
    guard let bytes else { return try partial.restart() }
    if partial.count > bytes { try partial.restart() }
    let needed = bytes - partial.count + extraBytes
    let folder = URL(fileURLWithPath: destination).deletingLastPathComponent().path
    if let available = FileContents.freeBytes(at: folder), available < needed {
      throw .notEnoughSpace(folder: folder, needed: needed, available: available)
    }
  }

  /// Transfers until the file is complete; attempts without any progress are counted.
  private func fetch(_ partial: borrowing PartialFile) throws(ModelsError) {
    var retries = patience.retries
    while bytes == nil || partial.count < (bytes ?? 0) {
      let before = partial.count
      do throws(HTTPTransfer.Failure) {
        try transfer(partial)
        return
      } catch {
        guard retries > 0, isTemporary(error) else { throw self.error(error) }
        if case .unsatisfiableRange = error { try partial.restart() }
        if bytes == nil { try partial.restart() }
        if partial.count <= before { retries -= 1 }
        Thread.sleep(forTimeInterval: patience.pause)
      }
    }
  }

  private func transfer(_ partial: borrowing PartialFile) throws(HTTPTransfer.Failure) {
    let total = bytes
    let step = max(1, (total ?? 1) / 200)
    let file = destination
    let report = report
    let offset = partial.count
    report(.progress(file: file, received: offset, total: total))
    let transfer = HTTPTransfer(
      url: url, descriptor: partial.descriptor, offset: offset,
      expected: bytes ?? Self.unknownSizeLimit, isExact: bytes != nil,
      progress: { [meter = ProgressMeter(from: offset, step: step, total: total)] received in
        guard meter.isDue(received) else { return }
        report(.progress(file: file, received: received, total: total))
      })
    try transfer.run(timeout: patience.silence)
  }

  private func isTemporary(_ failure: HTTPTransfer.Failure) -> Bool {
    switch failure {
    case .connection, .unsatisfiableRange: true
    case .status(let status): status >= 500 || status == 429 || status == 408
    case .size, .write: false
    }
  }

  private func error(_ failure: HTTPTransfer.Failure) -> ModelsError {
    let address = url.absoluteString
    return switch failure {
    case .status(let status): .badResponse(url: address, status: status)
    case .size(let found):
      .wrongSize(url: address, expected: bytes ?? Self.unknownSizeLimit, found: found)
    case .unsatisfiableRange: .badResponse(url: address, status: 416)
    case .connection(let reason): .connectionFailed(url: address, reason: reason)
    case .write(let code): .cannotWrite(path: destination, code: code)
    }
  }

  private func checkSum(_ path: String) throws(ModelsError) {
    guard let sha256 else { return }
    let found = try Checksum.sha256(ofFile: path)
    guard found == sha256 else {
      throw .wrongChecksum(url: url.absoluteString, expected: sha256, found: found)
    }
  }
}

/// How long a download waits for others.
package struct DownloadPatience: Sendable {
  /// Seconds without a byte after which a connection counts as lost.
  package var silence = 30.0
  /// How many attempts in a row may bring no byte.
  package var retries = 2
  /// Seconds between two attempts.
  package var pause = 1.0
  /// Seconds to wait for another process that fetches the same file.
  package var lock = 3600.0

  /// Waits as long as a person would.
  package init() {}
}
