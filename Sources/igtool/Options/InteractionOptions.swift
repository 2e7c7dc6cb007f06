import ArgumentParser
import Explaining
import Inputs

/// What is cut into parts, and what parts are replaced by.
struct InteractionOptions: ParsableArguments {
  @OptionGroup var quantity: QuantityOptions

  @Option(
    help: ArgumentHelp(
      "Into which parts pictures are cut: grid:N, N rows and columns, or regions:N, at most N of even "
        + "colour [grid:5].", valueName: "parts"))
  var parts = PartsChoice(.grid(5))

  @Option(help: ArgumentHelp("How many pairs are shown, the strongest [10].", valueName: "n"))
  var pairs = 10

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What takes the place of parts; repeatable, averaged [of pictures blur].",
      discussion: "Of pictures \(Baseline.picturesText); of tables \(Baseline.rowsText); of texts "
        + "\(Baseline.textsText).", valueName: "what"),
    completion: Completions.words(Baseline.names))
  var baseline: [String] = []

  func validate() throws {
    if pairs < 1 { throw ValidationError("--pairs \(pairs): expected a number from 1") }
  }

  /// Puts what was typed into a draft.
  func write(to draft: inout RequestDraft) throws {
    try quantity.write(to: &draft)
    draft.baselines = try baseline.map { try Baseline($0) }
  }
}

/// `grid:N` or `regions:N`.
struct PartsChoice: ExpressibleByArgument {
  let parts: PictureParts

  init(_ parts: PictureParts) { self.parts = parts }

  init?(argument: String) {
    let words = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard words.count == 2, let count = Int(words[1]), count > 0 else { return nil }
    switch words[0] {
    case "grid" where (2...14).contains(count): parts = .grid(count)
    case "regions" where (2...InteractionFinder.mostParts).contains(count):
      parts = .regions(count)
    default: return nil
    }
  }

  var defaultValueDescription: String { "grid:5" }
}
