import Explaining
import Files
import Foundation

/// What a run has noted, and where.
struct RunFile {
  /// Its path, for messages.
  let name: String
  /// What people call the run.
  let title: String
  /// The folder that its paths begin at.
  let folder: String
  private let isStandardInput: Bool
  /// The files that it is read from: of a folder one for each part of the run, the latest last.
  private let paths: [String]
  /// The same of what was measured.
  private let evaluationPaths: [String]

  /// Finds the record of a run.
  ///
  /// - Throws: `Failure` where there is none.
  init(_ path: String) throws {
    isStandardInput = path == "-"
    switch FileKind(path) {
    case _ where isStandardInput:
      (name, folder, paths, evaluationPaths) = ("standard input", "", [], [])
    case .folder:
      (folder, paths) = (path, Self.records(.results, in: path))
      evaluationPaths = Self.records(.evaluations, in: path)
      name = paths.count == 1 ? paths[0] : path
      if paths.isEmpty && evaluationPaths.isEmpty {
        throw Failure(
          .noInput,
          "\(path): no \(Summarize.recordName) in this folder, nor \(Summarize.evaluationName); igtool "
            + "evaluate writes one, and igtool explain of several inputs, or of one with --resume")
      }
    case .file, .special:
      (name, folder, paths, evaluationPaths) = (path, FilePath.folder(of: path), [path], [])
    case .missing: throw Failure(.noInput, "\(path): no such file or folder")
    }
    title = isStandardInput ? name : path
  }

  /// The records of a folder's run and of its parts, the one that was written to last at the end.
  private static func records(_ kind: RecordFile.Kind, in folder: String) -> [String] {
    func time(_ path: String) -> Double {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    }
    return RecordFile.all(kind, in: folder).map(\.path).sorted { (time($0), $0) < (time($1), $1) }
  }

  /// Adds everything that the run has noted to records; returns of how many inputs.
  func add(to records: inout RunRecords) throws -> Int {
    var count = 0
    if isStandardInput || !paths.isEmpty {
      count += records.add(
        try contents(isStandardInput ? [FileBytes.standardInput] : paths), name: name)
    }
    if !evaluationPaths.isEmpty {
      let name = evaluationPaths.count == 1 ? evaluationPaths[0] : folder
      count += records.add(evaluations: try contents(evaluationPaths), name: name)
    }
    return count
  }

  /// The bytes of records; of several files all whole lines, the latest last.
  private func contents(_ paths: [String]) throws -> Data {
    do {
      let files = try paths.map {
        Data(try FileBytes.read($0, limit: RecordFile.byteLimit))
      }
      if files.count == 1 { return files[0] }
      let end = UInt8(ascii: "\n")
      return files.reduce(into: Data()) { all, file in
        all += file.lastIndex(of: end).map { file[...$0] } ?? Data()
      }
    } catch {
      throw Failure(.inputOutput, "\(name): \(error)")
    }
  }

  /// The path of a page of the run, relative to another page; nil where it is not there.
  func link(to place: RunSummary.Place, from page: String) -> String? {
    guard let path = place.page else { return nil }
    let isInFolder = place.pageIsOfRun && !folder.isEmpty
    let file = isInFolder ? FilePath.join(folder, path) : path
    guard FileKind(file) == .file else { return nil }
    func absolute(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.path
    }
    return RelativePath.path(to: absolute(file), from: absolute(page))
  }
}
