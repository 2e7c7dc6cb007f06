import Foundation
import Imaging

extension ReportPage {
  /// What the page's script reads: maps and tables in Base64, and numbers.
  struct ScriptData: Encodable {
    struct Map: Encodable {
      let width: Int
      let height: Int
      let sum: String
      let absolute: String
    }
    struct Colors: Encodable {
      let name: String
      let isDiverging: Bool
      /// Red, green and blue of 256 levels.
      let table: String
    }
    struct Choices: Encodable {
      let colorMap: String
      let polarity: String
      let clip: Double
      let isClippedByMass: Bool
      let cover: Float
    }

    let photo: Size
    let model: Size
    let source: Rectangle
    let target: Rectangle
    let map: Map
    let colorMaps: [Colors]
    let view: Choices

    init(_ page: ReportPage) {
      let placement = page.placement
      (photo, model) = (placement.photo, placement.model)
      (source, target) = (placement.source, placement.target)
      let maps = page.maps
      map = Map(
        width: maps.sum.width, height: maps.sum.height, sum: Self.base64(maps.sum),
        absolute: Self.base64(maps.absoluteSum))
      colorMaps = ColorMap.allCases.map { map in
        let table = map.table.flatMap { [$0.red, $0.green, $0.blue] }
        return Colors(
          name: map.rawValue, isDiverging: map.isDiverging,
          table: Data(table).base64EncodedString())
      }
      let (clip, isClippedByMass) =
        switch page.view.clip {
        case .percentile(let share): (share, false)
        case .mass(let share): (share, true)
        }
      view = Choices(
        colorMap: page.view.colorMap.rawValue, polarity: page.view.polarity.rawValue, clip: clip,
        isClippedByMass: isClippedByMass, cover: page.view.opacity)
    }

    /// Returns the numbers in single precision, little-endian, row by row.
    private static func base64(_ plane: Plane) -> String {
      let words = plane.values.map { ($0.isFinite ? $0 : 0).bitPattern.littleEndian }
      return words.withUnsafeBytes { Data($0) }.base64EncodedString()
    }

    /// JSON that a script element can hold.
    var json: String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      do {
        return ReportText.scriptSafe(
          json: String(decoding: try encoder.encode(self), as: UTF8.self))
      } catch {
        preconditionFailure("numbers of a page are finite: \(error)")
      }
    }
  }
}
