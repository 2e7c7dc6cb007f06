import Explaining
import Foundation
import Inputs
import Rendering
import Synchronization

/// Collects what the index page is going to list, in the order of the pictures.
final class IndexCollector: Sendable {
  /// Name of the index page's file.
  static let fileName = "index.html"

  private struct Contents {
    var entries: [InputSource: [ReportIndex.Entry]] = [:]
    var failures: [InputSource: ReportIndex.Failure] = [:]
  }

  private let contents = Mutex(Contents())

  /// Lists a page of a picture.
  func add(_ entry: ReportIndex.Entry, of source: InputSource) {
    contents.withLock { $0.entries[source, default: []].append(entry) }
  }

  /// The pages of a picture so far.
  func entries(of source: InputSource) -> [ReportIndex.Entry] {
    contents.withLock { $0.entries[source] ?? [] }
  }

  /// Lists a picture that could not be explained, in place of the pages that it has.
  func add(failureOf source: InputSource, _ error: any Error) {
    let failure = ReportIndex.Failure(
      imageName: source.fileName, reason: Failure(error).message ?? "")
    contents.withLock {
      $0.entries[source] = nil
      $0.failures[source] = failure
    }
  }

  /// The page, of what has been collected of pictures, in their order.
  func page(
    of sources: [InputSource], facts: [(String, String)], command: String
  ) -> ReportIndex {
    contents.withLock { contents in
      var page = ReportIndex(
        heading: "Explanations", entries: sources.flatMap { contents.entries[$0] ?? [] },
        version: Igtool.version)
      page.failures = sources.compactMap { contents.failures[$0] }
      page.facts = facts.map { ReportFact($0.0, $0.1) }
      page.command = command
      return page
    }
  }
}
