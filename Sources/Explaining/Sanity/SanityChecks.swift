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

  /// Explains samples again and again, and compares the maps; `progress` is told maps done, and of all.
  ///
  /// - Throws: what the explainer throws of a sample; `ExplainingError` for maps without places.
  public func report(
    on queue: SampleQueue, progress: @escaping (Int, Int) -> Void
  ) throws -> SanityReport {
    var done = 0
    let rounds = layers.count + 4
    func count(_ maps: Int) {
      done += maps
      progress(done, max(done, queue.sources.count * rounds))
    }
    let subjects = try queue.sources.flatMap { source in
      let found = try explained(try queue.read(source))
      count(found.count)
      return found
    }
    let maps = Maps(queue: queue, subjects: subjects, count: count)
    let stages = try layers.map { try stage($0, maps) }
    return SanityReport(
      method: explainer.request.method, maps: subjects.count, stages: stages,
      weights: weights(stages), otherClass: try otherClass(maps), seed: try seed(maps),
      steps: try steps(maps))
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

  /// The maps that others are compared with.
  private struct Maps {
    let queue: SampleQueue
    let subjects: [Subject]
    let count: (Int) -> Void

    /// How alike the maps and those by another explainer, or of other quantities, are.
    func likeness(
      by explainer: Explainer, of quantity: (Int, Subject) -> Quantity = { $1.quantity }
    ) throws -> SanityReport.Likeness {
      var sample: Sample?
      return SanityReport.Likeness(
        try subjects.enumerated().map { place, subject in
          if sample?.source != subject.source { sample = try queue.read(subject.source) }
          guard let sample else { preconditionFailure("a sample has just been read") }
          let other = try SanityChecks.map(
            of: sample, quantity(place, subject), subject.ranking, by: explainer)
          count(1)
          return (map: subject.map, other: other)
        })
    }
  }

  // MARK: checks

  private func stage(_ layers: Int, _ maps: Maps) throws -> SanityReport.Stage {
    let shuffle = ShuffledWeights(seed: explainer.request.seed)
    let network = explainer.network.withWeights(ofLast: layers) { shuffle($0, $1) }
    let changed = try Explainer(
      explainer.request, of: network, running: running, references: references)
    return SanityReport.Stage(layers: layers, likeness: try maps.likeness(by: changed))
  }

  private func weights(_ stages: [SanityReport.Stage]) -> SanityReport.Check {
    guard let last = stages.last else { return .none("the network has no weights") }
    return .unrelated(
      last.likeness,
      to: "the weights of \(last.layers == 1 ? "the one layer" : "all \(last.layers) layers") in a "
        + "random order")
  }

  private func otherClass(_ maps: Maps) throws -> SanityReport.Check {
    let labels = explainer.network.classifier.labels
    guard labels.count > 1 else { return .none("the network has one output alone") }
    guard maps.subjects.allSatisfy({ $0.quantity.classIndex != nil }) else {
      return .none("what is explained is no class")
    }
    let draw = DrawnNumbers(seed: explainer.request.seed)
    let likeness = try maps.likeness(by: explainer) { place, subject in
      let index = draw.index(place, below: labels.count, except: subject.quantity.classIndex ?? 0)
      return .score(labels[index])
    }
    return .different(likeness, from: "a class drawn at random")
  }

  private func seed(_ maps: Maps) throws -> SanityReport.Check {
    var request = explainer.request
    request.seed &+= 1
    let other = try Explainer(
      request, of: explainer.network, running: running, references: references)
    return .same(try maps.likeness(by: other), as: "another seed")
  }

  private func steps(_ maps: Maps) throws -> SanityReport.Check {
    let finer: FinerRequest?
    do { finer = try FinerRequest(explainer.request) } catch {
      return .none("twice as many are refused: \(error)")
    }
    guard let finer else { return .none("the method has neither steps nor samples") }
    let other = try Explainer(
      finer.request, of: explainer.network, running: running, references: references)
    return .same(try maps.likeness(by: other), as: finer.change)
  }
}
