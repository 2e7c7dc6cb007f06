/// What a whole run says: what was explained and what failed, and for every method what its maps have in
/// common.
public struct RunSummary: Sendable, Encodable {
  /// Inputs in all.
  public let inputs: Int
  /// Inputs that were explained.
  public let done: Int
  /// Inputs that were not.
  public let failed: Int
  /// Why not, the most frequent reason first.
  public let failures: [FailureKind]
  /// Maps by one method of one network and one kind of score, those of most explanations first.
  public let groups: [Group]
  /// What was measured of maps, by methods, metrics, fills and network; none where nothing was.
  public let measures: [Measures]

  /// One reason why inputs failed.
  public struct FailureKind: Sendable, Encodable {
    /// The message without its input, and with N for every number.
    public let message: String
    /// The exit status.
    public let code: Int?
    /// How many inputs it is said of.
    public let count: Int
    /// The first of them.
    public let examples: [String]
  }

  /// Longest list of the worst and of the slowest.
  static let longestList = 10
  private static let mostExamples = 3

  /// Sums up what runs have noted.
  public init(_ records: RunRecords) {
    let entries = records.entries
    let failed = entries.filter { $0.record.status == .failed }
    inputs = entries.count
    (done, self.failed) = (entries.count - failed.count, failed.count)
    failures = Self.kinds(failed.map(\.record))
    let members = entries.flatMap { entry in
      entry.record.explanations.map { Member(entry: entry, explanation: $0) }
    }
    let measured = Self.measuredMaps(records.evaluations)
    measures = Self.measures(records.evaluations)
    groups = Dictionary(grouping: members, by: \.means).map { Group($0.key, $0.value, measured) }
      .sorted {
        ($1.explanations, $0.means.inOrder) < ($0.explanations, $1.means.inOrder)
      }
  }

  private static func kinds(_ failed: [RunRecord]) -> [FailureKind] {
    Dictionary(grouping: failed, by: \.failureKind).map { kind, records in
      FailureKind(
        message: kind, code: records[0].code, count: records.count,
        examples: records.prefix(mostExamples).map(\.input))
    }.sorted { ($1.count, $0.message) < ($0.count, $1.message) }
  }
}

extension RunRecord {
  /// Why it failed, alike for all inputs that failed alike.
  fileprivate var failureKind: String {
    var text = message ?? "without a message"
    for name in [source, input].compactMap(\.self) where text.hasPrefix(name + ": ") {
      text.removeFirst(name.count + 2)
      break
    }
    return text.replacing(/[0-9]+/, with: "N")
  }
}

extension RunSummary {
  /// By what means something was explained.
  struct Means: Hashable, Sendable {
    let model: String
    let method: String
    let score: String

    /// What they are sorted by.
    var inOrder: String { [method, model, score].joined(separator: "\n") }
  }

  /// An explanation, and the record that it is of.
  struct Member: Sendable {
    let entry: RunRecords.Entry
    let explanation: RecordedExplanation

    var means: Means {
      Means(
        model: explanation.model, method: explanation.methodName, score: explanation.score.kind)
    }

    /// What it is called where maps are measured.
    var measuredPlace: MapPlace {
      MapPlace(
        model: explanation.model,
        input: InputPlace.text(entry.record.input, entry.record.source),
        target: explanation.evaluatedTarget, method: explanation.methodName,
        score: explanation.score.kind, baselines: explanation.baselines ?? [])
    }

    /// Where it is found.
    var place: Place {
      Place(
        input: entry.record.input, target: explanation.label, run: entry.run,
        page: entry.record.files.first { $0.hasSuffix(".html") },
        pageIsOfRun: !entry.record.isReport)
    }

    /// Seconds of the input if it has only this explanation, else those of the explanation alone.
    var seconds: Double? {
      let isAlone = entry.record.explanations.count == 1
      return isAlone ? entry.record.seconds ?? explanation.seconds : explanation.seconds
    }

    /// Where a picture's attributions are, each cell's Σ a as a share of all cells' Σ |Σ a|; nil for what
    /// is no picture, or zero everywhere.
    var cellShares: [Double]? {
      let side = AttributionDistribution.Places.side
      guard let coarse = explanation.distribution?.coarse, coarse.count == side,
        coarse.allSatisfy({ $0.count == side })
      else { return nil }
      let cells = coarse.flatMap(\.self)
      let all = cells.reduce(0) { $0 + abs($1) }
      return all > 0 && all.isFinite ? cells.map { $0 / all } : nil
    }
  }

  /// Which explanation is meant.
  public struct Place: Hashable, Sendable, Encodable {
    /// The input.
    public let input: String
    /// What is explained.
    public let target: String
    /// Which run it is of, counted from 0.
    public let run: Int
    /// Its page, if it has one.
    public let page: String?
    /// Whether the page is relative to the folder of the run, not to where the run was started.
    public let pageIsOfRun: Bool

    private enum CodingKeys: String, CodingKey { case input, target }
  }
}
