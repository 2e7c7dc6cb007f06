import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Rendering

/// Lays the maps of a comparison out in rows and columns, and draws them.
struct ComparisonSheet {
  private static let longestRow = 6

  let comparison: Comparison
  let options: CompareOptions
  /// What the axes hold, in words.
  private let names: [ComparisonAxis: [String]]
  let look: Look
  /// The photo as large as the cells.
  private let picture: Image
  private let photo: Photo
  private let model: String
  /// All cells, row by row.
  private var grid: [[Filled]] = []

  /// Makes the sheet of a photo.
  init(
    _ comparison: Comparison, of photo: Photo, network: ExplainableNetwork,
    options: CompareOptions, baselines: [Baseline], look: Look
  ) {
    names = [
      .method: options.methods.map(\.text), .steps: options.steps.map { "\($0) steps" },
      .baseline: baselines.map(\.description),
      .target: comparison.quantities.map(\.shortLabel),
    ]
    self.comparison = comparison
    self.options = options
    self.look = look
    self.photo = photo
    model = network.name
    let image = photo.decoded.image
    let longer = max(image.width, image.height)
    // Small photos are enlarged by a whole number.
    let scale =
      longer <= options.cell
      ? Double(options.cell / longer) : Double(options.cell) / Double(longer)
    picture = image.resampled(
      width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())))
    grid = filled()
  }

  /// The sheet as a picture.
  func image() -> Image {
    let down = rowAxes
    var columns = (0..<count(columnAxis)).map { name(columnAxis, $0) }
    var rowNames = combinations(down).map { row in
      down.map { name($0, row[$0] ?? 0) }.joined(separator: ", ")
    }
    var cells = grid
    if down.isEmpty && columns.count > Self.longestRow {
      (columns, rowNames, cells) = wrapped(grid[0], names: columns)
    }
    return ContactSheet(
      photo: photo.decoded.image, heading: heading, columns: columns, rows: rowNames,
      cells: cells.map { $0.map(\.cell) },
      cellSize: Size(width: picture.width, height: picture.height),
      legend: legend(of: grid.flatMap { $0 })
    ).image
  }

  /// The cells in one row, as a sheet of several photos has them.
  func overviewRow() -> ComparisonOverview.Row {
    let names = combinations(rowAxes).flatMap { row in
      (0..<count(columnAxis)).map { column in
        row.merging([columnAxis: column]) { first, _ in first }
      }
    }
    let cells = zip(grid.joined(), names).map { filled, choice -> ContactSheet.Cell in
      var cell = filled.cell
      cell.title = count(.target) > 1 ? name(.target, choice[.target] ?? 0) : ""
      return cell
    }
    let columns = names.map { choice in
      (rowAxes + [columnAxis]).filter { $0 != .target }.map { name($0, choice[$0] ?? 0) }
        .joined(separator: ", ")
    }
    let top = comparison.maps.first?.value.ranking.top.first
    let full = reference(of: grid.flatMap { $0 }).map { "full colour \(Self.full($0))" }
    return ComparisonOverview.Row(
      name: photo.picture.fileName,
      note: [
        top.map { "\($0.label.label.prefix { $0 != "," }) \(Report.Ranked($0).text)" }, full,
      ].compactMap(\.self).joined(separator: "; "),
      columns: columns, cells: cells, legend: legend(of: grid.flatMap { $0 }))
  }

  private var columnAxis: ComparisonAxis {
    options.columns ?? ComparisonAxis.allCases.last { count($0) > 1 } ?? .method
  }

  private var rowAxes: [ComparisonAxis] {
    ComparisonAxis.allCases.filter { count($0) > 1 && $0 != columnAxis }
  }

  /// A cell, and what is known of the map in it.
  private struct Filled {
    var cell = ContactSheet.Cell(nil)
    var drawing: Drawing?
    var kind = 0
    var scale: ComparisonScales.Scale?
  }

  /// All cells, row by row.
  private func filled() -> [[Filled]] {
    let found = combinations(rowAxes).map { row in
      (0..<count(columnAxis)).map { column in
        comparison.map(row.merging([columnAxis: column]) { first, _ in first })
      }
    }
    let scales = ComparisonScales(
      found.map { row in
        row.map { cell in
          cell.map { place, explanation in
            ComparisonScales.Map(
              kind: comparison.kind(of: place),
              own: MapScales(explanation.attributions, look: look).of(options.show.product))
          }
        }
      }, sharing: look.scale == .each ? .none : .all
    ).cells
    return zip(found, scales).map { row, scales in
      zip(row, scales).map { cell, scale in
        guard let (place, explanation) = cell, let scale else { return Filled() }
        return filled(explanation, place, scale)
      }
    }
  }

  private func filled(
    _ explanation: Explanation, _ place: Comparison.Place, _ found: ComparisonScales.Scale
  ) -> Filled {
    var scale = found
    if case .value(let value) = look.scale { scale = .init(full: value, factor: 1) }
    let drawing = Drawing(
      explanation, look: look, scales: MapScales(scale.full), photo: picture)
    var filled = Filled(drawing: drawing, kind: comparison.kind(of: place), scale: scale)
    filled.cell = ContactSheet.Cell(
      drawing?.picture(options.show.product), note: note(on: explanation, place, filled))
    return filled
  }

  /// What is said below a map: how well its parts add up, how much work it was, how its colours
  /// differ from those of the legend, and what it does not depend on.
  private func note(
    on explanation: Explanation, _ place: Comparison.Place, _ filled: Filled
  ) -> String {
    var parts = [
      explanation.completenessText.isEmpty ? "promises no sum" : explanation.completenessText,
      "\(explanation.map.evaluations) eval.",
    ]
    if hasColors, let scale = filled.scale {
      if filled.kind != comparison.kinds[0] {
        parts.append("full colour \(Self.full(filled))")
      } else if scale.factor > 1 {
        parts.append("colours ×\(String(format: "%.2g", scale.factor))")
      }
    }
    if place.baseline == nil && count(.baseline) > 1 { parts.append("no baseline") }
    if place.steps == nil && count(.steps) > 1 { parts.append("no steps") }
    return parts.joined(separator: " · ")
  }

  /// The attribution that is shown as the full colour, with its unit.
  private static func full(_ cell: Filled) -> String {
    String(format: "%.2g", cell.scale?.full ?? 0) + " \(cell.drawing?.unit ?? "")"
  }

  /// Whether the cells have colours, or shades, that stand for attributions.
  private var hasColors: Bool { [.overlay, .heatmap, .mask].contains(options.show) }

  /// A single row that is too long, in several, the names in the cells.
  private func wrapped(
    _ cells: [Filled], names: [String]
  ) -> (columns: [String], rows: [String], cells: [[Filled]]) {
    let rowCount = (cells.count + Self.longestRow - 1) / Self.longestRow
    let length = (cells.count + rowCount - 1) / rowCount
    let named = zip(cells, names).map { cell, name -> Filled in
      var cell = cell
      cell.cell.title = name
      return cell
    }
    let rows = stride(from: 0, to: named.count, by: length).map {
      Array(named[$0...].prefix(length))
    }
    return ([String](repeating: "", count: length), rows.map { _ in "" }, rows)
  }

  private var heading: [String] {
    let ranking = comparison.maps.first?.value.ranking.top.prefix(3) ?? []
    let constant = ComparisonAxis.allCases.filter { count($0) == 1 && $0 != .target }
      .compactMap { names[$0]?.first }
    let target = count(.target) == 1 ? names[.target]?.first : nil
    return [
      photo.picture.fileName,
      ranking.map { "\($0.label.label.prefix { $0 != "," }) \(Report.Ranked($0).text)" }
        .joined(separator: ", "),
      ([model] + [target.map { "why \($0)" }].compactMap(\.self) + constant)
        .joined(separator: " · "),
      grid.joined().contains { ($0.scale?.factor ?? 1) > 1 }
        ? "colours ×N: N times as bright as the legend says" : "",
    ]
  }

  /// The cell whose scale the legend tells: the largest of the maps of the first kind.
  private func reference(of cells: [Filled]) -> Filled? {
    hasColors ? cells.first { $0.kind == comparison.kinds[0] && $0.scale?.factor == 1 } : nil
  }

  private func legend(of cells: [Filled]) -> Legend? {
    guard let cell = reference(of: cells), let drawing = cell.drawing else { return nil }
    return options.show == .mask
      ? Legend(drawing.heatmap, colorMap: .grays, unit: drawing.unit)
      : Legend(drawing.colored, colorMap: drawing.colorMap, unit: drawing.unit)
  }

  private func count(_ axis: ComparisonAxis) -> Int { max(names[axis]?.count ?? 0, 1) }

  private func name(_ axis: ComparisonAxis, _ index: Int) -> String {
    guard let names = names[axis], names.indices.contains(index) else { return "" }
    return names[index]
  }

  /// Every choice of an index for some axes.
  private func combinations(_ axes: [ComparisonAxis]) -> [[ComparisonAxis: Int]] {
    axes.reduce([[:]]) { choices, axis in
      choices.flatMap { choice in
        (0..<count(axis)).map { choice.merging([axis: $0]) { first, _ in first } }
      }
    }
  }
}

extension Comparison {
  /// Maps that are parts of a score are of one kind, those of other methods of the method's own.
  fileprivate func kind(of place: Place) -> Int {
    maps[place]?.map.expectedSum == nil ? place.method : -1
  }

  /// The kinds that there are, parts of a score first.
  fileprivate var kinds: [Int] { Set(maps.keys.map(kind)).sorted() }
}
