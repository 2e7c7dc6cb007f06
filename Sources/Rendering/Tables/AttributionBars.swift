/// What each column of one row adds to a score, or takes from it: one horizontal bar for each.
///
/// Where both signs occur, bars begin at one zero line, and both directions have the same scale.
/// Blue raises, orange lowers; readers without a full sense of colour can tell them apart.
public struct AttributionBars: Hashable, Sendable {
  /// A column of the row.
  public struct Bar: Hashable, Sendable {
    /// The name of the column.
    public var name: String
    /// What the row has there, as the person wrote it; may be empty.
    public var value: String
    /// What the column adds to the score; what is not finite gets no bar.
    public var attribution: Double

    /// Makes a bar.
    public init(name: String, value: String, attribution: Double) {
      self.name = name
      self.value = value
      self.attribution = attribution
    }
  }

  /// In which order the bars stand below each other.
  public enum Order: Hashable, Sendable, CaseIterable {
    /// As they are given.
    case given
    /// The largest |attribution| first; of equal ones the first that is given.
    case magnitude
  }

  /// The columns, in the order of the table.
  public var bars: [Bar]
  /// What the chart is about; nothing where empty.
  public var title: String
  /// Lines in small letters below the title.
  public var caption: [String]
  /// What the attributions are measured in: "logit", "probability", …; may be empty.
  public var unit: String
  /// In which order the bars are shown.
  public var order = Order.magnitude
  /// How many bars are shown, at least one. Of more, those of the largest |attribution| are, and
  /// one bar more with the sum of all others.
  public var limit = 30
  /// Extent to the right, in units of a figure, at least 240.
  public var width = 720.0

  /// Makes a chart whose largest bars come first; the rest is set afterwards.
  public init(_ bars: [Bar], title: String, caption: [String] = [], unit: String) {
    self.bars = bars
    self.title = title
    self.caption = caption
    self.unit = unit
  }

  /// The chart, drawn.
  public var figure: Figure { AttributionBarsDrawing(self).figure }
}

extension AttributionBars {
  /// A bar as it is shown.
  struct ShownBar: Hashable {
    var bar: Bar
    /// Whether the bar stands for all columns that have none of their own.
    var isRest: Bool
  }

  /// The bars as they are shown: in order, and no more than `limit` besides that of the rest.
  var shown: [ShownBar] {
    let (ranked, limit) = (ranking, max(limit, 1))
    let kept = Array(ranked.prefix(limit))
    let rows = (order == .given ? kept.sorted() : kept).map {
      ShownBar(bar: bars[$0], isRest: false)
    }
    let rest = ranked.dropFirst(limit)
    guard !rest.isEmpty else { return rows }
    let sum = rest.sorted().reduce(0) { $0 + bars[$1].attribution.finiteOrZero }
    let name = rest.count == 1 ? "1 other" : "\(rest.count) others"
    return rows + [
      ShownBar(bar: Bar(name: name, value: "", attribution: sum), isRest: true)
    ]
  }

  /// Positions of the bars, the largest |attribution| first; of equal ones the first that is given.
  var ranking: [Int] {
    bars.indices.sorted { first, second in
      let (one, other) = (strength(first), strength(second))
      return one == other ? first < second : one > other
    }
  }

  private func strength(_ index: Int) -> Double { bars[index].attribution.finiteOrZero.magnitude }
}

/// How far bars reach to both sides of the zero line.
struct BarExtent: Hashable {
  /// The largest |a| of all a < 0.
  let negative: Double
  /// The largest of all a > 0.
  let positive: Double

  /// Finds the ends; what is not finite does not count, and what is beyond 10³⁰⁰ counts as that.
  init(_ attributions: some Sequence<Double>) {
    var (negative, positive) = (0.0, 0.0)
    for value in attributions where value.isFinite {
      negative = max(negative, min(-value, 1e300))
      positive = max(positive, min(value, 1e300))
    }
    (self.negative, self.positive) = (negative, positive)
  }

  /// Returns |a| as a share of the distance between both ends; 0 where no bar has a length, and for
  /// what is not finite.
  ///
  /// Lengths are reckoned with shares, because the factor that stretches the smallest numbers would
  /// have no end.
  func share(of attribution: Double) -> Double {
    let total = negative + positive
    return total > 0 ? min(attribution.finiteOrZero.magnitude, 1e300) / total : 0
  }

  /// Whether bars lie on the left side of the zero line alone.
  var isNegative: Bool { negative > 0 && positive == 0 }
  /// Whether bars lie on both sides of the zero line.
  var hasBothSigns: Bool { negative > 0 && positive > 0 }
}
