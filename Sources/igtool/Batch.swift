import Explaining

/// Goes through samples: one that fails is told, and does not keep the others from being done.
struct Batch {
  private var tally: BatchTally
  private let stopsAtFailure: Bool
  private let isQuiet: Bool
  /// Whether the last sample failed since nothing could be written.
  private var isDiskFull = false

  init(
    count: Int, of noun: String = SampleKind.picture.samples, gapLimit: Double? = nil,
    doneBefore: Int = 0, problems: [String] = [], stopsAtFailure: Bool = false,
    isQuiet: Bool = false
  ) {
    tally = BatchTally(
      count: count, of: noun, gapLimit: gapLimit, doneBefore: doneBefore, problems: problems)
    (self.stopsAtFailure, self.isQuiet) = (stopsAtFailure, isQuiet)
    problems.forEach(Console.error)
  }

  /// Runs `body` for one sample; tells about a failure unless it ends everything.
  mutating func attempt(_ body: () throws -> Void) throws {
    do {
      try body()
      addDone()
    } catch {
      try tell(error)
    }
  }

  /// Tells about a sample's failure.
  ///
  /// - Throws: what ends everything: a closed pipe, the failure of the only sample, any failure where the
  ///   first one is to be the last, and the second of two samples one after the other that a full disk
  ///   left no room for.
  mutating func tell(_ error: any Error, of input: String? = nil) throws {
    if error is ClosedPipe { throw error }
    let failure = Failure(error)
    if tally.count == 1 { throw failure }
    if let message = failure.message { Console.error(message, of: input) }
    tally.add(failure)
    let wasDiskFull = isDiskFull
    isDiskFull = failure.status == .inputOutput
    if stopsAtFailure || (wasDiskFull && isDiskFull) { throw end(as: failure.status) }
  }

  /// Counts a sample that was done.
  mutating func addDone() {
    tally.addDone()
    isDiskFull = false
  }

  /// Says how well the attributions of an explanation add up.
  func verdict(on explanation: Explanation) -> BatchTally.Verdict { tally.verdict(on: explanation) }

  /// Counts an explanation of an input, and tells if its attributions do not add up.
  mutating func count(_ verdict: BatchTally.Verdict, of input: String) {
    tally.add(verdict)
    if let problem = verdict.problem { Console.error(problem, of: input) }
  }

  /// Ends the command with the status that the samples have earned.
  func finish() throws {
    if let warning = tally.warning, !isQuiet { Console.warning(warning) }
    if let first = tally.failures.first { throw end(as: Failure(first).status) }
    if let summary = tally.summary, !isQuiet { Console.note(summary) }
    if !tally.meetsGapLimit { throw Failure(.gateFailed, nil) }
  }

  /// Tells what has become of all samples; returns the end of the command where some have failed.
  private func end(as status: ExitStatus) -> Failure {
    if let summary = tally.summary { Console.note(summary) }
    return Failure(tally.done > 0 ? .someFailed : status, nil)
  }
}
