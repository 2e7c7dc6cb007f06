import Explaining

/// Goes through samples: one that fails is told, and does not keep the others from being done.
struct Batch {
  private var tally: BatchTally
  private let isQuiet: Bool

  init(
    count: Int, of noun: String = SampleKind.picture.samples, gapLimit: Double? = nil,
    isQuiet: Bool = false
  ) {
    tally = BatchTally(count: count, of: noun, gapLimit: gapLimit)
    self.isQuiet = isQuiet
  }

  /// Runs `body` for one sample; tells about a failure unless it ends everything.
  mutating func attempt(_ body: () throws -> Void) throws {
    do { try body() } catch { try tell(error) }
  }

  /// Tells about a sample's failure unless it ends everything.
  mutating func tell(_ error: any Error) throws {
    if error is ClosedPipe { throw error }
    let failure = Failure(error)
    if tally.count == 1 || failure.endsBatch { throw failure }
    if let message = failure.message { Console.error(message) }
    tally.add(failure)
  }

  /// Counts an explanation, and whether its attributions add up.
  mutating func count(_ explanation: Explanation) {
    if let problem = tally.add(explanation) { Console.error(problem) }
  }

  /// Ends the command with the status that the samples have earned.
  func finish() throws {
    if let warning = tally.warning, !isQuiet { Console.warning(warning) }
    if let summary = tally.summary, let first = tally.failures.first {
      Console.note(summary)
      throw Failure(tally.done > 0 ? .someFailed : Failure(first).status, nil)
    }
    if !tally.meetsGapLimit { throw Failure(.gateFailed, nil) }
  }
}
