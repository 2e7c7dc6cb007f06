/// The attributions that the maps of a comparison show as the full colour.
///
/// Maps of one kind share a scale, so that their colours can be compared. Where their own scales
/// differ by more than a factor, the fainter ones could hardly be seen; then only the maps of a
/// column share one, or those of a row, or each has its own, whichever is the first that keeps the
/// factor, and by how much colours are brightened stands in the cell.
package struct ComparisonScales {
  /// What is known of the map in a cell.
  package struct Map {
    /// Maps of different kinds cannot be compared.
    let kind: Int
    /// The attribution that the map by itself shows as the full colour.
    let own: Double

    /// Says what is known of a map.
    package init(kind: Int, own: Double) { (self.kind, self.own) = (kind, own) }
  }

  /// What a cell shows as the full colour.
  package struct Scale: Hashable {
    /// The attribution.
    package let full: Double
    /// How many times brighter its colours are than those of the map with the largest scale.
    package let factor: Double

    /// Makes a scale.
    package init(full: Double, factor: Double) { (self.full, self.factor) = (full, factor) }
  }

  /// Which maps of a kind share a scale.
  package enum Sharing: CaseIterable {
    case all, column, row, none
  }

  /// Scales of maps that share one differ by this factor at most.
  static let largestFactor = 2.0

  /// The scales, row by row; nil where there is no map.
  package let cells: [[Scale?]]

  /// Finds the scales of maps in rows and columns; nil where there is no map. `sharing` is what maps
  /// share at most.
  package init(_ maps: [[Map?]], sharing most: Sharing = .all) {
    var cells = maps.map { [Scale?](repeating: nil, count: $0.count) }
    let placed = maps.enumerated().flatMap { row, maps in
      maps.enumerated().compactMap { column, map in map.map { (row, column, map: $0) } }
    }
    let choices = Sharing.allCases.drop { $0 != most }
    for kind in Set(placed.map(\.map.kind)) {
      let some = placed.filter { $0.map.kind == kind }
      let largest = some.map(\.map.own).max() ?? 0
      let groupings = choices.map { sharing in
        Dictionary(grouping: some) { row, column, _ in
          switch sharing {
          case .all: [0, 0]
          case .column: [0, column]
          case .row: [row, 0]
          case .none: [row, column]
          }
        }
      }
      let groups =
        groupings.first { $0.values.allSatisfy { Self.isAlike($0.map(\.map.own)) } }
        ?? groupings[groupings.count - 1]
      for group in groups.values {
        let full = group.map(\.map.own).max() ?? 0
        for (row, column, _) in group {
          cells[row][column] = Scale(full: full, factor: full > 0 ? largest / full : 1)
        }
      }
    }
    self.cells = cells
  }

  /// Whether scales differ by no more than the factor; maps of nothing suit every scale.
  private static func isAlike(_ scales: [Double]) -> Bool {
    let some = scales.filter { $0 > 0 }
    return (some.max() ?? 0) <= largestFactor * (some.min() ?? 0)
  }
}
