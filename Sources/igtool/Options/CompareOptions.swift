import ArgumentParser
import Attribution
import Classification
import Explaining
import Inputs

/// What is compared: every method with every number of steps, every baseline and every target.
struct CompareOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the score is split among the pixels; repeatable [ig].",
      discussion: MethodName.allValueStrings.joined(separator: ", ") + "."))
  var method: [MethodName] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Even steps along the path; repeatable. Default: the method's own.", valueName: "n"))
  var steps: [Int] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where paths begin: \(Baseline.picturesText); repeatable, each by itself [black]."),
    completion: Completions.words(Baseline.names))
  var baseline: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What to explain: top, topK, an index, a label, max, weights:FILE or an expression; repeatable "
        + "[top]."),
    completion: Completions.classes(besides: ["top", "top3", "max"]))
  var target: [String] = []

  @Option(help: "What is explained of the class. Default: as for explain.")
  var score: ScoreKind?

  @Option(help: "Where random numbers begin.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "What the columns of the sheet are; the other choices make rows.",
      discussion:
        "Default: the last of target, baseline, steps and method that there are several of."))
  var columns: ComparisonAxis?

  @Option(help: "The picture in every cell.")
  var show: Shown = .overlay

  @Option(
    help: ArgumentHelp(
      "Longer side of the cells' pictures at most; small photos are enlarged by a whole number.",
      valueName: "pixels"))
  var cell = 240

  /// Pictures that cells may hold.
  enum Shown: String, CaseIterable, ExpressibleByArgument {
    case overlay, mask, heatmap, masked, scaled, outline, contours

    /// The product of the same name.
    var product: Product { Product(rawValue: rawValue) ?? .overlay }
  }

  /// Most cells of one sheet.
  static let mostCells = 400

  /// Refuses numbers that make no sense.
  func validate() throws {
    guard (32...4096).contains(cell) else {
      throw ValidationError("--cell \(cell): expected a number of pixels from 32 to 4096")
    }
    let cells = [methods.count, max(steps.count, 1), max(baseline.count, 1), max(target.count, 1)]
      .reduce(1, *)
    guard cells <= Self.mostCells else {
      throw ValidationError("\(cells) maps in one sheet: expected at most \(Self.mostCells)")
    }
    for (name, texts) in [
      ("method", methods.map(\.text)), ("steps", steps.map(String.init)),
      ("baseline", baseline), ("target", target),
    ] where Set(texts).count < texts.count {
      throw ValidationError("--\(name) is given twice with one value; a sheet needs each once")
    }
    try refuseMeaningless()
  }

  /// Refuses what says nothing to any of the methods.
  private func refuseMeaningless() throws {
    let entries = methods.compactMap { MethodTable[$0.text] }
    let given = [
      ("steps", !steps.isEmpty, entries.contains { $0.setting(.steps) != nil }),
      ("baseline", !baseline.isEmpty, entries.contains { $0.choices.contains(.baseline) }),
    ]
    for (name, isGiven, isHeeded) in given where isGiven && !isHeeded {
      throw ValidationError(
        "--\(name) means nothing to "
          + methods.map { "--method \($0.text)" }.joined(separator: ", "))
    }
  }

  /// The methods, once each.
  var methods: [MethodName] {
    method.isEmpty ? [MethodName(argument: MethodTable.standard.name)].compactMap(\.self) : method
  }

  /// A request for every method and number of steps, by their places; a method that takes no steps
  /// comes once.
  func requests(
    _ network: NetworkRequest, _ reading: ReadingRequest
  ) throws -> [(method: Int, steps: Int?, request: Request)] {
    var draft = RequestDraft(network: network)
    draft.reading = reading
    draft.targets = try targets()
    (draft.score, draft.seed) = (score, seed)
    return try methods.enumerated().flatMap { index, method in
      draft.method = method.text
      let heedsSteps = MethodTable[method.text]?.setting(.steps) != nil && !steps.isEmpty
      return try (heedsSteps ? steps.map(Optional.some) : [nil]).enumerated().map { place, steps in
        draft.settings = steps.map { [.steps: .number(Double($0))] } ?? [:]
        return (index, heedsSteps ? place : nil, try Request(draft))
      }
    }
  }

  /// The targets as a user says them.
  private func targets() throws -> [Target] { try target.map { try Target($0) } }

  /// The baselines as a user says them; none for those of the methods.
  func baselines() throws -> [Baseline] { try baseline.map { try Baseline($0) } }
}

extension ComparisonAxis: ExpressibleByArgument {}
