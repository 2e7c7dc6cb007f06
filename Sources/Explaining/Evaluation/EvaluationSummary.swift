import Evaluation

/// What evaluations of many samples say together: of every method the mean of every metric, and every two
/// methods compared on the same samples.
public struct EvaluationSummary: Sendable {
  /// What one metric says of all methods.
  public struct Group: Sendable {
    /// The metric.
    public let entry: MetricEntry
    /// What stands in the place of what is removed; nil where nothing is.
    public let fill: String?
    /// Kinds of score that it looks at; none where it looks at none.
    public let scores: [String]
    /// Features that are removed at a time, of all samples each number once.
    public let steps: [Int]
    /// In the order of the methods.
    public let means: [MeanWithError?]
    /// The mean of the curves that the numbers are areas under, in the order of the methods.
    public let curves: [MetricValue.Curve?]
    /// Why some samples have no number, each reason once, with the methods that it concerns unless all.
    public let reasons: [String]
    /// Two methods on the same samples.
    public let comparisons: [Comparison]
  }

  /// How often one method is better than another.
  public struct Comparison: Sendable {
    /// The place of the method.
    public let first: Int
    /// The place of the method that it is compared with.
    public let second: Int
    /// What was found.
    public let test: SignTest
    /// The mean of the differences, first − second.
    public let difference: MeanWithError?
  }

  /// The methods, controls behind them.
  public let methods: [String]
  /// Which of them are controls.
  public let areControls: [Bool]
  /// Number of evaluations, one for each target of each sample.
  public let count: Int
  /// What every metric says, in the table's order, and of every fill.
  public let groups: [Group]

  /// Sums up evaluations by the same methods and metrics; nil where there are none.
  public init?(_ evaluations: [SampleEvaluation]) {
    guard let first = evaluations.first else { return nil }
    var names: [String] = []
    var controls: [Bool] = []
    for map in evaluations.flatMap(\.maps) where !names.contains(map.method) {
      names.append(map.method)
      controls.append(map.isControl)
    }
    // Controls stay behind methods, though some samples may have more of them.
    let order = names.indices.filter { !controls[$0] } + names.indices.filter { controls[$0] }
    let methods = order.map { names[$0] }
    (self.methods, areControls) = (methods, order.map { controls[$0] })
    count = evaluations.count
    var keys: [MetricValue.Key] = []
    for value in first.maps.flatMap(\.values) where !keys.contains(value.key) {
      keys.append(value.key)
    }
    groups = keys.compactMap { key in
      MetricTable[key.metric].map { Group($0, key, methods, evaluations) }
    }
  }
}

extension EvaluationSummary.Group {
  fileprivate init(
    _ entry: MetricEntry, _ key: MetricValue.Key, _ methods: [String],
    _ evaluations: [SampleEvaluation]
  ) {
    (self.entry, fill) = (entry, key.fill)
    let found: [[MetricValue?]] = methods.map { method in
      evaluations.map { evaluation in
        evaluation.maps.first { $0.method == method }?.values.first { $0.key == key }
      }
    }
    let all = found.flatMap { $0.compactMap(\.self) }
    scores = Self.unique(all.compactMap(\.score))
    steps = Self.unique(all.compactMap(\.step))
    reasons = Self.unique(all.compactMap(\.reason)).map { reason in
      let concerned = zip(methods, found).filter { $1.contains { $0?.reason == reason } }.map(\.0)
      return concerned.count == methods.count
        ? reason : "\(concerned.joined(separator: ", ")): \(reason)"
    }
    let numbers = found.map { $0.map { $0?.value } }
    curves = found.map { Self.mean($0.compactMap { $0?.curve }) }
    means = numbers.map { MeanWithError($0.compactMap(\.self)) }
    comparisons =
      entry.better == .neither
      ? []
      : methods.indices.flatMap { first in
        methods.indices.dropFirst(first + 1).compactMap { second in
          let pairs = zip(numbers[first], numbers[second]).compactMap { one, other in
            one.flatMap { one in other.map { (one, $0) } }
          }
          if pairs.isEmpty { return nil }
          return EvaluationSummary.Comparison(
            first: first, second: second,
            test: SignTest(pairs, largerIsBetter: entry.better == .higher),
            difference: MeanWithError(pairs.map { $0.0 - $0.1 }))
        }
      }
  }

  private static func unique<Value: Equatable>(_ values: [Value]) -> [Value] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
