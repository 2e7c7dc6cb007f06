import Explaining
import Foundation
import Inputs
import Rendering
import Synchronization

/// Collects what the index page is going to list, in the order of the pictures. Their entries, with small
/// pictures, are in a file, so that memory does not grow with their number.
final class IndexCollector: Sendable {
  /// Name of the index page's file.
  static let fileName = "index.html"

  private struct Contents {
    var places: [InputSource: [SpoolFile.Place]] = [:]
    var failures: [InputSource: ReportIndex.Failure] = [:]
  }

  private let file: SpoolFile
  private let contents = Mutex(Contents())

  /// Collects in a file of a folder.
  init(in folder: String) { file = SpoolFile(in: folder) }

  /// Lists a page of a picture.
  ///
  /// - Throws: `Failure` where the entry cannot be kept.
  func add(_ entry: ReportIndex.Entry, of source: InputSource) throws {
    let place = try file.add(Array(try JSONText.line(entry).utf8))
    contents.withLock { $0.places[source, default: []].append(place) }
  }

  /// The pages of a picture so far.
  func entries(of source: InputSource) throws -> [ReportIndex.Entry] {
    try (contents.withLock { $0.places[source] } ?? []).map(entry)
  }

  /// Lists a picture that could not be explained, in place of the pages that it has.
  func add(failureOf source: InputSource, _ error: any Error) {
    let failure = ReportIndex.Failure(
      imageName: source.fileName, reason: Failure(error).message ?? "")
    contents.withLock {
      $0.places[source] = nil
      $0.failures[source] = failure
    }
  }

  /// Hands the page on in pieces: of what has been collected of pictures, in their order.
  ///
  /// - Throws: `Failure` where an entry cannot be read; what `write` throws.
  func page(
    of sources: [InputSource], facts: [(String, String)], command: String,
    to write: (String) throws -> Void
  ) throws {
    let contents = contents.withLock { $0 }
    let places = sources.flatMap { contents.places[$0] ?? [] }
    var page = ReportIndex(heading: "Explanations", entries: [], version: Igtool.version)
    page.failures = sources.compactMap { contents.failures[$0] }
    page.facts = facts.map { ReportFact($0.0, $0.1) }
    page.command = command
    let frame = page.frame(count: places.count)
    try write(frame.head)
    for place in places { try write(ReportIndex.row(try entry(place))) }
    try write(frame.tail)
  }

  private func entry(_ place: SpoolFile.Place) throws -> ReportIndex.Entry {
    let bytes = try file.bytes(at: place)
    do {
      return try JSONText.value(ReportIndex.Entry.self, in: Data(bytes))
    } catch {
      throw Failure(.internalError, "an entry of the index cannot be read: \(error)")
    }
  }
}
