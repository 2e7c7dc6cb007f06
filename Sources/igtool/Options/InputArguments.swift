import ArgumentParser
import Explaining
import Inputs

/// What is explained or classified.
struct InputArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Pictures (JPEG, PNG), tables (CSV), files of texts (one on each line, or token ids in JSON) or "
        + "arrays (NPY), as the network reads; folders of pictures, patterns, or - for standard input.",
      valueName: "input"))
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp(
      "The file of one of several inputs; repeatable, once for each input.", valueName: "name=file")
  )
  var input: [String] = []

  @Option(help: ArgumentHelp("A text, for a network that reads texts.", valueName: "text"))
  var text: String?

  @Option(
    help: ArgumentHelp(
      "Rows of tables, or lines of texts, as in 3,7-9; counted from 1 without the header.",
      valueName: "list"))
  var rows: String?

  func validate() throws {
    if let bad = input.first(where: { !$0.dropFirst().contains("=") || $0.hasSuffix("=") }) {
      throw ValidationError("--input \(bad): expected NAME=FILE")
    }
    if inputs.isEmpty && input.isEmpty && text == nil {
      throw ValidationError("missing expected argument '<input> ...'")
    }
    if text != nil && rows != nil {
      throw ValidationError("--rows chooses lines of a file; --text has none")
    }
  }

  /// What was typed, with folders and patterns searched.
  func request() throws -> SampleRequest {
    SampleRequest(
      sources: try InputSource.find(inputs),
      named: input.map { argument in
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts[1])
      }, text: text, rows: try rows.map { try RowSelection($0) })
  }
}
