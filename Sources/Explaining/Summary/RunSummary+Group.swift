extension RunSummary {
  /// What maps by one method, of one network and of one kind of score say together.
  public struct Group: Sendable, Encodable {
    /// How many explanations there are.
    public let explanations: Int
    /// What was explained, the most frequent first.
    public let classes: [ClassSummary]
    /// Σ max(a, 0) / Σ |a| of each map.
    public let positiveShare: Spread?
    /// How well attributions add up.
    public let completeness: Gaps
    /// How long explanations took.
    public let seconds: Durations
    /// How many evaluations of the network.
    public let evaluations: Evaluations
    /// What maps of pictures have in common; nil without pictures.
    public let meanMap: MeanMap?
    /// Whether pictures of several classes are explained by the same place.
    public let samePlace: SamePlace?
    /// Explanations that somebody should look at.
    public let suspicious: [Suspicion]
    /// What columns add, the largest mean |a| first; of rows of a table.
    public let columns: [FeatureMean]
    /// What words add, the largest mean |a| first; of texts.
    public let words: [FeatureMean]
    /// What was measured of its maps: those of the same input, target, kind of score and baselines.
    public let measured: [Measured]
    let means: Means

    /// The network.
    public var model: String { means.model }
    /// The method, with what its maps were smoothed by.
    public var method: String { means.method }
    /// The kind of score.
    public var score: String { means.score }

    private enum CodingKeys: String, CodingKey {
      case model, method, score, explanations, classes, completeness, seconds, evaluations
      case suspicious, columns, words, measured
      case positiveShare = "positive_share"
      case meanMap = "mean_map"
      case samePlace = "same_place"
    }

    init(
      _ means: Means, _ members: [Member], _ measured: [MapPlace: [MetricValue]]
    ) {
      (self.means, explanations) = (means, members.count)
      classes = Self.classes(members)
      positiveShare = Spread(members.compactMap(\.explanation.distribution?.positiveShare))
      completeness = Gaps(members)
      seconds = Durations(members)
      evaluations = Evaluations(members.map(\.explanation.evaluations))
      meanMap = MeanMap(members)
      samePlace = SamePlace(members)
      suspicious = members.compactMap(Suspicion.init)
      columns = FeatureMean.columns(members)
      words = FeatureMean.words(members)
      self.measured = Measured.means(members.compactMap { measured[$0.measuredPlace] })
    }

    private static func classes(_ members: [Member]) -> [ClassSummary] {
      Dictionary(grouping: members, by: \.explanation.label).map { label, members in
        ClassSummary(
          label: label, index: members[0].explanation.target.index, count: members.count,
          meanMap: MeanMap(members), columns: FeatureMean.columns(members))
      }.sorted { ($1.count, $0.label) < ($0.count, $1.label) }
    }

    /// Writes everything; null where there is nothing to tell.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(model, forKey: .model)
      try container.encode(method, forKey: .method)
      try container.encode(score, forKey: .score)
      try container.encode(explanations, forKey: .explanations)
      try container.encode(classes, forKey: .classes)
      try container.encode(positiveShare, forKey: .positiveShare)
      try container.encode(completeness, forKey: .completeness)
      try container.encode(seconds, forKey: .seconds)
      try container.encode(evaluations, forKey: .evaluations)
      try container.encode(meanMap, forKey: .meanMap)
      try container.encode(samePlace, forKey: .samePlace)
      try container.encode(suspicious, forKey: .suspicious)
      try container.encode(columns, forKey: .columns)
      try container.encode(words, forKey: .words)
      try container.encode(measured, forKey: .measured)
    }
  }

  /// What explanations of one class have in common.
  public struct ClassSummary: Sendable, Encodable {
    /// The class, or another thing that is explained.
    public let label: String
    /// Its place; nil for what is no class.
    public let index: Int?
    /// How many explanations there are of it.
    public let count: Int
    /// Of pictures.
    public let meanMap: MeanMap?
    /// Of rows of a table.
    public let columns: [FeatureMean]

    private enum CodingKeys: String, CodingKey {
      case label, index, count, columns
      case meanMap = "mean_map"
    }
  }

  /// A mean and a standard deviation, √(Σ (x − mean)² / n).
  public struct Spread: Sendable, Encodable {
    /// The mean.
    public let mean: Double
    /// The standard deviation.
    public let deviation: Double

    /// That of finite numbers; nil without any.
    init?(_ numbers: [Double]) {
      let numbers = numbers.filter(\.isFinite)
      guard !numbers.isEmpty else { return nil }
      let count = Double(numbers.count)
      let mean = numbers.reduce(0, +) / count
      self.mean = mean
      deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
  }

  /// A number, and the explanation that it is of.
  public struct Ranked: Sendable, Encodable {
    /// The explanation.
    public let place: Place
    /// The number.
    public let value: Double

    private enum CodingKeys: String, CodingKey { case value }

    /// Writes the number beside the explanation's keys.
    public func encode(to encoder: any Encoder) throws {
      try place.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(value, forKey: .value)
    }

    /// The largest numbers first; of equal ones the one whose input comes first.
    fileprivate static func largest(_ pairs: [(Place, Double)]) -> [Ranked] {
      pairs.filter { $0.1.isFinite }.enumerated()
        .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
        .prefix(RunSummary.longestList)
        .map { Ranked(place: $0.element.0, value: $0.element.1) }
    }
  }

  /// How well attributions add up: the gaps as shares of the change of the score.
  public struct Gaps: Sendable, Encodable {
    /// The middle one; nil where no sum is promised, or no score changes.
    public let median: Double?
    /// How many are above 5 %.
    public let large: Int
    /// How many explanations have no gap.
    public let without: Int
    /// The largest, at most ten.
    public let worst: [Ranked]

    fileprivate init(_ members: [Member]) {
      let gaps = members.compactMap { member in
        member.explanation.relativeGap.map { (member.place, $0) }
      }
      median = gaps.map(\.1).median
      large = gaps.count { !($0.1 <= Findings.gapWarning) }
      without = members.count - gaps.count
      worst = Ranked.largest(gaps)
    }
  }

  /// How long explanations took.
  public struct Durations: Sendable, Encodable {
    /// All together.
    public let total: Double
    /// The middle one.
    public let median: Double?
    /// The longest, at most ten.
    public let slowest: [Ranked]

    fileprivate init(_ members: [Member]) {
      let seconds = members.compactMap { member in member.seconds.map { (member.place, $0) } }
      total = seconds.reduce(0) { $0 + $1.1 }
      median = seconds.map(\.1).median
      slowest = Ranked.largest(seconds)
    }
  }

  /// Evaluations of the network.
  public struct Evaluations: Sendable, Encodable {
    /// All together.
    public let total: Int
    /// The middle number.
    public let median: Double?
    /// The largest.
    public let most: Int

    fileprivate init(_ counts: [Int]) {
      total = counts.reduce(0, +)
      median = counts.map(Double.init).median
      most = counts.max() ?? 0
    }
  }
}

extension [Double] {
  /// The middle number, of two the mean; nil without numbers.
  fileprivate var median: Double? {
    let sorted = filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
