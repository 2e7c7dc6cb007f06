import ArgumentParser
import Inputs

/// What evaluations write, and where.
struct EvaluationOutputOptions: ParsableArguments {
  @OptionGroup var folder: FolderOptions

  @Option(
    help: ArgumentHelp("What is written: any of json, html, svg [nothing].", valueName: "list"),
    completion: Completions.list(EvaluationPublisher.Product.allCases.map(\.rawValue)))
  var save: String?

  @Flag(
    help:
      "Write one JSON object per input, and a last one of all, to standard output, nothing else.")
  var json = false

  /// Refuses what cannot be written, and two things on standard output.
  func validate() throws {
    if json && folder.place.isStandardOutput {
      throw ValidationError("--json and -o - both write to standard output; choose one")
    }
    _ = try chosen()
  }

  /// What is written.
  var products: [EvaluationPublisher.Product] { (try? chosen()) ?? [] }

  private func chosen() throws -> [EvaluationPublisher.Product] {
    guard let save else { return [] }
    let names = EvaluationPublisher.Product.allCases.map(\.rawValue)
    let items = try CommaList(save).items
    for item in items where !names.contains(item) {
      throw Suggestion.error("no product is called \"\(item)\"", item, among: names)
    }
    return EvaluationPublisher.Product.allCases.filter { items.contains($0.rawValue) }
  }

  /// Which files are written, none of which may replace what is read.
  func plan(
    _ sources: [InputSource], _ shard: Shard?, protecting files: [String]
  ) throws -> OutputPlan {
    let products = products
    // One file goes to standard output: that of all.
    let each = products.contains(.json) && !folder.place.isStandardOutput
    return try OutputPlan(
      folder, suffixes: each ? [EvaluationPublisher.suffix] : [], sources: sources,
      ofAll: products.map { $0.nameOfAll(shard) }, protecting: files)
  }
}
