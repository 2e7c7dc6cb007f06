import Files
import Foundation
import Inputs

/// What earlier runs have done in a folder.
struct EarlierRun {
  private let folder: String
  /// By inputs, everything that was done.
  private var records: [String: [InputRecord]] = [:]

  /// Reads all records of a folder; lines that are none are passed over.
  ///
  /// - Throws: `Failure` for a record that cannot be read.
  init(_ kind: RecordFile.Kind = .results, in folder: String) throws {
    self.folder = folder
    for file in RecordFile.all(kind, in: folder) {
      try file.forEachLine { line in
        // A failure does not undo what was done before it.
        guard let record = InputRecord(line), record.status == .done else { return }
        records[record.input, default: []].append(record)
      }
    }
  }

  /// Returns the records of sources that are done: their key is the same, and their files are those. Of
  /// rows and texts all of a file's are done or none; `ofFile` are the paths of what there is one of.
  func done(
    _ sources: [InputSource], by key: RunKey, filesOf ofFile: (InputSource) -> [String]
  ) -> [InputSource: InputRecord] {
    var done: [InputSource: InputRecord] = [:]
    for source in sources {
      key.look(at: source)
      let key = key.key(of: source)
      done[source] = records[source.recordName]?.last { isDone($0, key) }
    }
    let incomplete = Set(
      sources.filter { source in
        source.part != nil
          && (done[source] == nil || !ofFile(source).allSatisfy { FileKind($0) == .file })
      }.map(\.path))
    return done.filter { $0.key.part == nil || !incomplete.contains($0.key.path) }
  }

  private func isDone(_ record: InputRecord, _ key: String?) -> Bool {
    guard let key, record.key == key, record.files.count == record.sizes.count,
      record.files.count == record.written.count
    else { return false }
    return record.files.indices.allSatisfy { index in
      let path = OutputPlace.folder(folder).path(record.files[index])
      return FileKind.size(path) == record.sizes[index]
        && FileKind.written(path) == record.written[index]
    }
  }
}
