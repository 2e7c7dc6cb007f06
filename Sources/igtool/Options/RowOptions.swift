import ArgumentParser
import Explaining
import Inputs

/// How rows and texts are read.
struct RowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Most rows that a table may have, as in 5M [\(ReadingLimits().rows)].", valueName: "n"))
  var maxRows: LargeNumber?

  @Option(
    help: ArgumentHelp(
      "Most bytes that a row of a table may have, all its cells together, as in 20M "
        + "[\(ReadingLimits().rowBytes)].",
      valueName: "bytes"))
  var maxRowBytes: LargeNumber?

  @Option(
    help: ArgumentHelp(
      "Most bytes that a text may have, \(ReadingLimits.longestText) at most "
        + "[\(ReadingLimits().textBytes)].",
      valueName: "bytes"))
  var maxTextBytes: LargeNumber?

  /// Puts what was typed into a request for reading.
  func write(to reading: inout ReadingRequest) {
    if let maxRows { reading.limits.rows = maxRows.value }
    if let maxRowBytes { reading.limits.rowBytes = maxRowBytes.value }
    if let maxTextBytes { reading.limits.textBytes = maxTextBytes.value }
  }
}
