import Explaining
import Inputs
import Synchronization

/// Takes samples from their files to their outputs: reads the next one while one is explained, and
/// writes the files of the one before.
final class ExplanationRun: Sendable {
  private let queue: SampleQueue
  private let explainer: Explainer
  private let publisher: Publisher
  private let gapLimit: Double?
  private let isQuiet: Bool
  private let positions: [InputSource: String]
  private let batch: Mutex<Batch>
  private let held = Mutex([HeldExplanation]())

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
    self.queue = queue
    self.explainer = explainer
    self.publisher = publisher
    self.gapLimit = gapLimit
    self.isQuiet = isQuiet
    let (count, noun) = (queue.sources.count, explainer.network.reader.kind.counted)
    positions =
      count == 1
      ? [:]
      : Dictionary(
        queue.sources.enumerated().map { ($0.element, "\(noun) \($0.offset + 1) of \(count)") },
        uniquingKeysWith: { first, _ in first })
    batch = Mutex(
      Batch(count: count, of: explainer.network.reader.kind.samples, isQuiet: isQuiet))
  }

  /// Explains and publishes everything; throws what the command ends with.
  func run() throws {
    let pipeline = Pipeline<InputSource, Sample, Finding>(
      prepare: queue.read,
      work: { sample, handOn in try self.explain(sample, handOn) },
      finish: finish,
      fail: fail)
    try pipeline.run(queue.sources)
    try drawHeld()
    try publisher.finish()
    try batch.withLock { try $0.finish() }
  }

  /// What is to be told of a sample, in this order.
  private enum Finding {
    case warnings(Sample)
    case explanation(Explanation)
  }

  /// Explains every target of one sample.
  private func explain(_ sample: Sample, _ handOn: (Finding) throws -> Void) throws {
    if !sample.warnings.isEmpty { try handOn(.warnings(sample)) }
    let ranking = try explainer.classify(sample)
    let targets = try explainer.quantities(ranking)
    for first in stride(from: 0, to: targets.count, by: Explainer.quantitiesAtATime) {
      let some = Array(targets[first...].prefix(Explainer.quantitiesAtATime))
      let bar = ProgressBar(
        sample.source.displayName, position: positions[sample.source], unit: .evaluations,
        isQuiet: isQuiet)
      let explanations = try explainer.explain(sample, some, ranking: ranking) {
        bar.update($0, of: $1)
      }
      bar.finish()
      for explanation in explanations { try handOn(.explanation(explanation)) }
    }
  }

  private func finish(_ finding: Finding) throws {
    switch finding {
    case .warnings(let sample): publisher.warn(about: sample)
    case .explanation(let explanation):
      let look = publisher.renderer.look
      if look.scale == .shared {
        held.withLock { $0.append(HeldExplanation(explanation, look: look)) }
      } else {
        try publish(explanation, by: publisher)
      }
    }
  }

  private func publish(_ explanation: Explanation, by publisher: Publisher) throws {
    try publisher.publish(explanation)
    batch.withLock {
      $0.count(explanation)
      $0.gate.check(explanation, limit: gapLimit)
    }
  }

  private func fail(_ source: InputSource, _ error: any Error) throws {
    try batch.withLock { try $0.tell(error) }
    publisher.index?.add(failureOf: source, error)
  }

  /// Draws explanations that have waited for each other, with the largest of their scales.
  private func drawHeld() throws {
    let held = held.withLock { $0 }
    guard let scale = held.map(\.scale).max() else { return }
    var publisher = publisher
    publisher.renderer.scale = scale
    let pipeline = Pipeline<HeldExplanation, Explanation, Explanation>(
      prepare: { [queue] in try $0.explanation(reading: queue.read) },
      work: { explanation, handOn in try handOn(explanation) },
      finish: { [publisher] in try self.publish($0, by: publisher) },
      fail: { try self.fail($0.source, $1) })
    try pipeline.run(held)
  }
}
