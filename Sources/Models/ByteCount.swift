import Foundation

/// A number of bytes, written as people do: `512 bytes`, `3.4 MB`, `28 MB`.
public struct ByteCount: CustomStringConvertible, Sendable {
  /// The number of bytes.
  public let bytes: Int

  /// A number of bytes.
  public init(_ bytes: Int) {
    self.bytes = bytes
  }

  /// Decimal units; one digit after the point below ten.
  public var description: String {
    guard bytes >= 1000 else { return "\(bytes) \(bytes == 1 ? "byte" : "bytes")" }
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
    var value = Double(bytes) / 1000
    var unit = 0
    while value >= 999.5 && unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return String(format: value < 9.95 ? "%.1f " : "%.0f ", value) + units[unit]
  }
}
