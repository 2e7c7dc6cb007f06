import Tensors
import Testing

/// Expects the end of a command that could not do what it was told: its status, nothing on standard
/// output, and one line on standard error that contains `text`.
func expectFailure(
  _ outcome: Outcome, status: Int32, _ text: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome.error)", sourceLocation: sourceLocation)
  #expect(outcome.output == "", sourceLocation: sourceLocation)
  #expect(
    outcome.errorLines.count == 1 && outcome.error.hasPrefix("igtool: error: ")
      && outcome.error.contains(text),
    "expected one line with \"\(text)\", found: \(outcome.error)", sourceLocation: sourceLocation)
}

/// Expects the end of a command that does not understand its arguments: status 64, and one error
/// line with `text`.
func expectUsageError(
  _ outcome: Outcome, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == 64, "\(outcome.error)", sourceLocation: sourceLocation)
  #expect(outcome.output == "", sourceLocation: sourceLocation)
  let first = outcome.errorLines.first ?? ""
  #expect(
    first.hasPrefix("igtool: error: ") && first.contains(text) && outcome.errorLines.count == 1,
    "expected \"\(text)\", found: \(outcome.error)", sourceLocation: sourceLocation)
}

/// Expects that everything went well and that nothing was written to standard error.
func expectSuccess(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(outcome.status == 0, sourceLocation: sourceLocation)
  #expect(outcome.error == "", sourceLocation: sourceLocation)
}

/// Expects values that differ by rounding alone, relative to the largest.
func expectClose(
  _ found: Tensor, _ expected: [Float], within tolerance: Float = 1e-4,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.values.count == expected.count, sourceLocation: sourceLocation)
  let largest = expected.map(abs).max() ?? 0
  let difference = zip(found.values, expected).map { abs($0 - $1) }.max() ?? 0
  #expect(
    largest > 0 && difference <= tolerance * largest, "differs by \(difference) of \(largest)",
    sourceLocation: sourceLocation)
}
