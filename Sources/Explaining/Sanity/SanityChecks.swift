import Classification
import Evaluation
import Inputs

/// Checks whether a method's maps depend on what they should depend on, and on nothing else: on the
/// network's weights and on the class, not on random numbers or on the number of steps.
public struct SanityChecks: Sendable {
  /// Most stages in which weights are put in a random order, ever more of them.
  public static let mostStages = 8

  private let explainer: Explainer
  private let running: Running
  private let references: [InputSource]
  /// In how many layers each stage changes weights; the last in all.
  private let layers: [Int]

  /// Prepares checks of an explainer.
  ///
  /// - Parameters:
  ///   - explainer: what is checked.
  ///   - running: what does not change results.
  ///   - references: what expected gradients draw from.
  public init(_ explainer: Explainer, running: Running, references: [InputSource] = []) {
    (self.explainer, self.running, self.references) = (explainer, running, references)
    let count = explainer.network.classifier.learnedLayerCount
    let stages = min(count, Self.mostStages)
    layers = (0..<stages).map { stage in
      1 + (count - 1) * stage / max(1, stages - 1)
    }
  }

  /// A map that is checked, and what it is of.
  private struct Subject {
    let source: InputSource
    let quantity: Quantity
    let ranking: Ranking
    let map: FeatureMap
  }

  /// Explains samples again and again, and compares the maps. A sample that fails, be it with other
  /// weights, counts nowhere.
  ///
  /// - Parameters:
  ///   - queue: what is explained.
  ///   - failure: told what a sample failed with, once; what it throws ends everything.
  ///   - progress: told maps done, and of all.
  /// - Returns: what was found; nil where all samples failed.
  /// - Throws: what `failure` throws; what making ready for other weights, seeds and steps throws.
  public func report(
    on queue: SampleQueue, failure: @escaping (InputSource, any Error) throws -> Void,
    progress: @escaping (Int, Int) -> Void
  ) throws -> SanityReport? {
    var done = 0
    let rounds = layers.count + 4
    func count(_ maps: Int) {
      done += maps
      progress(done, max(done, queue.sources.count * rounds))
    }
    let subjects = try queue.sources.flatMap { source in
      do {
        let found = try explained(try queue.read(source))
        count(found.count)
        return found
      } catch {
        try failure(source, error)
        return []
      }
    }
    let maps = Maps(queue: queue, subjects: subjects, failure: failure, count: count)
    let stages = try layers.map { (layers: $0, round: try stage($0, maps)) }
    let rest = try (otherClass(maps), seed(maps), steps(maps))
    if maps.count == 0 { return nil }
    let found = stages.map { stage in
      SanityReport.Stage(layers: stage.layers, likeness: maps.likeness(in: stage.round))
    }
    return SanityReport(
      method: explainer.request.method, maps: maps.count, stages: found,
      weights: weights(found), otherClass: rest.0(), seed: rest.1(), steps: rest.2())
  }

  private func explained(_ sample: Sample) throws -> [Subject] {
    let ranking = try explainer.classify(sample)
    return try explainer.quantities(ranking).map { quantity in
      Subject(
        source: sample.source, quantity: quantity, ranking: ranking,
        map: try Self.map(of: sample, quantity, ranking, by: explainer))
    }
  }

  private static func map(
    of sample: Sample, _ quantity: Quantity, _ ranking: Ranking, by explainer: Explainer
  ) throws -> FeatureMap {
    let found = try explainer.explain(sample, [quantity], ranking: ranking) { _, _ in }
    guard let map = found.first.flatMap({ FeatureMap($0, layer: explainer.layerGrid) })
    else {
      throw ExplainingError.mapWithoutPlaces(method: explainer.request.method)
    }
    return map
  }

  /// How alike each map and another one are, in the order of the maps; nil for one that failed.
  private typealias Round = [SanityReport.Pair?]
  /// What is said of a round when it is known which samples have not failed in any.
  private typealias Judgement = () -> SanityReport.Check

  /// The maps that others are compared with.
  private final class Maps {
    private let queue: SampleQueue
    private let subjects: [Subject]
    private let failure: (InputSource, any Error) throws -> Void
    private let progress: (Int) -> Void
    /// Samples that have failed since the maps were made.
    private var failed: Set<InputSource> = []

    init(
      queue: SampleQueue, subjects: [Subject],
      failure: @escaping (InputSource, any Error) throws -> Void, count: @escaping (Int) -> Void
    ) {
      (self.queue, self.subjects, self.failure, progress) = (queue, subjects, failure, count)
    }

    /// How many maps are left.
    var count: Int { subjects.count { !failed.contains($0.source) } }

    /// Whether something holds of what is explained by every map.
    func all(_ holds: (Quantity) -> Bool) -> Bool { subjects.allSatisfy { holds($0.quantity) } }

    /// Compares the maps with those by another explainer, or of other quantities.
    func round(
      by explainer: Explainer, of quantity: (Int, Subject) -> Quantity = { $1.quantity }
    ) throws -> Round {
      var sample: Sample?
      return try subjects.enumerated().map { place, subject in
        if failed.contains(subject.source) { return nil }
        do {
          if sample?.source != subject.source { sample = try queue.read(subject.source) }
          guard let sample else { preconditionFailure("a sample has just been read") }
          let other = try SanityChecks.map(
            of: sample, quantity(place, subject), subject.ranking, by: explainer)
          progress(1)
          return SanityReport.Pair(subject.map, other)
        } catch {
          failed.insert(subject.source)
          try failure(subject.source, error)
          return nil
        }
      }
    }

    /// What a round says of the samples that have not failed in any.
    func likeness(in round: Round) -> SanityReport.Likeness {
      SanityReport.Likeness(
        zip(subjects, round).compactMap { failed.contains($0.source) ? nil : $1 })
    }
  }

  // MARK: checks

  private func stage(_ layers: Int, _ maps: Maps) throws -> Round {
    let shuffle = ShuffledWeights(seed: explainer.request.seed)
    let network = explainer.network.withWeights(ofLast: layers) { shuffle($0, $1) }
    let changed = try Explainer(
      explainer.request, of: network, running: running, references: references)
    return try maps.round(by: changed)
  }

  private func weights(_ stages: [SanityReport.Stage]) -> SanityReport.Check {
    guard let last = stages.last else { return .none("the network has no weights") }
    return .unrelated(
      last.likeness,
      to: "the weights of \(last.layers == 1 ? "the one layer" : "all \(last.layers) layers") in a "
        + "random order")
  }

  private func otherClass(_ maps: Maps) throws -> Judgement {
    let labels = explainer.network.classifier.labels
    guard labels.count > 1 else { return { .none("the network has one output alone") } }
    guard maps.all({ $0.classIndex != nil }) else {
      return { .none("what is explained is no class") }
    }
    let draw = DrawnNumbers(seed: explainer.request.seed)
    let round = try maps.round(by: explainer) { place, subject in
      let index = draw.index(place, below: labels.count, except: subject.quantity.classIndex ?? 0)
      return .score(labels[index])
    }
    return { .different(maps.likeness(in: round), from: "a class drawn at random") }
  }

  private func seed(_ maps: Maps) throws -> Judgement {
    var request = explainer.request
    request.seed &+= 1
    let other = try Explainer(
      request, of: explainer.network, running: running, references: references)
    let round = try maps.round(by: other)
    return { .same(maps.likeness(in: round), as: "another seed") }
  }

  private func steps(_ maps: Maps) throws -> Judgement {
    let finer: FinerRequest?
    do { finer = try FinerRequest(explainer.request) } catch {
      return { .none("twice as many are refused: \(error)") }
    }
    guard let finer else { return { .none("the method has neither steps nor samples") } }
    let other = try Explainer(
      finer.request, of: explainer.network, running: running, references: references)
    let round = try maps.round(by: other)
    return { .same(maps.likeness(in: round), as: finer.change) }
  }
}
