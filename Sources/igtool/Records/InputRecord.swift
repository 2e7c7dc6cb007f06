import Explaining
import Foundation
import Inputs
import Rendering

/// What the record of a run says of one input, in a line of `results.jsonl`. A later line of the same input
/// replaces an earlier one. Behind these members a line has `explanations`: the reports that `--json`
/// prints; summaries read those (``Explaining/RunRecord``).
struct InputRecord: Codable, Sendable {
  /// How an input has ended.
  enum Status: String, Codable, Sendable {
    case done, failed
  }

  /// The path of the input below the folder that all have in common, with the number of a row behind `#`.
  let input: String
  /// The path as it was given.
  let source: String
  let status: Status
  /// SHA-256 of what the files follow from; nil where that is not known.
  let key: String?
  /// Why it has failed, and the exit status that this alone would have.
  var message: String?
  var code: Int32?
  /// Paths of the files below the output folder, their sizes in bytes, and when they were written, in
  /// nanoseconds since 1970: another run may have written others of their names since.
  var files: [String] = []
  var sizes: [Int] = []
  var written: [Int] = []
  /// Seconds since the input before.
  let seconds: Double
  /// What was wrong with completeness gaps.
  var problems: [String] = []
  /// What the index page lists.
  var pages: [ReportIndex.Entry] = []
  /// The network, of a run that evaluates.
  var model: String?
  /// What was measured, by a run that evaluates.
  var evaluations: [SampleEvaluation]?
}

extension InputRecord {
  /// Reads a line; nil for one that is no record.
  init?(_ line: some Sequence<UInt8>) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let record = try? decoder.decode(InputRecord.self, from: Data(line)) else { return nil }
    self = record
  }

  /// The record as a line.
  func line() throws -> String { try JSONText.line(self, keys: .convertToSnakeCase) }
}

extension InputSource {
  /// What the record of a run calls it.
  var recordName: String {
    let file = at(nil).fileName
    return number.map { "\(file)#\($0)" } ?? file
  }
}
