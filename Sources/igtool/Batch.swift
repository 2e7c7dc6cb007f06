import Explaining
import Foundation

/// Whether quality gates were met.
struct Gate {
  private(set) var isMet = true

  /// Compares a map's completeness gap with the largest allowed share.
  mutating func check(_ explanation: Explanation, limit: Double?) {
    guard let limit else { return }
    let (map, picture) = (explanation.map, explanation.sample.source.displayName)
    guard let absolute = map.completenessGap else {
      isMet = false
      return Console.error("\(picture): --require-gap: this method has no completeness gap")
    }
    // Where the score does not change, the attributions have to add up to nothing.
    let gap = map.relativeCompletenessGap ?? (absolute == 0 ? 0 : .infinity)
    if gap > limit {
      isMet = false
      let (share, label) = (String(format: "%.4g", gap), explanation.quantity.label)
      Console.error("\(picture): completeness gap \(share) of \"\(label)\" is above \(limit)")
    }
  }
}

/// Goes through pictures: one that fails does not keep the others from being explained.
struct Batch {
  let count: Int
  private let isQuiet: Bool
  /// What people call several of what is gone through.
  private let noun: String
  private var failures: [Failure] = []
  private var explained = 0
  private var incomplete = 0
  var gate = Gate()

  init(count: Int, of noun: String = SampleKind.picture.samples, isQuiet: Bool = false) {
    self.count = count
    self.noun = noun
    self.isQuiet = isQuiet
  }

  /// Runs `body` for one picture; tells about a failure unless it ends everything.
  mutating func attempt(_ body: () throws -> Void) throws {
    do { try body() } catch { try tell(error) }
  }

  /// Tells about a picture's failure unless it ends everything.
  mutating func tell(_ error: any Error) throws {
    if error is ClosedPipe { throw error }
    let failure = Failure(error)
    if count == 1 || failure.endsBatch { throw failure }
    if let message = failure.message { Console.error(message) }
    failures.append(failure)
  }

  /// Counts an explanation, and whether its attributions add up.
  mutating func count(_ explanation: Explanation) {
    explained += 1
    if explanation.isComplete == false { incomplete += 1 }
  }

  /// Ends the command with the status that the pictures have earned.
  func finish() throws {
    if incomplete > 0 && explained > 1 && !isQuiet {
      Console.warning(
        "\(incomplete) of \(explained) explanations miss the change of the score by more than "
          + "\(Report.percent(Findings.gapWarning))")
    }
    if let first = failures.first {
      let done = count - failures.count
      Console.note("\(done) of \(count) \(noun) done, \(failures.count) failed")
      throw Failure(done > 0 ? .someFailed : first.status, nil)
    }
    if !gate.isMet { throw Failure(.gateFailed, nil) }
  }
}
