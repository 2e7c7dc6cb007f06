import ArgumentParser
import Attribution
import Classification
import Explaining
import Inputs

/// What is explained, and how.
struct MethodOptions: ParsableArguments {
  @OptionGroup var quantity: QuantityOptions

  @Option(
    help: ArgumentHelp(
      "Explain why the network does not say this class, which is the true one.",
      discussion:
        "Explains the most probable class, the true one and the first minus the second, and "
        + "tells which parts speak for the one and against the other. Then the parts that speak most for "
        + "the error (cells of 14 x 14, columns, words) are replaced by the baseline, one after another, until "
        + "the network says the true class: so much would have to change, or not even all of them "
        + "suffice. Where the network is right that is said, and the next class is explained against "
        + "the true one. Of pictures writes photo.error.png. --score logit shows the map of "
        + "a true class whose probability is next to nothing.", valueName: "true class"),
    completion: Completions.classes(besides: []))
  var explainError: String?

  @Option(
    help: ArgumentHelp(
      "Explain the photo turned, mirrored, magnified or brightened, too: does the map follow? A list.",
      discussion:
        "Any of \(Augmentation.texts.joined(separator: ", ")). rot90 turns counterclockwise, "
        + "flip exchanges left and right, zoom shows the middle. What is explained and the method stay; "
        + "baselines are made for each photo. Maps are turned back to the photo and compared "
        + "where both know it: the cosine of the pixels' sums, that of 14 x 14 cells, and how many of the tenth of "
        + "cells with the largest |sum| are the same. Writes photo.augment.png.", valueName: "list"),
    completion: Completions.list(Augmentation.texts))
  var augment: String?

  @Option(
    help: ArgumentHelp(
      "How the score is split among the parts of the input [\(MethodTable.standard.name)].",
      discussion: "'igtool methods' tells what each is and costs: "
        + MethodName.allValueStrings.joined(separator: ", ") + "."))
  var method: MethodName?

  @OptionGroup var course: CourseOptions

  @Option(
    help: ArgumentHelp(
      "Exit with status 3 if a completeness gap is larger than this share.", valueName: "share"))
  var requireGap: Double?

  @Option(
    help: ArgumentHelp(
      "Explain as an earlier explanation did, whose JSON this is; other options change it.",
      valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var like: String?

  func validate() throws {
    if explainError != nil, !quantity.target.isEmpty || quantity.contrast != nil {
      throw ValidationError(
        "--explain-error chooses what is explained itself; leave out --target and --contrast")
    }
    if let requireGap, !(requireGap >= 0) {
      throw ValidationError("--require-gap \(requireGap): expected a share such as 0.05")
    }
  }

  /// Puts what was typed into a draft, over what stands there.
  func write(to draft: inout RequestDraft) throws {
    if let method { try draft.change(method: method.text) }
    if let explainError {
      draft.change(targets: [.error(trueClass: explainError)])
    }
    if let augment {
      draft.augmentations = try CommaList(augment).items.map { try Augmentation($0) }
      if Set(draft.augmentations).count < draft.augmentations.count {
        throw ValidationError("--augment names one change twice; a sheet needs each once")
      }
    }
    try quantity.write(to: &draft)
    try course.write(to: &draft)
  }
}

/// What is explained.
struct QuantityOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What to explain: top, topK, an index, a label, max, weights:FILE, "
        + "layer:NAME[:CHANNEL[:Y,X]] or an expression; repeatable [top].",
      discussion: "topK: each of the K most probable classes. max: the largest score wherever the "
        + "path is. weights: a sum of scores, the file being JSON of labels or indices and numbers. "
        + "layer: a value inside the network, summed over what is left out. error:CLASS: the most probable "
        + "class, CLASS, and the first minus the second. An expression is made of "
        + "p[CLASS], logit[CLASS] and logp[CLASS], CLASS being a label, an index or top, with numbers, "
        + "+ - * /, max, min, log and parentheses: 'max(p[tabby], p[lynx]) - p[0]'."),
    completion: Completions.classes(besides: ["top", "top3", "max"]))
  var target: [String] = []

  @Option(
    help: ArgumentHelp("Explain the score minus that of this class.", valueName: "class"),
    completion: Completions.classes(besides: []))
  var contrast: String?

  @Option(
    help: ArgumentHelp(
      "What is explained of the class. Default: probability, for grad-cam and deeplift logit."))
  var score: ScoreKind?

  /// Puts what was typed into a draft, over what stands there.
  func write(to draft: inout RequestDraft) throws {
    if !target.isEmpty { draft.change(targets: try target.map { try Target($0) }) }
    if let contrast { draft.contrast = try Target(contrast) }
    if let score { draft.score = score }
  }
}

/// How methods go about it, whichever they are.
struct CourseOptions: ParsableArguments {
  @Option(
    name: [.short, .long, .customLong("resolution")],
    help: ArgumentHelp(
      "Even steps along the path; N steps of the trapezoid rule are N + 1 evaluations.",
      discussion:
        "For ig and xrai, without --steps and --rule, intervals are bisected where the map "
        + "needs it. Defaults: \(MethodTable.defaults(of: .steps)). --resolution is what TruLens calls "
        + "N points from end to end: --rule mean-of-points copies its sums.",
      valueName: "n"))
  var steps: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where paths begin: \(Baseline.picturesText) [black]; of tables \(Baseline.rowsText) [zero]; "
        + "of texts \(Baseline.textsText) [pad]; repeatable, averaged.",
      discussion: "Baselines are pictures, rows or texts: black is pixel 0, whatever the network "
        + "subtracts. "
        + "mean is the colour that the network's preprocessing subtracts. occlusion and rise fill "
        + "what they cover with it. dataset-mean, dataset-median and dataset-mode are the mean, median and "
        + "most frequent value of every number over a folder's pictures (those of folders in it, too; each "
        + "read once a run) or a table's rows. boundary is the nearest point of another class that DeepFool's "
        + "steps lead to (each 1 to 9 gradients, 50 steps at most, then 10 scores), no further away than "
        + "LIMIT of the input's range [\(Baseline.defaultBoundaryLimit)], root of the mean square."),
    completion: Completions.words(Baseline.names))
  var baseline: [String] = []

  @Option(
    help: ArgumentHelp(
      "Average over noisy copies: sg, sg-squared or vargrad[:SAMPLES[:SIGMA]].",
      discussion: "SIGMA is the noise's standard deviation as a share of the input's range. "
        + "Default: 25 copies, 0.15.", valueName: "statistic"),
    completion: .list(Smoothing.Statistic.allCases.map(\.rawValue)))
  var smooth: String?

  @Flag(inversion: .prefixedNo, help: "Rank regions of the photo instead of pixels, as XRAI does.")
  var regions: Bool?

  @Option(help: "Where random numbers begin [0].")
  var seed: UInt64?

  /// Puts what was typed into a draft, over what stands there.
  func write(to draft: inout RequestDraft) throws {
    if !baseline.isEmpty { draft.baselines = try baseline.map { try Baseline($0) } }
    if let smooth { draft.smooth = try SmoothingRequest(smooth) }
    if let regions { draft.regions = regions }
    if let seed { draft.seed = seed }
    draft.set(steps.map { .number(Double($0)) }, .steps)
  }
}

extension RequestDraft {
  /// Sets what is given.
  mutating func set(_ value: SettingValue?, _ name: MethodSetting.Name) {
    if let value { set(name, to: value) }
  }
}

extension ScoreKind: ExpressibleByArgument {}
