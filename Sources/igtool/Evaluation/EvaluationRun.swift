import Evaluation
import Explaining
import Foundation
import Inputs
import Rendering
import Synchronization

/// Takes samples through an evaluator to their outputs: shows progress, writes files, tells failures.
final class EvaluationRun: Sendable {
  /// What was found of a sample.
  private struct Found: Sendable {
    let source: InputSource
    let evaluations: [SampleEvaluation]
  }

  private let evaluator: Evaluator
  private let publisher: EvaluationPublisher
  private let work: Workload
  private let isQuiet: Bool
  private let batch: Mutex<Batch>
  /// What was found of every sample, by the numbers of these.
  private let found = Mutex<[InputSource: [SampleEvaluation]]>([:])

  /// Prepares a run.
  init(
    _ evaluator: Evaluator, _ publisher: EvaluationPublisher, _ work: Workload, _ batch: Batch,
    isQuiet: Bool
  ) {
    (self.evaluator, self.publisher, self.work) = (evaluator, publisher, work)
    self.isQuiet = isQuiet
    self.batch = Mutex(batch)
    found.withLock { $0 = work.evaluatedBefore }
  }

  /// Evaluates everything, and tells what all say together; throws what the command ends with.
  func run() throws {
    let clock = Stopwatch()
    let sources = work.queue.sources
    let numbers = Dictionary(
      sources.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    let noun = evaluator.explainers[0].network.reader.kind.counted
    let pipeline = Pipeline<InputSource, Sample, Found>(
      prepare: { [work] in try work.queue.read($0) },
      work: { [evaluator, isQuiet] sample, handOn in
        let place = numbers[sample.source].map {
          ProgressBar.Place(noun: noun, number: $0, count: sources.count, clock: clock)
        }
        let bar = ProgressBar(
          sample.source.displayName, place: place, unit: .maps, isQuiet: isQuiet)
        defer { bar.finish() }
        let evaluations = try evaluator.evaluate(sample) { bar.update($0, of: $1) }
        bar.finish()
        try handOn(Found(source: sample.source, evaluations: evaluations))
      },
      finish: finish, fail: fail)
    try pipeline.run(sources)
    try work.records?.finish()
    let all = found.withLock { found in work.sources.flatMap { found[$0] ?? [] } }
    if let summary = EvaluationSummary(all) { try publisher.publish(summary) }
    try batch.withLock { try $0.finish() }
  }

  private func finish(_ sample: Found) throws {
    try publisher.publish(sample.evaluations, of: sample.source, work.records)
    found.withLock { $0[sample.source] = sample.evaluations }
    batch.withLock { $0.addDone() }
  }

  private func fail(_ source: InputSource, _ error: any Error) throws {
    if !(error is ClosedPipe) {
      publisher.plan.discard()
      try? work.records?.add(failureOf: source, Failure(error))
    }
    try batch.withLock { try $0.tell(error, of: source.displayName) }
  }
}
