import Attribution
import Classification
import Inputs
import Tensors

/// What was found about pairs of parts of a sample.
public struct InteractionFinding: Sendable {
  /// What was looked at.
  public let sample: Sample
  /// The number that was explained.
  public let quantity: Quantity
  /// The kind of score, or `expression`.
  public let score: String
  /// What was removed.
  public let parts: FeatureParts
  /// What people call the parts.
  public let names: [String]
  /// What parts are replaced by.
  public let baselines: [String]
  /// What was found.
  public let matrix: InteractionMatrix
  /// How long it took.
  public let seconds: Double
}

/// Finds which parts of a sample count only together, and which stand in for each other.
public struct InteractionFinder: Sendable {
  /// Most parts that are looked at: pairs grow with the square.
  public static let mostParts = 200

  private let explainer: Explainer
  private let pictureParts: PictureParts
  private let scorers: EvaluationScorers

  /// Prepares a network.
  ///
  /// - Parameters:
  ///   - explainer: what is explained, and what parts are replaced by; its method is not asked.
  ///   - pictureParts: how pictures are cut; columns and words stand for themselves.
  ///   - running: what does not change results.
  /// - Throws: `ExplainingError.interactionsOfLayer`.
  public init(
    _ explainer: Explainer, pictureParts: PictureParts, running: Running
  ) throws(ExplainingError) {
    for case .layer in explainer.request.targets { throw .interactionsOfLayer }
    (self.explainer, self.pictureParts) = (explainer, pictureParts)
    scorers = EvaluationScorers(explainer.network.classifier, running)
  }

  /// Looks at every pair of parts of a sample, for each of its targets; `progress` is told evaluations
  /// done, and of all.
  ///
  /// - Throws: `ExplainingError.tooManyParts`; what the network throws.
  public func find(
    _ sample: Sample, progress: (Int, Int) -> Void
  ) throws -> [InteractionFinding] {
    let cut = try parts(of: sample)
    let ranking = try explainer.classify(sample)
    let starts = try explainer.starts(for: sample, ranking)
    let quantities = try explainer.quantities(ranking)
    return try quantities.enumerated().map { number, quantity in
      let clock = Stopwatch()
      let function = try scorers.function(of: quantity, explainer.score, sample)
      let matrix = try Interactions(of: cut.parts).matrix(
        function, input: sample.point, baselines: starts.map(\.point)
      ) { done, all in progress(number * all + done, quantities.count * all) }
      try sample.refuseNotFinite([matrix.score] + matrix.effects + matrix.pairs.map(\.value))
      var told: Set<String> = []
      return InteractionFinding(
        sample: sample, quantity: quantity, score: quantity.scoreKind(explainer.request),
        parts: cut.parts, names: cut.names,
        baselines: starts.map(\.name).filter { told.insert($0).inserted }, matrix: matrix,
        seconds: clock.seconds)
    }
  }

  private func parts(of sample: Sample) throws(ExplainingError) -> SampleParts {
    let found = SampleParts(of: sample, cutting: pictureParts)
    guard found.names.count <= Self.mostParts else {
      throw .tooManyParts(
        input: sample.source.displayName, found: found.names.count, most: Self.mostParts)
    }
    return found
  }
}
