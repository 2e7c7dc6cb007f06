import Explaining
import Foundation
import Inputs
import Synchronization

/// Takes photos from their files to their outputs: reads the next one while one is explained, and
/// writes the files of the one before.
final class ExplanationRun: Sendable {
  private let pictures: [InputPicture]
  private let explainer: Explainer
  private let publisher: Publisher
  private let gapLimit: Double?
  private let isQuiet: Bool
  private let read: @Sendable (InputPicture) throws -> Photo
  private let positions: [InputPicture: String]
  private let batch: Mutex<Batch>
  private let held = Mutex([HeldExplanation]())

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - pictures: what is explained, in this order.
  ///   - explainer: how it is explained.
  ///   - publisher: where explanations go.
  ///   - gapLimit: the largest completeness gap that is no failure; nil for any.
  ///   - isQuiet: whether only errors are told.
  ///   - read: reads a picture.
  init(
    _ pictures: [InputPicture], _ explainer: Explainer, _ publisher: Publisher, gapLimit: Double?,
    isQuiet: Bool, read: @escaping @Sendable (InputPicture) throws -> Photo
  ) {
    self.pictures = pictures
    self.explainer = explainer
    self.publisher = publisher
    self.gapLimit = gapLimit
    self.isQuiet = isQuiet
    self.read = read
    let count = pictures.count
    positions =
      count == 1
      ? [:]
      : Dictionary(
        pictures.enumerated().map { ($0.element, "picture \($0.offset + 1) of \(count)") },
        uniquingKeysWith: { first, _ in first })
    batch = Mutex(Batch(count: count, isQuiet: isQuiet))
  }

  /// Explains and publishes everything; throws what the command ends with.
  func run() throws {
    let pipeline = Pipeline<InputPicture, Photo, Finding>(
      prepare: read,
      work: { photo, handOn in try self.explain(photo, handOn) },
      finish: finish,
      fail: fail)
    try pipeline.run(pictures)
    try drawHeld()
    try publisher.publishIndex()
    try batch.withLock { try $0.finish() }
  }

  /// What is to be told of a photo, in this order.
  private enum Finding {
    case warnings(Photo)
    case explanation(Explanation)
  }

  /// Explains every target of one photo.
  private func explain(_ photo: Photo, _ handOn: (Finding) throws -> Void) throws {
    if !photo.decoded.warnings.isEmpty { try handOn(.warnings(photo)) }
    let ranking = try explainer.classify(photo)
    let targets = try explainer.quantities(ranking)
    for first in stride(from: 0, to: targets.count, by: Explainer.quantitiesAtATime) {
      let some = Array(targets[first...].prefix(Explainer.quantitiesAtATime))
      let bar = ProgressBar(
        photo.picture.displayName, position: positions[photo.picture], unit: .evaluations,
        isQuiet: isQuiet)
      let explanations = try explainer.explain(photo, some, ranking: ranking) {
        bar.update($0, of: $1)
      }
      bar.finish()
      for explanation in explanations { try handOn(.explanation(explanation)) }
    }
  }

  private func finish(_ finding: Finding) throws {
    switch finding {
    case .warnings(let photo): publisher.warn(about: photo)
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

  private func fail(_ picture: InputPicture, _ error: any Error) throws {
    try batch.withLock { try $0.tell(error) }
    publisher.index?.add(failureOf: picture, error)
  }

  /// Draws explanations that have waited for each other, with the largest of their scales.
  private func drawHeld() throws {
    let held = held.withLock { $0 }
    guard let scale = held.map(\.scale).max() else { return }
    var publisher = publisher
    publisher.renderer.scale = scale
    let pipeline = Pipeline<HeldExplanation, Explanation, Explanation>(
      prepare: { [read] in try $0.explanation(reading: read) },
      work: { explanation, handOn in try handOn(explanation) },
      finish: { [publisher] in try self.publish($0, by: publisher) },
      fail: { try self.fail($0.picture, $1) })
    try pipeline.run(held)
  }
}
