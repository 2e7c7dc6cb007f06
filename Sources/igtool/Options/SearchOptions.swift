import ArgumentParser
import Inputs

/// How folders are searched for pictures.
struct SearchOptions: ParsableArguments {
  @Flag(
    name: .shortAndLong,
    help: "Search folders in folders too; outputs keep their places below the output folder.")
  var recursive = false

  /// Returns the sources that arguments mean, and tells what was passed over.
  ///
  /// - Throws: `Failure` for patterns without a match and folders without a picture.
  func find(
    _ arguments: [String], writingTo output: FolderOptions?, isQuiet: Bool
  ) throws -> [InputSource] {
    var search = InputSearch(isRecursive: recursive)
    if case .folder(let folder) = output?.place { search.outputFolder = folder }
    let found = try search.find(arguments)
    if !isQuiet { found.notes.forEach(Console.note) }
    return found.sources
  }
}
