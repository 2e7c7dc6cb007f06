import Foundation

/// Numbers as the pages write them.
enum ReportNumber {
  /// Returns a share as per cent, "97.3 %"; two digits below one per cent, and a dash for what is no
  /// number.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    guard share != 0 else { return "0 %" }
    let format = share.magnitude < 0.01 ? "%.2g %%" : "%.1f %%"
    return String(format: format, share * 100)
  }

  /// Returns a number with four digits that count; a dash for what is no number.
  static func short(_ number: Double) -> String {
    number.isFinite ? String(format: "%.4g", number) : "–"
  }

  /// Returns a number in its shortest exact form, for scripts; empty for what is no number.
  static func exact(_ number: Double?) -> String {
    guard let number, number.isFinite else { return "" }
    return number.description
  }
}
