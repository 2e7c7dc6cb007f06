import ArgumentParser
import Explaining
import Inputs

/// What is explained or classified.
struct InputArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Pictures (JPEG, PNG), tables (CSV), files of texts (one on each line, or token ids in JSON) or "
        + "arrays (NPY), as the network reads; folders of pictures, patterns, or - for standard input.",
      valueName: "input"),
    completion: .file())
  var inputs: [String] = []

  @OptionGroup var search: SearchOptions

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
    if let bad = input.first(where: { Self.named($0) == nil }) {
      throw ValidationError("--input \(bad): expected NAME=FILE")
    }
    if text != nil && rows != nil {
      throw ValidationError("--rows chooses lines of a file; --text has none")
    }
  }

  /// Whether nothing was typed.
  var isEmpty: Bool {
    inputs.isEmpty && input.isEmpty && text == nil && search.fromFile == nil
  }

  /// Refuses rows and texts for the network that counts where none is named, before it is fetched.
  private func check(for network: NetworkRequest) throws {
    guard network.model == ModelOptions.standardModel else { return }
    let isTable = !inputs.isEmpty && inputs.allSatisfy(TableFile.isTable)
    guard text != nil || isTable else { return }
    throw ValidationError(
      "\(text != nil ? "--text" : inputs[0]): \(network.model), which counts unless --model names a "
        + "network, reads pictures; name one that reads this: --model mood (texts) or iris (tables), "
        + "which are in the program, or a file of yours")
  }

  /// What was typed for a network, with folders and patterns searched; tells what was passed over.
  ///
  /// - Throws: `ValidationError` where nothing was, and for what the network does not read; what searching
  ///   throws.
  func request(
    for network: NetworkRequest, writingTo output: FolderOptions? = nil, isQuiet: Bool
  ) throws -> SampleRequest {
    if isEmpty { throw ValidationError("missing expected argument '<input> ...'") }
    try check(for: network)
    return SampleRequest(
      sources: try search.find(inputs, writingTo: output, isQuiet: isQuiet),
      named: input.compactMap(Self.named), text: text,
      rows: try rows.map { try RowSelection($0) })
  }

  /// The name and the file of an input; nil where one of them is missing.
  private static func named(_ argument: String) -> (name: String, path: String)? {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return (String(parts[0]), String(parts[1]))
  }
}
