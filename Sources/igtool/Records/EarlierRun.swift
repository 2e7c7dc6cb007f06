import Files
import Foundation
import Inputs

/// What earlier runs have done in a folder.
struct EarlierRun {
  private let folder: String
  private var records: [String: InputRecord] = [:]

  /// Reads all records of a folder; lines that are none are passed over.
  ///
  /// - Throws: `Failure` for a record that cannot be read.
  init(in folder: String) throws {
    self.folder = folder
    for file in RecordFile.all(in: folder) {
      for line in try file.lines() {
        guard let record = InputRecord(line) else { continue }
        // A failure of one part of a run does not undo what another has done.
        if record.status == .failed && records[record.input]?.status == .done { continue }
        records[record.input] = record
      }
    }
  }

  /// Returns the records of sources that are done: their key is the same, and their files are there. Of
  /// rows and texts all of a file's are done or none; `ofFile` are the paths of what there is one of.
  func done(
    _ sources: [InputSource], by key: RunKey, filesOf ofFile: (InputSource) -> [String]
  ) -> [InputSource: InputRecord] {
    var done: [InputSource: InputRecord] = [:]
    for source in sources {
      key.look(at: source)
      if let record = records[source.recordName], isDone(record, key.key(of: source)) {
        done[source] = record
      }
    }
    let incomplete = Set(
      sources.filter { source in
        source.part != nil
          && (done[source] == nil || !ofFile(source).allSatisfy { FileKind($0) == .file })
      }.map(\.path))
    return done.filter { $0.key.part == nil || !incomplete.contains($0.key.path) }
  }

  private func isDone(_ record: InputRecord, _ key: String?) -> Bool {
    guard record.status == .done, let key, record.key == key,
      record.files.count == record.sizes.count
    else { return false }
    return zip(record.files, record.sizes).allSatisfy { file, size in
      FileKind.size(OutputPlace.folder(folder).path(file)) == size
    }
  }
}
