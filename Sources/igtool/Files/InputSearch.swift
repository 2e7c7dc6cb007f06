import Files
import Foundation
import Imaging
import Inputs

/// What arguments mean, and what was passed over on the way.
struct FoundInputs {
  var sources: [InputSource]
  /// What was left out of folders, one line for each folder.
  var notes: [String] = []
}

/// Looks for what arguments mean: files, `-`, folders (the pictures in them, by name), and patterns
/// that no shell has expanded.
struct InputSearch {
  /// Whether folders in folders are searched.
  var isRecursive = false
  /// A folder that is written to, and so not searched on the way.
  var outputFolder: String?

  /// A file with the folder that it was found from.
  private struct Found {
    let path: String
    /// The folder of the argument; nil for standard input.
    var root: [String]?
    /// Where the file lies below that.
    var folder: [String] = []
  }

  /// Returns what is found. Sources of several folders know where they lie below the one that these
  /// have in common. In `listed` nothing is a pattern.
  ///
  /// - Throws: `Failure` for patterns without a match and folders without a picture.
  func find(_ arguments: [String], listed: [String] = []) throws -> FoundInputs {
    var (found, notes) = ([Found](), [String]())
    for path in try arguments.flatMap(expanded) + listed { found += try files(path, &notes) }
    let common = Self.common(found.compactMap(\.root))
    let sources = found.map { file in
      let folder = (file.root ?? []).dropFirst(file.root == nil ? 0 : common.count) + file.folder
      return InputSource(path: file.path, folder: folder.joined(separator: "/"))
    }
    return FoundInputs(sources: sources, notes: notes)
  }

  private func files(_ path: String, _ notes: inout [String]) throws -> [Found] {
    if path == "-" { return [Found(path: path)] }
    if path.hasPrefix("https://") || path.hasPrefix("http://"), FileKind(path) == .missing {
      throw Failure(
        .noInput, "\(path): nothing is fetched; as in curl -O \(CommandText.quoted(path))")
    }
    guard FileKind(path) == .folder else {
      let folder = FilePath.folder(of: path)
      return [Found(path: path, root: Self.components(folder.isEmpty ? "." : folder))]
    }
    var search = FolderSearch(isRecursive: isRecursive, excluded: outputFolder)
    try search.search(path)
    if search.pictures.isEmpty {
      throw Failure(
        .noInput,
        (["\(path): no pictures in this folder (.jpg, .jpeg, .png)"]
          + [search.note].compactMap(\.self))
          .joined(separator: "; "))
    }
    if let note = search.note { notes.append("\(path): \(note)") }
    let root = Self.components(path)
    return search.pictures.map { Found(path: $0.path, root: root, folder: $0.folder) }
  }

  /// What a pattern matches; the argument itself if it is no pattern, or the name of a file.
  private func expanded(_ argument: String) throws -> [String] {
    guard argument.contains(where: { "*?[".contains($0) }), FileKind(argument) == .missing else {
      return [argument]
    }
    var result = glob_t()
    defer { globfree(&result) }
    guard argument.withFileName({ glob($0, 0, nil, &result) }) == 0, result.gl_pathc > 0 else {
      throw Failure(.noInput, "\(argument): no file matches this pattern")
    }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { FileName.text($0) } }
  }

  private static func components(_ path: String) -> [String] {
    URL(fileURLWithPath: path).standardizedFileURL.pathComponents
  }

  /// The components that all paths begin with.
  private static func common(_ paths: [[String]]) -> [String] {
    guard var common = paths.first else { return [] }
    for path in paths {
      common = Array(zip(common, path).prefix { $0 == $1 }.map(\.0))
    }
    return common
  }
}
