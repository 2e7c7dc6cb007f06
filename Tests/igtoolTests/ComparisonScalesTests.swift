import Testing
import igtool

/// Which maps of a comparison share a scale.
struct ComparisonScalesTests {
  private func scales(
    _ own: [[Double?]], kinds: [Int] = [], sharing: ComparisonScales.Sharing = .all
  ) -> [[ComparisonScales.Scale?]] {
    let maps = own.map { row in
      row.enumerated().map { column, own -> ComparisonScales.Map? in
        own.map { ComparisonScales.Map(kind: kinds.isEmpty ? -1 : kinds[column], own: $0) }
      }
    }
    return ComparisonScales(maps, sharing: sharing).cells
  }

  private func full(_ scales: [[ComparisonScales.Scale?]]) -> [[Double?]] {
    scales.map { row in row.map { $0?.full } }
  }

  private func factors(_ scales: [[ComparisonScales.Scale?]]) -> [[Double?]] {
    scales.map { row in row.map { $0?.factor } }
  }

  @Test("maps that differ little share the largest scale")
  func all() {
    let found = scales([[1, 2], [nil, 1.5]])
    #expect(full(found) == [[2, 2], [nil, 2]])
    #expect(found.joined().allSatisfy { $0 == nil || $0?.factor == 1 })
  }

  @Test("columns have scales of their own where that suffices, then rows, then cells")
  func parts() {
    let columns = scales([[1, 10], [2, 8]])
    #expect(full(columns) == [[2, 10], [2, 10]] && factors(columns) == [[5, 1], [5, 1]])
    let rows = scales([[1, 2], [10, 8]])
    #expect(full(rows) == [[2, 2], [10, 10]])
    let cells = scales([[1, 10], [10, 1]])
    #expect(factors(cells) == [[10, 1], [1, 10]])
  }

  @Test("maps of different kinds never share a scale, and maps of nothing suit every one")
  func kinds() {
    let found = scales([[1, 500], [2, 400]], kinds: [-1, 3])
    #expect(full(found) == [[2, 500], [2, 500]])
    #expect(found.joined().allSatisfy { $0?.factor == 1 })
    #expect(full(scales([[0, 3]])) == [[3, 3]])
    #expect(full(scales([[0, 0]])) == [[0, 0]] && factors(scales([[0, 0]])) == [[1, 1]])
  }

  @Test("each map has its own scale on request")
  func each() {
    #expect(full(scales([[4, 5]], sharing: .none)) == [[4, 5]])
    #expect(factors(scales([[4, 5]], sharing: .none)) == [[1.25, 1]])
  }
}
