import Explaining
import Inputs
import Rendering
import Synchronization

/// Takes a batch of samples to its outputs: shows progress, has files written, and tells failures.
final class ExplanationRun: Sendable {
  private let explanations: ExplanationBatch
  private let publisher: Publisher
  private let isQuiet: Bool
  private let places: [InputSource: ProgressBar.Place]
  private let batch: Mutex<Batch>
  /// Explanations that wait for the largest of their scales.
  private let held = Mutex((explanations: [HeldExplanation](), scales: MapScales(0)))

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - queue: what is explained.
  ///   - crew: who explains it.
  ///   - publisher: where explanations go.
  ///   - batch: counts what becomes of them.
  ///   - isQuiet: whether only errors are told.
  init(
    _ queue: SampleQueue, _ crew: ExplainerCrew, _ publisher: Publisher, _ batch: Batch,
    isQuiet: Bool
  ) {
    explanations = ExplanationBatch(queue, by: crew)
    (self.publisher, self.isQuiet) = (publisher, isQuiet)
    let (count, noun, clock) = (
      queue.sources.count, crew.first.network.reader.kind.counted, Stopwatch()
    )
    places =
      count == 1
      ? [:]
      : Dictionary(
        queue.sources.enumerated().map {
          (
            $0.element,
            ProgressBar.Place(noun: noun, number: $0.offset + 1, count: count, clock: clock)
          )
        }, uniquingKeysWith: { first, _ in first })
    self.batch = Mutex(batch)
  }

  /// Explains and publishes everything; throws what the command ends with.
  func run() throws {
    try explanations.run(
      ExplanationBatch.Audience(progress: progress, finding: finish, failure: fail))
    try drawHeld()
    try publisher.finish()
    try batch.withLock { try $0.finish() }
  }

  private func progress(on source: InputSource) -> ExplanationBatch.Audience.Progress {
    let bar = ProgressBar(
      source.displayName, place: places[source], unit: .evaluations, isQuiet: isQuiet)
    return { counts in
      if let (done, all) = counts { bar.update(done, of: all) } else { bar.finish() }
    }
  }

  private func finish(_ finding: ExplanationBatch.Finding) throws {
    switch finding {
    case .warnings(let sample): publisher.warn(about: sample)
    case .explanation(let explanation):
      let look = publisher.renderer.look
      if look.scale != .shared { return try publish(explanation, by: publisher) }
      held.withLock {
        $0.explanations.append(HeldExplanation(explanation))
        $0.scales = MapScales.largest($0.scales, look.scales(of: explanation))
      }
    case .end(let source):
      if publisher.renderer.look.scale != .shared { try complete(source, by: publisher) }
    }
  }

  private func publish(_ explanation: Explanation, by publisher: Publisher) throws {
    try publisher.publish(explanation, batch.withLock { $0.verdict(on: explanation) })
  }

  /// Ends the work on a sample that has not failed.
  private func complete(_ source: InputSource, by publisher: Publisher) throws {
    try publisher.complete(source) { verdict in
      batch.withLock { $0.count(verdict, of: source.displayName) }
    }
    batch.withLock { $0.addDone() }
  }

  private func fail(_ source: InputSource, _ error: any Error) throws {
    // A pipe is closed when files are there already, and a record that cannot be written ends nothing: the
    // sample is tried again by the next run.
    if !(error is ClosedPipe) { try? publisher.abandon(source, error) }
    try batch.withLock { try $0.tell(error, of: source.displayName) }
  }

  /// Draws explanations that have waited for each other, with the largest of their scales.
  private func drawHeld() throws {
    let (held, scales) = held.withLock { $0 }
    if held.isEmpty { return }
    var publisher = publisher
    publisher.renderer.scales = scales
    try explanations.show(
      held,
      to: ExplanationBatch.Audience(
        finding: { [publisher] finding in
          switch finding {
          case .explanation(let explanation): try self.publish(explanation, by: publisher)
          case .end(let source): try self.complete(source, by: publisher)
          case .warnings: break
          }
        }, failure: fail))
  }
}

extension Look {
  /// The attributions that a map by itself would show as the full colour, of several inputs the largest;
  /// 0 of what has no rows and columns, which is not drawn.
  fileprivate func scales(of explanation: Explanation) -> MapScales {
    if !explanation.parts.isEmpty {
      return explanation.parts.map { scales(of: $0.explanation) }
        .reduce(MapScales(0), MapScales.largest)
    }
    return explanation.attributions.shape.rank == 3
      ? MapScales(explanation.attributions, look: self) : MapScales(0)
  }
}
