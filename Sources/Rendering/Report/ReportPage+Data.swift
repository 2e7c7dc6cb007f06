import Foundation
import Imaging

extension ReportPage {
  /// What the page's script reads: packed maps, tables in Base64, and numbers.
  struct ScriptData: Encodable {
    struct Map: Encodable {
      let width: Int
      let height: Int
      let channels: Int
      let sum: PackedPlane
      /// Held by what it differs from |sum|.
      let absolute: PackedPlane
      let own: PackedPlane?
    }
    struct Colors: Encodable {
      let name: String
      let isDiverging: Bool
      /// Red, green and blue of 256 levels.
      let table: String
    }
    struct Limit: Encodable {
      let percentile: Double
      let isByMass: Bool

      init(_ threshold: Threshold) {
        switch threshold {
        case .percentile(let share): (percentile, isByMass) = (share, false)
        case .mass(let share): (percentile, isByMass) = (share, true)
        }
      }
    }
    struct Choices: Encodable {
      let colorMap: String
      let reduction: String
      let polarity: String
      let smoothing: Double
      let clip: Limit
      let cut: Limit?
      let scale: Double?
      let gamma: Double
      let keep: Double
      let cleanup: Int
      let opacity: Float
      let cover: Float
      let saturation: Float
      let isAverage: Bool

      init(_ view: View) {
        let (style, overlay) = (view.style, view.overlay)
        colorMap = view.colorMap.rawValue
        reduction = view.reductionKey
        // Without signs there is nothing to show apart.
        polarity = (style.reduction.isSigned ? style.polarity : .absolute).rawValue
        (smoothing, gamma) = (style.smoothing, style.gamma)
        (keep, cleanup) = (style.keep, style.cleanup)
        clip = Limit(style.clip)
        cut = style.cut.map(Limit.init)
        scale = view.scale
        (opacity, cover) = (overlay.opacity, overlay.cover)
        (saturation, isAverage) = (overlay.saturation, overlay.gray == .average)
      }
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
      // A mean is a sum in parts.
      let parts = page.view.style.reduction == .mean ? Double(maps.channels) : 1
      let sumScale = page.view.scale.map { $0 * parts }
      let sum = PackedPlane(maps.sum, scale: sumScale)
      map = Map(
        width: maps.sum.width, height: maps.sum.height, channels: maps.channels, sum: sum,
        absolute: PackedPlane(maps.absoluteSum, scale: page.view.scale, near: sum),
        own: maps.own.map { PackedPlane($0, scale: page.view.scale) })
      colorMaps = ColorMap.allCases.map { map in
        let table = map.table.flatMap { [$0.red, $0.green, $0.blue] }
        return Colors(
          name: map.rawValue, isDiverging: map.isDiverging,
          table: Data(table).base64EncodedString())
      }
      view = Choices(page.view)
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

extension ReportPage.View {
  /// How the page's script calls the reduction.
  var reductionKey: String {
    style.reduction.rawValue + (style.choosesSignOfChannels ? "-of-parts" : "")
  }
}
