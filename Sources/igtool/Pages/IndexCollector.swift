import Explaining
import Foundation
import Inputs
import Rendering
import Synchronization

/// Collects what the index page is going to list, in the order in which pictures are finished.
final class IndexCollector: Sendable {
  /// Name of the index page's file.
  static let fileName = "index.html"

  private struct Contents {
    var entries: [ReportIndex.Entry] = []
    var failures: [ReportIndex.Failure] = []
  }

  private let contents = Mutex(Contents())

  /// Lists a page.
  func add(_ entry: ReportIndex.Entry) { contents.withLock { $0.entries.append(entry) } }

  /// Lists a picture that could not be explained.
  func add(failureOf source: InputSource, _ error: any Error) {
    let failure = ReportIndex.Failure(
      imageName: source.fileName, reason: Failure(error).message ?? "")
    contents.withLock { $0.failures.append(failure) }
  }

  /// The page, of what has been collected.
  func page(facts: [(String, String)], command: String) -> ReportIndex {
    contents.withLock { contents in
      var page = ReportIndex(
        heading: "Explanations", entries: contents.entries, version: Igtool.version)
      page.failures = contents.failures
      page.facts = facts.map { ReportFact($0.0, $0.1) }
      page.command = command
      return page
    }
  }
}
