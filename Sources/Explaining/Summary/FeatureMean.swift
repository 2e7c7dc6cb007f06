extension RunSummary {
  /// What a column, or a word, adds to scores, over all rows or texts that have it.
  public struct FeatureMean: Sendable, Encodable {
    /// The column, or the word in small letters.
    public let name: String
    /// How many attributions there are.
    public let count: Int
    /// How much it matters: mean and standard deviation of |a|.
    public let magnitude: Spread
    /// The mean of a: which way it matters.
    public let mean: Double

    private init?(_ name: String, _ attributions: [Double]) {
      guard let magnitude = Spread(attributions.map(abs)), let mean = Spread(attributions)
      else { return nil }
      (self.name, count) = (name, attributions.count)
      (self.magnitude, self.mean) = (magnitude, mean.mean)
    }

    /// Columns of rows.
    static func columns(_ members: [Member]) -> [FeatureMean] {
      ranked(
        members.flatMap { $0.explanation.columns ?? [] }.compactMap { column in
          column.name.flatMap { name in column.attribution.map { (name, $0) } }
        })
    }

    /// Words of texts, without regard to capitals: those of two texts or more, and of a single text, or
    /// of texts that share no word, all of them.
    static func words(_ members: [Member]) -> [FeatureMean] {
      var inputs: [String: Set<String>] = [:]
      var words: [(String, Double)] = []
      for member in members {
        for word in member.explanation.words ?? [] {
          guard let text = word.text?.lowercased(), let attribution = word.attribution else {
            continue
          }
          words.append((text, attribution))
          inputs[text, default: []].insert(member.entry.record.input)
        }
      }
      let shared = words.filter { inputs[$0.0, default: []].count > 1 }
      return ranked(shared.isEmpty ? words : shared)
    }

    private static func ranked(_ pairs: [(String, Double)]) -> [FeatureMean] {
      Dictionary(grouping: pairs, by: \.0)
        .compactMap { FeatureMean($0.key, $0.value.map(\.1).filter(\.isFinite)) }
        .sorted { ($1.magnitude.mean, $0.name) < ($0.magnitude.mean, $1.name) }
    }
  }
}
