import Explaining
import Inputs

/// Which of all inputs a process explains: those of its part, but not those that an earlier run has done.
struct Workload {
  /// What is explained.
  let queue: SampleQueue
  /// All inputs of this process's part, those that were done before as well.
  let sources: [InputSource]
  /// What the run is recorded in; nil where it is not.
  let records: RunJournal?
  /// What was done before.
  private let done: [InputSource: InputRecord]

  /// Chooses from a queue. A run is recorded if it writes files of several inputs, or is one part of
  /// several, or one that goes on.
  ///
  /// - Parameters:
  ///   - plan: which files are written.
  ///   - batch: which part is done, and whether a run goes on.
  ///   - key: tells whether files would be the same.
  /// - Throws: `Failure` for a run that cannot be resumed, or whose record would replace an input.
  init(
    _ queue: SampleQueue, _ plan: OutputPlan, _ batch: BatchOptions,
    as kind: RecordFile.Kind = .results, key: () throws -> RunKey
  ) throws {
    sources = queue.sources.filter { batch.shard?.has($0.at(nil).fileName) ?? true }
    let isRecorded = queue.sources.count > 1 || batch.resume || batch.shard != nil
    guard isRecorded, plan.writesFiles else {
      if batch.resume {
        throw Failure(
          .usage,
          "--resume: expected files to be written, as by --save \(kind == .results ? "npy" : "json")"
        )
      }
      self.queue = queue.only(sources)
      (records, done) = (nil, [:])
      return
    }
    let key = try key()
    let records = RunJournal(kind, in: plan.folder, shard: batch.shard, key: key)
    try plan.refuseInput(records.path)
    done =
      batch.resume
      ? try EarlierRun(kind, in: plan.folder).done(sources, by: key, filesOf: plan.paths(ofFile:))
      : [:]
    self.queue = queue.only(sources.filter { [done] in done[$0] == nil }, preparing: key.look)
    self.records = records
  }

  /// What an earlier run has measured.
  var evaluatedBefore: [InputSource: [SampleEvaluation]] { done.compactMapValues(\.evaluations) }

  /// Prepares to count what becomes of the inputs.
  func tally(of noun: String, gapLimit: Double?, _ batch: BatchOptions, isQuiet: Bool) -> Batch {
    Batch(
      count: sources.count, of: noun, gapLimit: gapLimit, doneBefore: done.count,
      problems: sources.flatMap { done[$0]?.problems ?? [] }, stopsAtFailure: batch.failFast,
      isQuiet: isQuiet)
  }

  /// A list of the pages that were written before, which is kept in a folder.
  func index(in folder: String) throws -> IndexCollector {
    let index = IndexCollector(in: folder)
    for (source, record) in done {
      for page in record.pages { try index.add(page, of: source) }
    }
    return index
  }
}
