import Attribution
import Classification
import Inputs
import Tensors

/// Baselines that lie behind the nearest boundary of a sample's class.
final class BoundaryBaselines: Sendable {
  /// Classes besides the most probable one whose boundaries are looked for, as in DeepFool's own code.
  private static let rivals = 9

  private let network: ExplainableNetwork
  private let running: Running
  private let scorers = RecentlyUsed<ScoreKind, ClassScorer>(limit: 1)
  /// Targets of one sample are explained a few at a time.
  private let known = RecentlyUsed<Key, Start>(limit: 2)

  private struct Key: Equatable {
    let point: Tensor
    let held: [Tensor]
    let limit: Double
  }

  /// Prepares nothing yet.
  init(of network: ExplainableNetwork, _ running: Running) {
    (self.network, self.running) = (network, running)
  }

  /// Refuses a boundary, if one is among baselines, of a network without any, or whose inputs are not one
  /// array of fixed size.
  ///
  /// - Throws: `InputsError.badBaseline` for texts and several inputs, `ExplainingError.noThreshold` for a
  ///   network of numbers.
  func check(_ baselines: [Baseline]) throws {
    for case .boundary(let limit) in baselines { try check(.boundary(limit: limit)) }
  }

  private func check(_ baseline: Baseline) throws {
    let reader = network.reader
    guard reader.kind != .several, reader.accepts(baseline) else {
      throw InputsError.badBaseline(
        text: "\(baseline)",
        expected: reader.kind == .tokens
          ? Baseline.textsText : "another one: a boundary is that of one input, --hold the others")
    }
    let even = [Double](repeating: 0, count: network.classifier.labels.count)
    if network.classifier.boundary(at: even, rivals: 1) == nil {
      throw ExplainingError.noThreshold
    }
  }

  /// Returns the point behind the boundary, found for a sample.
  func start(limit: Double, for sample: Sample, _ ranking: Ranking) throws -> Start {
    // Baselines may have been chosen since all else was checked.
    try check(.boundary(limit: limit))
    return try known.value(for: Key(point: sample.point, held: sample.held, limit: limit)) {
      try search(limit, sample, ranking)
    }
  }

  private func search(_ limit: Double, _ sample: Sample, _ ranking: Ranking) throws -> Start {
    guard
      let boundary = network.classifier.boundary(
        at: ranking.probabilities, rivals: Self.rivals)
    else { throw ExplainingError.noThreshold }
    let scorer = try scorers.value(for: boundary.kind) {
      try network.classifier.scorer(
        boundary.kind, threads: running.threads, engine: running.engine)
    }
    let reader = network.pictureReader
    let found = try BoundarySearch(limit: limit).search(
      boundary.crossings.map { scorer.function(of: $0.quantity, holding: sample.held) },
      from: sample.point, within: reader?.bounds)
    guard let found else {
      throw ExplainingError.noBoundary(
        input: sample.source.displayName, label: boundary.label.label, limit: limit)
    }
    var start = Start(
      point: found.point, picture: reader?.preprocessing.pixels(of: found.point))
    start.isBoundary = true
    let name = boundary.crossings[found.function].label.prefix { $0 != "," }
    start.remarks = [
      "\(name)", "\(Report.number(100 * found.distance)) % of the range away",
      "\(found.evaluations) evaluations",
    ]
    return start
  }
}

extension PictureReader {
  /// The smallest and the largest numbers that the network can read of a picture.
  fileprivate var bounds: (lower: Tensor, upper: Tensor) {
    let ends = [0, 255].map { level in
      preprocessing.normalized(PixelArray(Tensor(shape, repeating: level)))
    }
    return (
      Tensor(shape, zip(ends[0].values, ends[1].values).map { min($0, $1) }),
      Tensor(shape, zip(ends[0].values, ends[1].values).map { max($0, $1) })
    )
  }
}
