/// How much of a map lies on the features that are known to matter, 0 to 1.
public struct TruthMeasures: Hashable, Sendable {
  /// Whether the feature with the largest number matters; of several equally large ones, the share that
  /// does.
  ///
  /// Paper: Zhang, Bargal, Lin, Brandt, Shen, Sclaroff, "Top-Down Neural Attention by Excitation
  /// Backprop" (the pointing game), IJCV 2018.
  public let pointing: Double
  /// The share of the positive part that lies on features that matter, `Σ_known a⁺ / Σ a⁺`; 0 where
  /// nothing is positive.
  ///
  /// Paper: Wang, Wang, Du, Yang, Zhang, Ding, Mardziel, Hu, "Score-CAM" (the energy-based pointing
  /// game), CVPR workshops 2020.
  public let energyInside: Double
  /// Of the k features with the largest numbers, k being how many matter, the share of those that do;
  /// equally large numbers count as often as they are likely to be among them.
  ///
  /// Paper: Arras, Osman, Samek, "CLEVR-XAI: A Benchmark Dataset for the Ground Truth Evaluation of
  /// Neural Network Explanations" (relevance rank accuracy), Information Fusion 2022.
  public let rankAccuracy: Double

  /// Measures a map of one number per feature, one of which at least is known to matter.
  public init(of map: [Double], known: [Bool]) {
    precondition(map.count == known.count && known.contains(true), "something is known to matter")
    let largest = map.max() ?? 0
    let top = map.indices.filter { map[$0] == largest }
    pointing = Double(top.count { known[$0] }) / Double(top.count)
    let all = map.reduce(0) { $0 + max($1, 0) }
    let inside = zip(map, known).reduce(0) { $1.1 ? $0 + max($1.0, 0) : $0 }
    energyInside = all > 0 ? inside / all : 0
    rankAccuracy = Self.rankAccuracy(of: map, known: known)
  }

  /// What chance gives where a share of the features matters.
  fileprivate init(chance share: Double) {
    (pointing, energyInside, rankAccuracy) = (share, share, share)
  }

  private static func rankAccuracy(of map: [Double], known: [Bool]) -> Double {
    let count = known.count { $0 }
    let least = map.sorted()[map.count - count]
    let above = map.indices.filter { map[$0] > least }
    let equal = map.indices.filter { map[$0] == least }
    let likely = Double(equal.count { known[$0] }) / Double(equal.count)
    return (Double(above.count { known[$0] }) + likely * Double(count - above.count))
      / Double(count)
  }
}

/// The measures of a map as it is, and of its absolute values.
public struct TruthReport: Hashable, Sendable {
  /// Of the numbers as they are.
  public let signed: TruthMeasures
  /// Of absolute values; here energy inside is the relevance mass accuracy of Arras et al., of absolute
  /// sums.
  public let absolute: TruthMeasures
  /// The share of all features that matter: what chance gives.
  public let knownShare: Double

  /// Measures a map of one number per feature, one of which at least is known to matter.
  public init(of map: [Double], known: [Bool]) {
    signed = TruthMeasures(of: map, known: known)
    absolute = TruthMeasures(of: map.map { abs($0) }, known: known)
    knownShare = Double(known.count { $0 }) / Double(known.count)
  }

  /// What chance gives where a share of the features matters.
  public init(chance share: Double) {
    (signed, absolute) = (TruthMeasures(chance: share), TruthMeasures(chance: share))
    knownShare = share
  }
}
