import Attribution
import Classification
import Inputs
import Tensors

/// Into which parts a picture is cut.
public enum PictureParts: Hashable, Sendable {
  /// So many rows and columns.
  case grid(Int)
  /// At most so many regions of even colour, the largest.
  case regions(Int)
}

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
    let (parts, names) = try parts(of: sample)
    let ranking = try explainer.classify(sample)
    let starts = try explainer.starts(for: sample, ranking)
    let quantities = try explainer.quantities(ranking)
    return try quantities.enumerated().map { number, quantity in
      let clock = Stopwatch()
      let function = try scorers.function(of: quantity, explainer.score, sample)
      let matrix = try Interactions(of: parts).matrix(
        function, input: sample.point, baselines: starts.map(\.point)
      ) { done, all in progress(number * all + done, quantities.count * all) }
      try sample.refuseNotFinite([matrix.score] + matrix.effects + matrix.pairs.map(\.value))
      var told: Set<String> = []
      return InteractionFinding(
        sample: sample, quantity: quantity, score: quantity.scoreKind(explainer.request),
        parts: parts, names: names,
        baselines: starts.map(\.name).filter { told.insert($0).inserted }, matrix: matrix,
        seconds: clock.seconds)
    }
  }

  private func parts(of sample: Sample) throws -> (FeatureParts, [String]) {
    let found: (parts: FeatureParts, names: [String])
    switch sample.subject {
    case .picture: found = pictureParts(of: sample)
    case .row(_, let table):
      found = (FeatureParts(each: sample.features), table.reader.columns.map(\.name))
    case .text(let text, _):
      found = (
        FeatureParts(sample.features, members: text.words.map { Array($0.tokens) }),
        text.words.map(\.text)
      )
    case .array, .several:
      found = (
        FeatureParts(each: sample.features), (0..<sample.features.count).map { "number \($0)" }
      )
    }
    let count = found.parts.members.count
    guard count <= Self.mostParts else {
      throw ExplainingError.tooManyParts(
        input: sample.source.displayName, found: count, most: Self.mostParts)
    }
    return found
  }

  /// Cells are called by column and row, as on a map: A1, B1, …; regions by numbers.
  private func pictureParts(of sample: Sample) -> (FeatureParts, [String]) {
    switch pictureParts {
    case .grid(let count):
      let parts = FeatureParts(gridOf: sample.features, count: count)
      let columns = min(count, sample.features.extent.width)
      return (
        parts,
        parts.members.indices.map { place in
          let letter = UnicodeScalar(UInt8(ascii: "A") + UInt8(place % columns))
          return "\(letter)\(place / columns + 1)"
        }
      )
    case .regions(let count):
      let parts = FeatureParts(regionsOf: sample.point, count: count)
      return (parts, parts.members.indices.map { "\($0 + 1)" })
    }
  }
}
