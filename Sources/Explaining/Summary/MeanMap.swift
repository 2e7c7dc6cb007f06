extension RunSummary {
  /// What maps of pictures have in common: for each of 14 × 14 cells of the photo the mean share that it
  /// has, Σ_n s_n / N with s = Σ a of the cell / Σ |Σ a| of all cells: every picture counts alike.
  public struct MeanMap: Sendable, Encodable {
    /// How many pictures there are; those that are zero everywhere do not count.
    public let pictures: Int
    /// Shares of the cells, row by row, with signs.
    public let cells: [[Double]]

    init?(_ members: [Member]) {
      let shares = members.compactMap(\.cellShares)
      guard !shares.isEmpty else { return nil }
      pictures = shares.count
      let side = AttributionDistribution.Places.side
      cells = (0..<side).map { row in
        (0..<side).map { column in
          shares.reduce(0) { $0 + $1[row * side + column] } / Double(shares.count)
        }
      }
    }
  }

  /// Places that pictures of several classes are explained by, whatever they show: a watermark, a frame,
  /// a date.
  ///
  /// A cell is *hot* in a picture if its share |s| is at least four times that of an even map, 4/196. A
  /// cell is found if it is hot in at least 80 % of all pictures, and in at least 80 % of those of each
  /// of two classes or more. Fewer than ten pictures, or one class, say nothing.
  public struct SamePlace: Sendable, Encodable {
    /// How many pictures were looked at.
    public let pictures: Int
    /// How many classes they are of.
    public let classes: Int
    /// Whether these are enough to say anything.
    public let isJudged: Bool
    /// The cells that were found, row by row.
    public let cells: [Cell]

    /// A cell, and in which share of the pictures it is hot.
    public struct Cell: Hashable, Sendable, Encodable {
      /// From above, counted from 0.
      public let row: Int
      /// From the left, counted from 0.
      public let column: Int
      /// The share of the pictures.
      public let share: Double
    }

    /// What a hot cell has more than in an even map.
    public static let timesEven = 4.0
    /// The share of pictures in which a cell has to be hot.
    public static let leastShare = 0.8
    /// Fewer pictures say nothing.
    public static let leastPictures = 10
    /// Fewer classes say nothing.
    public static let leastClasses = 2

    private enum CodingKeys: String, CodingKey {
      case pictures, classes, cells
      case isJudged = "judged"
    }

    init?(_ members: [Member]) {
      let maps = members.compactMap { member in
        member.cellShares.map { (label: member.explanation.label, shares: $0) }
      }
      guard !maps.isEmpty else { return nil }
      let side = AttributionDistribution.Places.side
      let limit = Self.timesEven / Double(side * side)
      func hotShare(_ maps: [(label: String, shares: [Double])], _ cell: Int) -> Double {
        Double(maps.count { abs($0.shares[cell]) >= limit }) / Double(maps.count)
      }
      let byClass = Dictionary(grouping: maps, by: \.label)
      (pictures, classes) = (maps.count, byClass.count)
      isJudged = maps.count >= Self.leastPictures && byClass.count >= Self.leastClasses
      guard isJudged else {
        cells = []
        return
      }
      cells = (0..<side * side).compactMap { cell in
        let share = hotShare(maps, cell)
        guard share >= Self.leastShare,
          byClass.values.count(where: { hotShare($0, cell) >= Self.leastShare })
            >= Self.leastClasses
        else { return nil }
        return Cell(row: cell / side, column: cell % side, share: share)
      }
    }
  }
}
