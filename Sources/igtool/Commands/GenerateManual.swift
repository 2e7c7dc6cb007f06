import ArgumentParser

/// `igtool generate-manual`: writes manual pages, for packages.
struct GenerateManual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a manual page of the program and of each command into a folder.",
    shouldDisplay: false)

  @Argument(help: "The folder; it is made where it is missing.", completion: .directory)
  var folder: String

  func run() throws {
    let place = OutputPlace.folder(folder)
    var files = StagedFiles()
    defer { files.discard() }
    let pages = try ManualPage.all().map { (path: place.path($0.fileName), text: $0.text) }
    for page in pages {
      try files.add(Array(page.text.utf8), as: page.path, existing: .replace)
    }
    try Interruption.holdingOff { try files.commit() }
    for page in pages { try Console.output(Console.printable(page.path)) }
  }
}
