import Classification
import Foundation
import Inputs
import Tensors

/// How far an explanation may be from one that was written down.
public struct CheckLimits: Hashable, Sendable, Encodable {
  /// The largest change of the score, as a share of what the score rose by.
  public var score: Double
  /// The smallest cosine between the maps.
  public var cosine: Double
  /// The smallest share of the most important features that are still the most important ones.
  public var overlap: Double
  /// Which share of the features counts as the most important.
  public var top: Double
  /// The smallest structural similarity of pictures' maps.
  public var structural: Double
  /// The largest gap, as a share of the change of the score.
  public var gap: Double

  /// Sets all limits.
  public init(
    score: Double, cosine: Double, overlap: Double, top: Double, structural: Double, gap: Double
  ) {
    (self.score, self.cosine, self.overlap, self.top) = (score, cosine, overlap, top)
    (self.structural, self.gap) = (structural, gap)
  }

  private enum CodingKeys: String, CodingKey {
    case score, cosine, overlap, top, gap
    case structural = "ssim"
  }
}

/// An explanation that was written down, held against what the network says of the same input.
public struct ExplanationCheck: Sendable {
  /// A number that has to stay within a limit.
  public struct Measure: Sendable, Encodable {
    /// Its name: `score`, `cosine`, `overlap`, `ssim`, `gap`.
    public let name: String
    /// The number; nil where it means nothing, as the angle to a map that is zero everywhere.
    @NullWhenAbsent public private(set) var value: Double?
    /// What it is held against.
    public let limit: Double
    /// Whether it has to be at least that, and not at most.
    public let isAtLeast: Bool
    /// Whether it is so.
    public var passes: Bool {
      guard let value else { return false }
      return isAtLeast ? value >= limit : value <= limit
    }

    private enum CodingKeys: String, CodingKey {
      case name, value, limit, passes
      case isAtLeast = "at_least"
    }

    /// Writes the verdict, too.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(_value, forKey: .value)
      try container.encode(limit, forKey: .limit)
      try container.encode(isAtLeast, forKey: .isAtLeast)
      try container.encode(passes, forKey: .passes)
    }

    init(_ name: String, _ value: Double?, atLeast limit: Double) {
      (self.name, self.limit, isAtLeast) = (name, limit, true)
      _value = NullWhenAbsent(wrappedValue: value)
    }

    init(_ name: String, _ value: Double?, atMost limit: Double) {
      (self.name, self.limit, isAtLeast) = (name, limit, false)
      _value = NullWhenAbsent(wrappedValue: value)
    }
  }

  /// What was written down.
  public let stored: StoredExplanation
  /// The name of today's network.
  public let model: String
  /// What it says.
  public let explanation: Explanation
  /// The most probable class.
  public let top: RecordedExplanation.Target?
  /// Everything that has a limit.
  public let measures: [Measure]

  /// Explains what a stored explanation explains, by a network that may be another one.
  ///
  /// - Parameters:
  ///   - stored: what is expected.
  ///   - sample: the input, read for the network.
  ///   - explainer: the stored request for the network, with the target of the stored explanation.
  ///   - limits: how far the two may be apart.
  ///   - progress: told evaluations done, and of all.
  /// - Throws: what explaining throws; `StoredExplanationError.otherFeatures` where the maps are not of
  ///   the same features.
  public init(
    _ stored: StoredExplanation, _ sample: Sample, by explainer: Explainer,
    within limits: CheckLimits, progress: (Int, Int) -> Void
  ) throws {
    let ranking = try explainer.classify(sample)
    let quantities = try explainer.quantities(ranking)
    guard
      let explanation = try explainer.explain(
        sample, Array(quantities.prefix(1)), ranking: ranking, progress: progress
      ).first
    else { preconditionFailure("a target of its own means one number") }
    guard
      let agreement = MapAgreement(
        of: explanation.attributions, and: stored.attributions, features: sample.features,
        topShare: limits.top)
    else {
      throw StoredExplanationError.otherFeatures(
        stored.attributions.shape.dimensions, report: stored.path,
        found: explanation.attributions.shape.dimensions)
    }
    (self.stored, self.explanation, model) = (stored, explanation, explainer.network.name)
    top = ranking.top.first.map { .init(index: $0.label.index, label: $0.label.label) }
    // What the score rises by from the baseline, or all of it.
    let extent = abs(stored.score.input - (stored.score.baseline ?? 0))
    let change = abs(explanation.map.scoreAtInput - stored.score.input)
    var measures = [
      Measure("score", extent > 0 ? change / extent : nil, atMost: limits.score),
      Measure("cosine", agreement.cosine, atLeast: limits.cosine),
      Measure("overlap", agreement.overlap, atLeast: limits.overlap),
    ]
    if let structural = agreement.structural {
      measures.append(Measure("ssim", structural, atLeast: limits.structural))
    }
    if let gap = explanation.completeness.relativeGap {
      measures.append(Measure("gap", gap, atMost: limits.gap))
    }
    self.measures = measures
  }

  /// Whether the most probable class is still the same; true where nothing was written about it.
  public var hasSameTop: Bool { stored.top == nil || stored.top?.label == top?.label }

  /// Whether everything is within its limit.
  public var passes: Bool { hasSameTop && measures.allSatisfy(\.passes) }
}

extension StoredExplanation {
  /// The stored request for a network that may be another one: the class that was the target then is the
  /// target, whatever the most probable one is now.
  ///
  /// - Throws: `StoredExplanationError.noSuchClass`.
  public func request(
    _ network: NetworkRequest, of loaded: ExplainableNetwork
  ) throws -> Request {
    var draft = RequestDraft(request)
    draft.network = network
    let labels = loaded.classifier.labels
    if let number = draft.targets.first, request.targets.count == 1, !number.isOfClasses {
      draft.targets = [number]
    } else {
      draft.targets = [try target(target, among: labels, of: loaded.name)]
      draft.contrast = try contrast.map { try target($0, among: labels, of: loaded.name) }
    }
    return try Request(draft)
  }

  /// The class of a name, or where neither network names its classes the one at the same place.
  private func target(
    _ wanted: RecordedExplanation.Target, among labels: ClassLabels, of network: String
  ) throws -> Target {
    if let index = wanted.index, index < labels.count {
      let there = RecordedExplanation.Target(index: index, label: labels[index].label)
      if there == wanted || there.isUnnamed || wanted.isUnnamed { return .index(index) }
    }
    if let found = try? labels.resolve(.label(wanted.label), probabilities: []).first {
      return .index(found.index)
    }
    throw StoredExplanationError.noSuchClass(wanted.label, report: path, network: network)
  }
}

extension RecordedExplanation.Target {
  /// Whether it was named by its place alone.
  fileprivate var isUnnamed: Bool { label == index.map { "class \($0)" } }
}
