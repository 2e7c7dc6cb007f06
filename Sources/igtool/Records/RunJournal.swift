import Explaining
import Files
import Foundation
import Inputs
import Rendering
import Synchronization

/// The record of a run, `results.jsonl` in the output folder: what has become of each input, appended when
/// its files are in their places.
final class RunJournal: Sendable {
  private struct State {
    var clock = Stopwatch()
    /// Lines of rows and texts, which are done when the files of all of them are there.
    var held: [String] = []
  }

  private let file: RecordFile
  private let key: RunKey
  private let state = Mutex(State())

  /// Records to the file of a folder; each part of a run that is done in parts has its own.
  init(_ kind: RecordFile.Kind = .results, in folder: String, shard: Shard?, key: RunKey) {
    let part = shard.map { ".\($0.number)-of-\($0.count)" } ?? ""
    let name = kind.rawValue + part + ".jsonl"
    file = RecordFile(path: OutputPlace.folder(folder).path(name))
    self.key = key
  }

  /// The path of the file.
  var path: String { file.path }

  /// Enters an input that is done; `explanations` are reports in JSON.
  func add(
    _ source: InputSource, files: [String], explanations: [String], pages: [ReportIndex.Entry],
    problems: [String]
  ) throws {
    var record = record(of: source, files)
    (record.problems, record.pages) = (problems, pages)
    let line = try record.line().dropLast()
    let reports = explanations.joined(separator: ",")
    try enter(line + ",\"explanations\":[\(reports)]}", of: source)
  }

  /// Enters an input whose explanations were measured.
  func add(
    _ source: InputSource, files: [String], model: String, evaluations: [SampleEvaluation]
  ) throws {
    var record = record(of: source, files)
    (record.model, record.evaluations) = (model, evaluations)
    try enter(try record.line(), of: source)
  }

  /// An input that is done, with its files.
  private func record(of source: InputSource, _ files: [String]) -> InputRecord {
    InputRecord(
      input: source.recordName, source: source.path, status: .done, key: key.key(of: source),
      files: files.map { RelativePath.path(to: $0, from: path) },
      sizes: files.map { FileKind.size($0) ?? 0 }, written: files.map { FileKind.written($0) ?? 0 },
      seconds: seconds())
  }

  /// Enters an input that has failed.
  func add(failureOf source: InputSource, _ failure: Failure) throws {
    let record = InputRecord(
      input: source.recordName, source: source.path, status: .failed, key: nil,
      message: failure.message, code: failure.status.rawValue, seconds: seconds())
    try enter(try record.line(), of: source)
  }

  /// Enters rows and texts, whose files are all there.
  func finish() throws {
    let lines = state.withLock { state in
      defer { state.held = [] }
      return state.held
    }
    for line in lines { try file.append(line) }
  }

  private func enter(_ line: String, of source: InputSource) throws {
    if source.part == nil { return try file.append(line) }
    state.withLock { $0.held.append(line) }
  }

  /// Seconds since the input before.
  private func seconds() -> Double {
    state.withLock { state in
      defer { state.clock = Stopwatch() }
      return state.clock.seconds
    }
  }
}
