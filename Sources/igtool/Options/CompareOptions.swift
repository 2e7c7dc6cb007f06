import ArgumentParser
import Attribution
import Classification

/// What is compared: every method with every number of steps, every baseline and every target.
struct CompareOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the score is split among the pixels; repeatable [ig].",
      discussion: Method.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var method: [Method] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Even steps along the path; repeatable. Default: the method's own.", valueName: "n"))
  var steps: [Int] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where paths begin: black, white, gray, mean, blur[:SIGMA], noise[:COUNT], uniform:R,G,B or a "
        + "picture; repeatable, each by itself [black]."))
  var baseline: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What to explain: top, topK, an index, a label, max or weights:FILE; repeatable [top]."))
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

  @Option(help: ArgumentHelp("Longer side of the cells' pictures.", valueName: "pixels"))
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
      ("method", methods.map(\.rawValue)), ("steps", steps.map(String.init)),
      ("baseline", baseline), ("target", target),
    ] where Set(texts).count < texts.count {
      throw ValidationError("--\(name) is given twice with one value; a sheet needs each once")
    }
    for (setting, isGiven) in [
      (Method.Setting.steps, !steps.isEmpty), (.baseline, !baseline.isEmpty),
    ]
    where isGiven && !methods.contains(where: { $0.settings.contains(setting) }) {
      throw ValidationError(
        "--\(setting.rawValue) means nothing to "
          + methods.map { "--method \($0.rawValue)" }.joined(separator: ", "))
    }
    _ = try variants()
  }

  /// The methods, once each.
  var methods: [Method] { method.isEmpty ? [.integratedGradients] : method }

  /// The options of every method and number of steps; a method that takes no steps comes once.
  func variants() throws -> [ComparisonVariant] {
    try methods.enumerated().flatMap { index, method in
      let heedsSteps = method.settings.contains(.steps) && !steps.isEmpty
      return try (heedsSteps ? steps.map(Optional.some) : [nil]).enumerated().map { place, steps in
        var options = try MethodOptions.parse([])
        options.method = method
        options.steps = steps
        options.score = score
        options.seed = seed
        try options.validate()
        return ComparisonVariant(
          method: index, steps: heedsSteps ? place : nil, options: options)
      }
    }
  }

  /// The targets as a user says them.
  func targets() throws -> [Target] {
    do {
      return try (target.isEmpty ? ["top"] : target).map { try Target($0) }
    } catch {
      throw Failure(error)
    }
  }

  /// The baselines as a user says them; none for those of the methods.
  func baselines() throws -> [Baseline] {
    do { return try baseline.map { try Baseline($0) } } catch { throw Failure(error) }
  }
}

/// What cells of a sheet differ in.
enum ComparisonAxis: String, CaseIterable, ExpressibleByArgument, Sendable {
  case target, baseline, steps, method
}

/// A method with a number of steps, by their places among those that are compared.
struct ComparisonVariant {
  let method: Int
  /// Nil for a method that does not heed --steps.
  let steps: Int?
  let options: MethodOptions

  /// Whether the method begins at a baseline.
  var heedsBaselines: Bool { options.method.settings.contains(.baseline) }
}
