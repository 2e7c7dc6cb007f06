import Evaluation

extension RunSummary {
  /// What `igtool evaluate` has measured of maps by the same methods, metrics and fills, of one network.
  public struct Measures: Sendable, Encodable {
    /// The network; nil where nothing tells.
    public let model: String?
    /// What all inputs say.
    public let all: EvaluationSummary
    /// What the inputs of each class say, the most frequent class first; none where all are of one.
    public let classes: [ClassMeasures]

    /// What the inputs of one class say.
    public struct ClassMeasures: Sendable, Encodable {
      /// The class, or another thing that is explained.
      public let label: String
      /// Its place; nil for what is no class.
      public let index: Int?
      /// What they say.
      public let summary: EvaluationSummary

      private enum CodingKeys: String, CodingKey { case label, index }

      /// Writes the means beside the class's keys.
      public func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(label, forKey: .label)
        try container.encode(index, forKey: .index)
      }
    }

    private enum CodingKeys: String, CodingKey { case model, classes }

    /// Writes the means of all beside the network and the classes.
    public func encode(to encoder: any Encoder) throws {
      try all.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(model, forKey: .model)
      try container.encode(classes, forKey: .classes)
    }

    fileprivate init?(_ model: String?, _ evaluations: [SampleEvaluation]) {
      guard let all = EvaluationSummary(evaluations) else { return nil }
      (self.model, self.all) = (model, all)
      let classes = Dictionary(grouping: evaluations, by: \.target).compactMap { label, some in
        EvaluationSummary(some).map {
          ClassMeasures(label: label, index: some[0].index, summary: $0)
        }
      }
      self.classes =
        classes.count < 2
        ? []
        : classes.sorted { ($1.summary.count, $0.label) < ($0.summary.count, $1.label) }
    }
  }

  /// What evaluations by the same means have in common.
  private struct Kind: Hashable {
    let model: String?
    let methods: [String]
    let keys: Set<MetricValue.Key>

    init(_ evaluation: SampleEvaluation, _ model: String?) {
      self.model = model
      let maps = evaluation.maps.filter { !$0.isControl }
      methods = maps.map(\.method)
      keys = Set(maps.flatMap(\.values).map(\.key))
    }
  }

  /// Sums evaluations up, those of the same methods, metrics, fills and network together, those of most
  /// explanations first.
  static func measures(_ records: [EvaluationRecord]) -> [Measures] {
    let entries = records.flatMap { record in
      record.evaluations.map { (kind: Kind($0, record.model), evaluation: $0) }
    }
    return Dictionary(grouping: entries, by: \.kind)
      .compactMap { kind, entries in Measures(kind.model, entries.map(\.evaluation)) }
      .sorted { ($1.all.count, $0.inOrder) < ($0.all.count, $1.inOrder) }
  }

  /// The mean of a metric over explanations that were measured.
  public struct Measured: Sendable, Encodable {
    /// The metric.
    public let metric: String
    /// What stands in the place of what is removed; nil where nothing is.
    public let fill: String?
    /// Which numbers are good.
    public let better: MetricEntry.Better
    /// The mean, its standard error, and of how many.
    public let mean: MeanWithError

    private enum CodingKeys: String, CodingKey { case metric, fill, better, mean, error, count }

    /// Writes all of it into one object.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(metric, forKey: .metric)
      try container.encode(fill, forKey: .fill)
      try container.encode(better.rawValue, forKey: .better)
      try container.encode(mean.mean, forKey: .mean)
      try container.encode(mean.error, forKey: .error)
      try container.encode(mean.count, forKey: .count)
    }
  }

  /// What says that a measured map is that of an explanation.
  struct MapPlace: Hashable {
    let model: String
    let input: String
    let target: String
    let method: String
    let score: String
    let baselines: [String]
  }

  /// Everything that was measured, by what it is of; lines that do not tell the network are left out.
  static func measuredMaps(_ records: [EvaluationRecord]) -> [MapPlace: [MetricValue]] {
    var maps: [MapPlace: [MetricValue]] = [:]
    for record in records {
      guard let model = record.model else { continue }
      for evaluation in record.evaluations {
        for map in evaluation.maps where !map.isControl {
          let place = MapPlace(
            model: model, input: record.place, target: evaluation.target, method: map.method,
            score: map.score ?? "", baselines: map.baselines)
          maps[place, default: []] += map.values
        }
      }
    }
    return maps
  }
}

extension RunSummary.Measures {
  /// What they are sorted by.
  fileprivate var inOrder: String { (all.methods + [model ?? ""]).joined(separator: "\n") }
}

extension RunSummary.Measured {
  /// Sums up what was measured of maps: a mean for each metric and fill.
  static func means(_ maps: [[MetricValue]]) -> [RunSummary.Measured] {
    var keys: [MetricValue.Key] = []
    for value in maps.joined() where !keys.contains(value.key) { keys.append(value.key) }
    return keys.compactMap { key in
      let numbers = maps.compactMap { map in map.first { $0.key == key }?.value }
      guard let entry = MetricTable[key.metric], let mean = MeanWithError(numbers) else {
        return nil
      }
      return RunSummary.Measured(
        metric: key.metric, fill: key.fill, better: entry.better, mean: mean)
    }
  }
}
