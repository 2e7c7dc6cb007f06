import Explaining
import Inputs
import Rendering
import Synchronization

/// Takes a batch of samples to its outputs: shows progress, has files written, and tells failures.
final class ExplanationRun: Sendable {
  private let explanations: ExplanationBatch
  private let publisher: Publisher
  private let isQuiet: Bool
  private let positions: [InputSource: String]
  private let batch: Mutex<Batch>
  /// Explanations that wait for the largest of their scales.
  private let held = Mutex((explanations: [HeldExplanation](), scales: MapScales(0)))

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - queue: what is explained.
  ///   - explainer: how it is explained.
  ///   - publisher: where explanations go.
  ///   - gapLimit: the largest completeness gap that is no failure; nil for any.
  ///   - isQuiet: whether only errors are told.
  init(
    _ queue: SampleQueue, _ explainer: Explainer, _ publisher: Publisher, gapLimit: Double?,
    isQuiet: Bool
  ) {
    explanations = ExplanationBatch(queue, by: explainer)
    self.publisher = publisher
    self.isQuiet = isQuiet
    let (count, kind) = (queue.sources.count, explainer.network.reader.kind)
    positions =
      count == 1
      ? [:]
      : Dictionary(
        queue.sources.enumerated().map {
          ($0.element, "\(kind.counted) \($0.offset + 1) of \(count)")
        }, uniquingKeysWith: { first, _ in first })
    batch = Mutex(Batch(count: count, of: kind.samples, gapLimit: gapLimit, isQuiet: isQuiet))
  }

  /// Explains and publishes everything; throws what the command ends with.
  func run() throws {
    try explanations.run(
      ExplanationBatch.Audience(progress: progress, finding: finish, failure: fail))
    try drawHeld()
    try publisher.finish()
    try batch.withLock { try $0.finish() }
  }

  private func progress(on sample: Sample) -> ExplanationBatch.Audience.Progress {
    let bar = ProgressBar(
      sample.source.displayName, position: positions[sample.source], unit: .evaluations,
      isQuiet: isQuiet)
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
    }
  }

  private func publish(_ explanation: Explanation, by publisher: Publisher) throws {
    try publisher.publish(explanation)
    batch.withLock { $0.count(explanation) }
  }

  private func fail(_ source: InputSource, _ error: any Error) throws {
    try batch.withLock { try $0.tell(error) }
    publisher.index?.add(failureOf: source, error)
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
          if case .explanation(let explanation) = finding {
            try self.publish(explanation, by: publisher)
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
