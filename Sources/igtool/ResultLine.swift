import Classification
import Explaining
import Foundation
import Inputs
import Rendering

/// What was explained and how well, in one line for people; lines of one run have their columns below
/// each other. In a terminal a line fits its width; elsewhere names are whole.
package struct ResultLine {
  private static let gap = "  "
  /// Columns that names are filled up to at most.
  private static let widestName = 32
  /// Columns that what is explained is filled up to.
  private static let subjectWidth = 22
  /// Columns that a name and what is explained have at least, before numbers are left out.
  private static let leastNames = 24

  private let nameWidth: Int
  private let columns: Int?

  /// Makes lines for some sources.
  ///
  /// - Parameters:
  ///   - names: what the sources are called.
  ///   - columns: the width of the terminal; nil where lines go somewhere else.
  package init(_ names: [String], columns: Int?) {
    nameWidth = min(names.map { Console.printable($0).displayWidth }.max() ?? 0, Self.widestName)
    self.columns = columns
  }

  /// Returns the line of a report on a source.
  func text(_ report: Report, on source: InputSource) -> String {
    let quality =
      (report.completenessGapRelative.map { ["gap " + Report.percent($0).padded(to: 6)] } ?? [])
      + report.remarks
    let numbers = [
      report.scoreText.change.padded(to: 18),
      "\(report.evaluations) \(report.evaluations == 1 ? "evaluation" : "evaluations")"
        .padded(to: 16),
      String(format: "%.2f s", report.seconds).padded(to: 7),
    ]
    return text(
      name: source.fileName, subject: report.scoreText.subject, numbers: numbers,
      quality: quality.joined(separator: ", "))
  }

  /// Returns a line of its parts. Where the terminal is narrow, numbers lose the blanks before them, then
  /// the last of them is left out, and then the one before it; then names are cut in the middle.
  package func text(name: String, subject: String, numbers: [String], quality: String) -> String {
    let (name, subject) = (Console.printable(name), Console.printable(subject))
    guard let columns else {
      return line(
        name.filled(to: nameWidth), subject.filled(to: Self.subjectWidth), numbers, quality)
    }
    let narrow = numbers.map { String($0.drop { $0 == " " }) }
    let choices =
      [numbers] + stride(from: numbers.count, through: 1, by: -1).map { Array(narrow.prefix($0)) }
    for numbers in choices {
      let room = columns - line("", "", numbers, quality).displayWidth
      guard room >= Self.leastNames || numbers.count == 1 else { continue }
      let widest = min(max(subject.displayWidth, Self.subjectWidth), max(room, 0) / 2)
      let subject = subject.cutInTheMiddle(columns: widest).filled(to: widest)
      let forName = max(room - widest, 0)
      let start = name.cutInTheMiddle(columns: forName).filled(to: min(nameWidth, forName))
      return line(start, subject, numbers, quality).leading(columns: columns)
    }
    return name
  }

  private func line(
    _ name: String, _ subject: String, _ numbers: [String], _ quality: String
  ) -> String {
    ([name, subject] + numbers + (quality.isEmpty ? [] : [quality])).joined(separator: Self.gap)
  }
}
