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
  /// The photo as small as the cells.
  private let picture: Image
  private let placement: Placement
  private let photo: Photo
  private let model: String

  /// Makes the sheet of a photo.
  init(
    _ comparison: Comparison, of photo: Photo, network: ExplainableNetwork,
    by reader: PictureReader, options: CompareOptions,
    baselines: [Baseline], look: Look
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
    let scale = min(1, Double(options.cell) / Double(max(image.width, image.height)))
    picture = image.resampled(
      width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())))
    placement = reader.prepare(picture).placement
  }

  /// The sheet as a picture.
  func image() -> Image {
    let varying = ComparisonAxis.allCases.filter { count($0) > 1 }
    let across = options.columns ?? varying.last ?? .method
    let down = varying.filter { $0 != across }
    let rows = combinations(down)
    let scales = look.scale == .shared ? comparison.sharedScales(look.map) : [:]
    var cells = rows.map { row in
      (0..<count(across)).map { column in
        cell(row.merging([across: column]) { first, _ in first }, scales)
      }
    }
    var columns = (0..<count(across)).map { name(across, $0) }
    var rowNames = rows.map { row in
      down.map { name($0, row[$0] ?? 0) }.joined(separator: ", ")
    }
    if down.isEmpty && columns.count > Self.longestRow {
      (columns, rowNames, cells) = wrapped(cells[0], names: columns)
    }
    return ContactSheet(
      photo: photo.decoded.image, heading: heading, columns: columns, rows: rowNames,
      cells: cells.map { $0.map(\.cell) },
      cellSize: Size(width: picture.width, height: picture.height),
      legend: legend(of: cells.flatMap { $0 })
    ).image
  }

  /// A cell and the map in it.
  private typealias Filled = (cell: ContactSheet.Cell, drawing: Drawing?, unit: String)

  private func cell(_ choice: [ComparisonAxis: Int], _ scales: [Comparison.Place: Double]) -> Filled
  {
    guard let (place, explanation) = comparison.map(choice) else {
      return (ContactSheet.Cell(nil), nil, "")
    }
    var scale = scales[place]
    if case .value(let value) = look.scale { scale = value }
    let drawing = Drawing(
      explanation, look: look, scale: scale, photo: picture, placement: placement)
    let cell = ContactSheet.Cell(
      drawing?.picture(options.show.product), note: note(on: explanation, place))
    return (cell, drawing, explanation.setting.unit)
  }

  /// What is said below a map: how well its parts add up, how much work it was, and what it does not
  /// depend on.
  private func note(on explanation: Explanation, _ place: Comparison.Place) -> String {
    var parts: [String] = []
    if !explanation.completenessText.isEmpty { parts.append(explanation.completenessText) }
    parts.append("\(explanation.map.evaluations) eval.")
    if place.baseline == nil && count(.baseline) > 1 { parts.append("no baseline") }
    if place.steps == nil && count(.steps) > 1 { parts.append("no steps") }
    return parts.joined(separator: " · ")
  }

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
      look.scale == .shared ? "one colour scale for all maps of a kind" : "",
    ]
  }

  /// The legend, if all maps have one scale.
  private func legend(of cells: [Filled]) -> Legend? {
    let drawings = cells.compactMap(\.drawing)
    guard let first = drawings.first, let unit = cells.first?.unit,
      drawings.allSatisfy({
        $0.heatmap.scale == first.heatmap.scale && $0.heatmap.floor == first.heatmap.floor
          && $0.colorMap == first.colorMap
      })
    else { return nil }
    switch options.show {
    case .overlay, .heatmap: return Legend(first.heatmap, colorMap: first.colorMap, unit: unit)
    case .mask: return Legend(first.heatmap, colorMap: .grays, unit: unit)
    case .masked, .scaled, .outline, .contours: return nil
    }
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
  /// The attribution that each map shows as the full colour: the same for all maps that are parts of
  /// a score, and for all of one method where they are something else.
  fileprivate func sharedScales(_ style: MapStyle) -> [Place: Double] {
    func group(_ place: Place) -> Int {
      maps[place]?.map.expectedSum == nil ? place.method : -1
    }
    let own = maps.mapValues { ReducedMap($0.attributions, style: style).scale(style) }
    let largest = Dictionary(own.map { (group($0.key), $0.value) }) { max($0, $1) }
    return Dictionary(uniqueKeysWithValues: own.keys.map { ($0, largest[group($0)] ?? 0) })
  }
}
