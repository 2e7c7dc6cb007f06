import Files
import Foundation
import Imaging

/// Looks for the pictures in a folder, and counts what it passes over.
struct FolderSearch {
  /// Names that are pictures whatever is in them, so that damaged and missing ones are told.
  private static let extensions: Set = ["jpg", "jpeg", "jpe", "jfif", "png"]

  let isRecursive: Bool
  /// A folder that is written to; nil for none.
  let excluded: String?

  /// Files, and the folders that lead to them.
  private(set) var pictures: [(path: String, folder: [String])] = []
  private var skipped: [String: Int] = [:]
  private var foldersSkipped = 0
  /// Real paths of folders that were searched, since links may lead back.
  private var searched: Set<String> = []

  /// Searches nothing yet.
  init(isRecursive: Bool, excluded: String?) {
    self.isRecursive = isRecursive
    self.excluded = excluded.map(FileKind.realPath)
  }

  /// Searches a folder: its files in the order of their names' bytes, then the folders in it.
  mutating func search(_ path: String, folder: [String] = []) throws {
    guard searched.insert(FileKind.realPath(path)).inserted else { return }
    let names: [String]
    do { names = try Folder.names(in: path) } catch {
      throw Failure(.noInput, "\(path): this folder cannot be read: \(error)")
    }
    let base = path.hasSuffix("/") ? path : path + "/"
    var folders: [String] = []
    for name in names where !name.hasPrefix(".") {
      switch FileKind(base + name) {
      case .folder: folders.append(name)
      case .file: take(base + name, folder)
      case .special: skip("special files")
      case .missing where Self.isNamedLikePicture(name): pictures.append((base + name, folder))
      case .missing: skip("broken links")
      }
    }
    for name in folders where FileKind.realPath(base + name) != excluded {
      if !isRecursive {
        foldersSkipped += 1
      } else if FileKind.allows(R_OK | X_OK, base + name) {
        try search(base + name, folder: folder + [name])
      } else {
        skip("unreadable folders")
      }
    }
  }

  /// What was passed over, in words; nil for nothing.
  var note: String? {
    let kinds = skipped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let files = kinds.map { kind, count in
      "\(count) " + (count == 1 && kind.hasSuffix("s") ? String(kind.dropLast()) : kind)
    }.joined(separator: ", ")
    let parts = [
      files.isEmpty ? nil : "\(skipped.values.reduce(0, +)) skipped: \(files)",
      foldersSkipped == 0
        ? nil
        : foldersSkipped == 1
          ? "a folder in it is searched with -r"
          : "\(foldersSkipped) folders in it are searched with -r",
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private mutating func take(_ path: String, _ folder: [String]) {
    let isNamedSo = Self.isNamedLikePicture(path)
    let bytes = isNamedSo ? [] : FileBytes.beginning(of: path, count: ForeignFormat.lookedAt)
    if isNamedSo || Container(bytes) != nil {
      pictures.append((path, folder))
    } else {
      skip(ForeignFormat(bytes)?.name ?? "other")
    }
  }

  private static func isNamedLikePicture(_ path: String) -> Bool {
    extensions.contains(FilePath.ending(of: path).lowercased())
  }

  private mutating func skip(_ kind: String) { skipped[kind, default: 0] += 1 }
}
