import Classification
import Imaging
import Inputs
import Tensors

/// What was found about an error, with what it takes to draw it.
public struct ErrorFinding: Sendable {
  /// What was found.
  public let answer: ErrorAnswer
  /// What was found about the wrong class, and about the true one.
  public let single: [Findings]
  /// Features that were removed, by their places.
  public let removedFeatures: [Int]
  /// The picture that takes their place, of pictures.
  public let filling: PixelArray?
}

/// Finds out why a network does not say the true class of a sample: of a target `error:CLASS`, which is
/// explained by three numbers, what the map of the third, wrong − true, says by parts, and how few of them
/// have to go until the true class is the most probable.
///
/// Parts are removed one after another, the one that adds most to wrong − true first, as long as what they
/// add is above 0; the network is run each time. Pictures are cut into 14 × 14 cells, those of padding alone
/// left out. More than 196 parts go several at a time. It is a greedy search: there may be fewer parts, which
/// no map points out, that do as much.
struct ErrorStudy {
  /// Rows and columns into which pictures are cut, and the most steps in which parts are removed.
  static let grid = 14
  /// Parts of a sample that are told one by one at most: of more no parts are told, and none are removed.
  static let mostParts = 10_000

  let sample: Sample
  let ranking: Ranking
  let labels: ClassLabels
  /// What stands in the place of parts.
  let starts: [Start]
  /// What the network says of a point.
  let probabilities: (Tensor) throws -> [Double]

  /// Studies the explanations of the wrong class, the true one and their difference; `layer` are the places
  /// of attributions of a layer.
  ///
  /// - Throws: what the network throws.
  func finding(
    _ explanations: [Explanation], layer: LayerGrid?, progress: (Int, Int) -> Void
  ) throws -> ErrorFinding? {
    guard explanations.count == 3,
      case .difference(let wrong, let truth) = explanations[2].quantity
    else { return nil }
    let cut = SampleParts(of: sample, cutting: .grid(Self.grid))
    let sums =
      cut.names.count > Self.mostParts
      ? []
      : explanations.compactMap { FeatureMap($0, layer: layer).flatMap(cut.sums) }
    let weights = weights(of: cut)
    let order =
      sums.count < 3
      ? []
      : cut.names.indices.filter { weights[$0] > 0 }
        .sorted { (sums[2][$1], $0) < (sums[2][$0], $1) }
    let parts = order.map {
      ErrorAnswer.Part(
        name: cut.names[$0], attribution: sums[2][$0], forWrong: sums[0][$0],
        forTrue: sums[1][$0])
    }
    let isError = ranking.top.first?.label != truth
    let search =
      isError && !order.isEmpty
      ? try removal(
        of: order.filter { sums[2][$0] > 0 }, cut, weights, wrong, truth, progress) : nil
    return ErrorFinding(
      answer: ErrorAnswer(
        isError: isError, wrong: standing(wrong, ranking.probabilities),
        truth: standing(truth, ranking.probabilities), unit: unit, whole: sample.kind.sample,
        parts: parts,
        removal: search?.answer),
      single: explanations.prefix(2).map(\.findings),
      removedFeatures: search?.parts.flatMap { cut.parts.members[$0] } ?? [],
      filling: starts.first?.picture)
  }

  /// Removes parts, the first ones first, until the true class is the most probable.
  private func removal(
    of order: [Int], _ cut: SampleParts, _ weights: [Double], _ wrong: ClassLabel,
    _ truth: ClassLabel, _ progress: (Int, Int) -> Void
  ) throws -> (answer: ErrorAnswer.Removal, parts: [Int]) {
    let most = Self.grid * Self.grid
    let step = max(1, (order.count + most - 1) / most)
    var (found, count) = (ranking.probabilities, 0)
    while count < order.count, top(found) != truth {
      progress(count, order.count)
      count = min(count + step, order.count)
      found = try mean(without: Array(order.prefix(count)), cut)
    }
    progress(order.count, order.count)
    let removed = Array(order.prefix(count))
    var told: Set<String> = []
    let answer = ErrorAnswer.Removal(
      removed: removed.map { cut.names[$0] }, of: weights.count { $0 > 0 },
      share: removed.reduce(0) { $0 + weights[$1] } / weights.reduce(0, +),
      fills: starts.map(\.name).filter { told.insert($0).inserted }, suffices: top(found) == truth,
      top: standing(top(found), found), wrong: standing(wrong, found),
      truth: standing(truth, found))
    return (answer, removed)
  }

  /// The mean of what the network says where parts are taken from each of the starts.
  private func mean(without parts: [Int], _ cut: SampleParts) throws -> [Double] {
    var sum = [Double](repeating: 0, count: labels.count)
    for start in starts {
      let point = cut.parts.removed(parts, from: sample.point, filling: start.point)
      let found = try probabilities(point)
      try sample.refuseNotFinite(found)
      for place in sum.indices { sum[place] += found[place] / Double(starts.count) }
    }
    return sum
  }

  private func top(_ probabilities: [Double]) -> ClassLabel {
    labels.ranked(probabilities, count: 1)[0].label
  }

  private func standing(_ label: ClassLabel, _ probabilities: [Double]) -> ErrorAnswer.Standing {
    let own = probabilities[label.index]
    let before = probabilities.indices.count {
      probabilities[$0] > own || (probabilities[$0] == own && $0 < label.index)
    }
    return ErrorAnswer.Standing(
      index: label.index, label: label.label, probability: own, rank: before + 1)
  }

  /// How much of the sample each part is: of a photo its pixels, not those of padding.
  private func weights(of cut: SampleParts) -> [Double] {
    guard let target = sample.photo?.prepared.placement.target else {
      return cut.parts.members.map { _ in 1 }
    }
    let width = sample.features.extent.width
    return cut.parts.members.map { members in
      Double(
        members.count {
          let (x, y) = (Double($0 % width), Double($0 / width))
          return x >= target.x && x < target.x + target.width && y >= target.y
            && y < target.y + target.height
        })
    }
  }

  private var unit: String {
    switch sample.kind {
    case .picture: "cells"
    case .table: "columns"
    case .tokens: "words"
    case .array, .several: "numbers"
    }
  }
}
