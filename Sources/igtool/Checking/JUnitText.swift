import Foundation
import Rendering

/// The results of a check as JUnit's XML: a test case for each report.
struct JUnitText {
  private let results: [CheckResult]

  init(_ results: [CheckResult]) { self.results = results }

  /// The document.
  var text: String {
    let failures = results.count { $0.check != nil && !$0.passes }
    let errors = results.count { $0.check == nil }
    let seconds = results.reduce(0) { $0 + $1.seconds }
    let counts =
      "tests=\"\(results.count)\" failures=\"\(failures)\" errors=\"\(errors)\" "
      + "time=\"\(Self.time(seconds))\""
    let lines =
      [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<testsuites name=\"igtool check\" \(counts)>",
        "  <testsuite name=\"igtool check\" \(counts)>",
      ] + results.flatMap(Self.lines) + ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ result: CheckResult) -> [String] {
    let name = [result.name, result.subject].filter { !$0.isEmpty }.joined(separator: ": ")
    let start =
      "    <testcase classname=\"igtool.check\" name=\"\(MarkupText.escaped(name))\" "
      + "time=\"\(time(result.seconds))\""
    if result.passes { return [start + "/>"] }
    let kind = result.check == nil ? "error" : "failure"
    let message = MarkupText.escaped(result.complaints.first ?? "")
    let all = MarkupText.escaped(result.complaints.joined(separator: "\n"))
    return [
      start + ">", "      <\(kind) message=\"\(message)\">\(all)</\(kind)>", "    </testcase>",
    ]
  }

  private static func time(_ seconds: Double) -> String { String(format: "%.3f", seconds) }
}
