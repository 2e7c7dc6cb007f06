import Files
import Foundation

/// Where files go.
enum OutputPlace: Hashable, CustomStringConvertible {
  case folder(String)
  case standardOutput

  /// The folder of a name; `-` is standard output.
  init(_ name: String) { self = name == "-" ? .standardOutput : .folder(name) }

  /// Whether the one file that there is goes to standard output.
  var isStandardOutput: Bool { self == .standardOutput }

  /// The name that it was read from.
  var description: String {
    switch self {
    case .folder(let name): name
    case .standardOutput: "-"
    }
  }

  /// The path of a file there.
  func path(_ name: String) -> String {
    switch self {
    case .folder("."): name
    case .folder(let folder): FilePath.join(folder, name)
    case .standardOutput: "-"
    }
  }

  /// Refuses a folder that cannot be written to, without making it: it is made with the first file.
  func check() throws {
    guard case .folder(let folder) = self else { return }
    var existing = URL(fileURLWithPath: folder).standardizedFileURL
    while !FileKind.isThere(existing.path), existing.path != "/" {
      existing.deleteLastPathComponent()
    }
    guard FileKind(existing.path) == .folder, FileKind.allows(W_OK | X_OK, existing.path) else {
      throw Failure(
        .cannotCreate, "\(folder): nothing can be written there; choose a folder with -o")
    }
  }
}
