import CStore
import Foundation
import Imaging
import Numerics

/// The numbers of a map as a page holds them: 16 bits each, deflated, in Base64.
///
/// A number x has the sign and the code round(steps · c(|x| / unit)) with c(u) = u up to 1, and 1 + ln u
/// beyond: steps are even up to the unit, which is about what a picture shows as the full colour, and in
/// proportion to the number beyond. So a number is off by at most unit / (2 · steps), or a share of
/// 1 / (2 · steps) of itself where it is above the unit. Numbers that are not finite are 0.
///
/// Magnitudes that lie near those of another map are held as the number of steps that their codes are
/// beyond its, in the same form: the sum of |channel| is nowhere far from |sum of channels|, and takes half
/// the room so.
struct PackedPlane: Encodable {
  /// Steps up to the unit: two and a half for each level of a picture.
  static let steps = 640.0
  /// The largest number, in units: what 15 bits can tell, rounded down.
  private static let reach = exp(30.0)

  /// The number up to which steps are even.
  let unit: Double
  /// `steps`, for the reader of the page.
  let steps = Self.steps
  /// All high bytes row by row, then all low ones; the lowest bit is 1 for numbers below 0.
  let codes: String
  /// The numbers as the reader of the page has them.
  private let values: [Double]

  private enum CodingKeys: CodingKey {
    case unit, steps, codes
  }

  /// Packs a map. `scale` is what is shown as the full colour, where that is fixed. With `other`, the
  /// numbers are magnitudes, and what is held is where they differ from those of that map.
  init(_ plane: Plane, scale: Double?, near other: PackedPlane? = nil) {
    let values = plane.values.map { $0.isFinite ? Double($0) : 0 }
    // The other map's numbers have to have a code in this one's unit, too.
    let largest = other?.values.map(\.magnitude).max() ?? 0
    let unit = max(Self.unit(of: values.map(\.magnitude), scale: scale), largest / Self.reach)
    let steps = values.map { Self.steps(to: $0, unit: unit) }
    let expected = other.map { $0.values.map { Self.steps(to: $0.magnitude, unit: unit) } }
    let held = expected.map { zip(steps, $0).map(-) } ?? steps
    let codes = held.map { UInt16($0.magnitude) << 1 | ($0 < 0 ? 1 : 0) }
    let bytes = codes.map { UInt8($0 >> 8) } + codes.map { UInt8(truncatingIfNeeded: $0) }
    self.unit = unit
    self.codes = Data(Self.deflated(bytes)).base64EncodedString()
    self.values = steps.map { Self.number(steps: $0, unit: unit) }
  }

  /// The steps from 0 to a number, with its sign.
  private static func steps(to value: Double, unit: Double) -> Int {
    let share = value.magnitude / unit
    let count = Int((steps * (share > 1 ? 1 + log(share) : share)).rounded())
    return value < 0 ? -count : count
  }

  private static func number(steps count: Int, unit: Double) -> Double {
    let share = Double(count.magnitude) / steps
    let magnitude = unit * (share > 1 ? exp(share - 1) : share)
    return count < 0 ? -magnitude : magnitude
  }

  /// The magnitude that all but the largest hundredth stay below, or `scale` if that is less; at least
  /// so much that the largest can be told.
  private static func unit(of magnitudes: [Double], scale: Double?) -> Double {
    let largest = magnitudes.max() ?? 0
    guard largest > 0 else { return 1 }
    let common = magnitudes.sortedMagnitudes.percentileOfSorted(99)
    return max(min(common > 0 ? common : largest, scale ?? .infinity), largest / reach)
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: cstore_deflate_bound(bytes.count))
    var count = 0
    let status = result.withUnsafeMutableBytes { room in
      bytes.withUnsafeBytes {
        cstore_deflate($0.baseAddress, $0.count, room.baseAddress, room.count, &count)
      }
    }
    precondition(status == CSTORE_OK, "there is room for all, and memory")
    result.removeLast(result.count - count)
    return result
  }
}
