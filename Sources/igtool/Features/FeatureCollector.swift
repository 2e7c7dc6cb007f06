import Explaining
import Inputs
import Synchronization

/// An explanation of a row or a text that is written with others of its file.
struct CollectedExplanation: Sendable {
  let explanation: Explanation
  let published: PublishedReport

  /// Takes an explanation; nil for what is neither a row nor a text.
  init?(_ explanation: Explanation, _ published: PublishedReport) {
    switch explanation.sample.subject {
    case .row, .text: (self.explanation, self.published) = (explanation, published)
    default: return nil
    }
  }
}

/// Collects the explanations of rows and texts, in the order in which they are finished.
final class FeatureCollector: Sendable {
  private let collected = Mutex<[CollectedExplanation]>([])

  /// Takes an explanation.
  func add(_ explanation: CollectedExplanation) { collected.withLock { $0.append(explanation) } }

  /// The explanations, those of one file together; no list is empty.
  var files: [[CollectedExplanation]] {
    var paths: [String] = []
    var files: [String: [CollectedExplanation]] = [:]
    for entry in collected.withLock({ $0 }) {
      let path = entry.explanation.sample.source.path
      if files[path] == nil { paths.append(path) }
      files[path, default: []].append(entry)
    }
    return paths.compactMap { files[$0] }
  }
}
