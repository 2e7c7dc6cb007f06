import ArgumentParser
import Attribution
import Classification
import Explaining
import Inputs

/// What is explained, and how.
struct MethodOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What to explain: top, topK, an index, a label, max, weights:FILE or "
        + "layer:NAME[:CHANNEL[:Y,X]]; repeatable [top].",
      discussion: "topK: each of the K most probable classes. max: the largest score wherever the "
        + "path is. weights: a sum of scores, the file being JSON of labels or indices and numbers. "
        + "layer: a value inside the network, summed over what is left out."))
  var target: [String] = []

  @Option(help: ArgumentHelp("Explain the score minus that of this class.", valueName: "class"))
  var contrast: String?

  @Option(
    help: ArgumentHelp(
      "What is explained of the class. Default: probability, for grad-cam and deeplift logit."))
  var score: ScoreKind?

  @Option(
    help: ArgumentHelp(
      "How the score is split among the parts of the input [\(MethodTable.standard.name)].",
      discussion: MethodTable.entries.map { "\($0.name): \($0.summary)" }
        .joined(separator: "; ") + "."))
  var method: MethodName?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Even steps along the path; N steps of the trapezoid rule are N + 1 evaluations.",
      discussion:
        "For ig and xrai, without --steps and --rule, intervals are bisected where the map "
        + "needs it. Defaults: \(MethodTable.defaults(of: .steps)).",
      valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Rule for steps. Default: trapezoid; of guided-ig: refined.",
      discussion: "adaptive, for ig and xrai, is the default without --steps. refined, along other "
        + "paths, is the trapezoid rule with more points on steps that need them. mean-of-points and "
        + "captum-trapezoid copy other libraries' rules: N points from end to end, weighted 1/N, and "
        + "the same with the ends halved."),
    completion: .list(
      ["adaptive", PathRule.refined.rawValue] + QuadratureRule.allCases.map(\.rawValue)))
  var rule: String?

  @Option(
    help: ArgumentHelp(
      "Without --steps: largest estimated error of the map, as a share [0.05].",
      discussion:
        "The sum of attributions may miss the change of the score by two fifths of it. With "
        + "--rule refined: by how much the sum may miss the change of the score "
        + "[\(StepRefinement().tolerance)].",
      valueName: "share"))
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "Without --steps: evaluations after which to give up [400].",
      discussion: "Of every target and, with --smooth, of every copy.", valueName: "n"))
  var maxEvaluations: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where paths begin: \(Baseline.picturesText) [black]; of tables \(Baseline.rowsText) [zero]; "
        + "of texts \(Baseline.textsText) [pad]; repeatable, averaged.",
      discussion: "Baselines are pictures, rows or texts: black is pixel 0, whatever the network "
        + "subtracts. "
        + "mean is the colour that the network's preprocessing subtracts. occlusion and rise fill "
        + "what they cover with it."))
  var baseline: [String] = []

  @OptionGroup var parameters: MethodParameters

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

  @Option(
    help: ArgumentHelp(
      "Exit with status 3 if a completeness gap is larger than this share.", valueName: "share"))
  var requireGap: Double?

  func validate() throws {
    if let requireGap, !(requireGap >= 0) {
      throw ValidationError("--require-gap \(requireGap): expected a share such as 0.05")
    }
  }

  /// Puts what was typed into a draft, over what stands there.
  func write(to draft: inout RequestDraft) throws {
    if let method { try draft.change(method: method.text) }
    if !target.isEmpty { draft.targets = try target.map { try Target($0) } }
    if let contrast { draft.contrast = try Target(contrast) }
    if let score { draft.score = score }
    if !baseline.isEmpty { draft.baselines = try baseline.map { try Baseline($0) } }
    if let smooth { draft.smooth = try SmoothingRequest(smooth) }
    if let regions { draft.regions = regions }
    if let seed { draft.seed = seed }
    if let layer = parameters.layer { draft.layer = layer }
    draft.set(steps.map { .number(Double($0)) }, .steps)
    draft.set(rule.map(SettingValue.text), .rule)
    draft.set(tolerance.map(SettingValue.number), .tolerance)
    draft.set(maxEvaluations.map { .number(Double($0)) }, .maximumEvaluations)
    parameters.write(to: &draft)
  }
}

extension RequestDraft {
  /// Sets what is given.
  mutating func set(_ value: SettingValue?, _ name: MethodSetting.Name) {
    if let value { set(name, to: value) }
  }
}

extension ScoreKind: ExpressibleByArgument {}
