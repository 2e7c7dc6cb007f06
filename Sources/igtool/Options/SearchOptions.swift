import ArgumentParser
import Inputs

/// Where inputs come from besides arguments, and how folders are searched for pictures.
struct SearchOptions: ParsableArguments {
  @Flag(
    name: .shortAndLong,
    help: "Search folders in folders too; outputs keep their places below the output folder.")
  var recursive = false

  @Option(
    help: ArgumentHelp(
      "A file that lists inputs, one on each line or with a zero byte behind each; - for standard input.",
      valueName: "file"),
    completion: .file())
  var fromFile: String?

  /// Returns the sources that arguments and the list mean, and tells what was passed over.
  ///
  /// - Throws: `Failure` for patterns without a match, folders without a picture, and a list that cannot
  ///   be read.
  func find(
    _ arguments: [String], writingTo output: FolderOptions?, isQuiet: Bool
  ) throws -> [InputSource] {
    var search = InputSearch(isRecursive: recursive)
    if case .folder(let folder) = output?.place { search.outputFolder = folder }
    let found = try search.find(arguments, listed: try fromFile.map(InputList.read) ?? [])
    if !isQuiet { found.notes.forEach(Console.note) }
    return found.sources
  }
}
