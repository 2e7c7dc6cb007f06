import ArgumentParser
import Explaining
import Inputs

/// What is cut into parts, and what parts are replaced by.
struct InteractionOptions: ParsableArguments {
  @OptionGroup var quantity: QuantityOptions

  @Option(
    help: ArgumentHelp(
      "Into which parts pictures are cut: grid:N, N rows and columns, or regions:N, at most N of even "
        + "colour [grid:5].", valueName: "parts"), transform: PartsChoice.init(option:))
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
struct PartsChoice {
  let parts: PictureParts

  init(_ parts: PictureParts) { self.parts = parts }

  /// Reads an option.
  init(option: String) throws {
    let words = option.split(separator: ":", omittingEmptySubsequences: false)
    let count = words.count == 2 ? Int(words[1]) ?? 0 : 0
    switch words[0] {
    case "grid" where (2...14).contains(count): parts = .grid(count)
    case "regions" where (2...InteractionFinder.mostParts).contains(count):
      parts = .regions(count)
    default:
      throw ValidationError(
        "--parts \(option): expected grid:N with N from 2 to 14, or regions:N with N from 2 to "
          + "\(InteractionFinder.mostParts)")
    }
  }
}
