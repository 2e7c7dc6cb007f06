import ArgumentParser

/// The folder for the files that are written.
struct FolderOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Folder for the files that are written; - for one file to standard output.",
      valueName: "dir"),
    completion: .directory)
  var outputDir = "."

  @Flag(help: "Refuse to replace files.")
  var noClobber = false

  /// Where files go.
  var place: OutputPlace { OutputPlace(outputDir) }

  /// Refuses a folder without a name.
  func validate() throws {
    if outputDir.isEmpty {
      throw ValidationError("--output-dir \"\": expected a folder; . is the current one")
    }
  }
}
