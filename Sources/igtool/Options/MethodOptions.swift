import ArgumentParser
import Attribution
import Classification

/// What is explained, and how.
struct MethodOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What to explain: top, topK, an index, a label, max, weights:FILE or "
        + "layer:NAME[:CHANNEL[:Y,X]]; repeatable.",
      discussion: "topK: each of the K most probable classes. max: the largest score wherever the "
        + "path is. weights: a sum of scores, the file being JSON of labels or indices and numbers. "
        + "layer: a value inside the network, summed over what is left out."))
  var target: [String] = ["top"]

  @Option(help: ArgumentHelp("Explain the score minus that of this class.", valueName: "class"))
  var contrast: String?

  @Option(
    help: ArgumentHelp(
      "What is explained of the class. Default: probability, for grad-cam and deeplift logit."))
  var score: ScoreKind?

  @Option(
    help: ArgumentHelp(
      "How the score is split among the pixels.",
      discussion: Method.allCases.map { "\($0.rawValue): \($0.summary)" }
        .joined(separator: "; ") + "."))
  var method: Method = .integratedGradients

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Even steps along the path; N steps of the trapezoid rule are N + 1 evaluations.",
      discussion: "For ig, without --steps and --rule, intervals are bisected where the map needs "
        + "it. Defaults of other methods: conductance and internal-influence 50, blur-ig 100, idgi "
        + "128, guided-ig and left-ig 200.",
      valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Rule for even steps. Default: trapezoid.",
      discussion: "mean-of-points and captum-trapezoid copy other libraries' rules: N points from "
        + "end to end, weighted 1/N, and the same with the ends halved."))
  var rule: QuadratureRule?

  @Option(
    help: ArgumentHelp(
      "Without --steps: largest estimated error of the map, as a share. Default: 0.05.",
      discussion: "The sum of attributions may miss the score by a fifth of it.",
      valueName: "share"))
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "Without --steps: evaluations after which to give up. Default: 400.",
      discussion: "Of every target and, with --smooth, of every copy.", valueName: "n"))
  var maxEvaluations: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where paths begin: black, white, gray, mean, blur[:SIGMA], noise[:COUNT], "
        + "uniform:R,G,B or a picture; repeatable, averaged. Default: black.",
      discussion: "Baselines are pictures: black is pixel 0, whatever the network subtracts. "
        + "mean is the colour that the network's preprocessing subtracts. occlusion and rise fill "
        + "what they cover with it."))
  var baseline: [String] = []

  @OptionGroup var parameters: MethodParameters

  @Option(
    help: ArgumentHelp(
      "Average over noisy copies: sg, sg-squared or vargrad[:SAMPLES[:SIGMA]].",
      discussion: "SIGMA is the noise's standard deviation as a share of the input's range. "
        + "Default: 25 copies, 0.15.", valueName: "statistic"),
    completion: .list(Smoothing.Statistic.allCases.map(\.rawValue)),
    transform: SmoothingChoice.init)
  var smooth: SmoothingChoice?

  @Flag(help: "Rank regions of the photo instead of pixels, as XRAI does.")
  var regions = false

  @Option(help: "Where random numbers begin.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Exit with status 3 if a completeness gap is larger than this share.", valueName: "share"))
  var requireGap: Double?

  /// Refuses numbers that make no sense, and options that the method would not heed.
  func validate() throws {
    if let steps, !(1...100_000).contains(steps) {
      throw ValidationError("--steps \(steps): expected a number from 1 to 100000")
    }
    if let tolerance, !(tolerance > 0 && tolerance <= 1) {
      throw ValidationError("--tolerance \(tolerance): expected a share such as 0.05")
    }
    let fewest = AdaptiveIntegratedGradients.minimumEvaluations
    if let maxEvaluations, !(fewest...100_000).contains(maxEvaluations) {
      throw ValidationError(
        "--max-evaluations \(maxEvaluations): expected a number from \(fewest) to 100000")
    }
    if let requireGap, !(requireGap >= 0) {
      throw ValidationError("--require-gap \(requireGap): expected a share such as 0.05")
    }
    try validateRule()
    try validateSettings()
  }

  private func validateRule() throws {
    guard let rule else { return }
    let steps = evenSteps?.steps ?? 0
    if rule == .gaussLegendre && steps > 4096 {
      throw ValidationError("--rule gauss-legendre takes at most 4096 steps, found \(steps)")
    }
    if [.meanOfPoints, .captumTrapezoid].contains(rule) && steps < 2 {
      throw ValidationError("--rule \(rule.rawValue) takes at least 2 steps, found \(steps)")
    }
    if usesPathRule && PathRule(rule) == nil {
      throw ValidationError(
        "--rule \(rule.rawValue): --method \(method.rawValue) takes trapezoid, left or right")
    }
  }

  /// Refuses options that would change nothing.
  private func validateSettings() throws {
    let given: [(Method.Setting, Bool)] =
      [
        (.steps, steps != nil), (.rule, rule != nil), (.tolerance, tolerance != nil),
        (.maxEvaluations, maxEvaluations != nil), (.baseline, !baseline.isEmpty),
        (.regions, regions), (.smooth, smooth != nil),
      ] + parameters.given
    for (setting, isGiven) in given where isGiven && !method.settings.contains(setting) {
      let users = Method.allCases.filter { $0.settings.contains(setting) }.map(\.rawValue)
      throw ValidationError(
        "--\(setting.rawValue) means nothing to --method \(method.rawValue), only to "
          + users.joined(separator: ", "))
    }
    let isAdaptive = method.settings.contains(.tolerance) && evenSteps == nil
    if !isAdaptive && (tolerance != nil || maxEvaluations != nil) {
      throw ValidationError(
        "--\(tolerance != nil ? "tolerance" : "max-evaluations") means nothing beside --steps or "
          + "--rule")
    }
    if method.needsLayer && parameters.layer == nil {
      throw ValidationError(
        "--method \(method.rawValue) needs --layer; 'igtool model info MODEL --layers' lists them")
    }
    if method == .expectedGradients && parameters.reference.isEmpty {
      throw ValidationError("--method expected-gradients needs pictures or a folder: --reference")
    }
    if parameters.layer != nil && regions {
      throw ValidationError("--regions are those of the photo; leave out --layer")
    }
    if !baseline.isEmpty && path == .blur {
      throw ValidationError("--path blur begins at the blurred photo; leave out --baseline")
    }
    if score != nil && target.allSatisfy({ $0.hasPrefix("layer:") }) {
      throw ValidationError("--score is of classes; a --target layer: has none")
    }
    try parameters.validatePath(of: method)
  }

  /// Whether the rule is one for steps of a path.
  private var usesPathRule: Bool {
    switch method {
    case .blurIntegratedGradients, .guidedIntegratedGradients, .leftIntegratedGradients,
      .conductance:
      true
    default: false
    }
  }

  /// The rule and its steps, unless the path is sampled where it needs it.
  var evenSteps: (rule: QuadratureRule, steps: Int)? {
    let isAdaptive = method == .integratedGradients || method == .xrai
    if isAdaptive && steps == nil && rule == nil { return nil }
    return (rule ?? .trapezoid, steps ?? defaultSteps)
  }

  /// The way that points are taken from; nil for a method without one.
  var path: PathKind? { method.settings.contains(.steps) ? parameters.path(of: method) : nil }

  /// The rule and the number of steps, as far as the method has them.
  var ruleAndSteps: (rule: String?, steps: Int?) {
    guard method.settings.contains(.steps) else { return (nil, nil) }
    guard let (rule, steps) = evenSteps else { return ("adaptive", nil) }
    return (method.settings.contains(.rule) ? rule.rawValue : nil, steps)
  }

  private var defaultSteps: Int {
    switch method {
    case .blurIntegratedGradients: 100
    case .importantDirection: 128
    case .guidedIntegratedGradients, .leftIntegratedGradients: 200
    default: 50
    }
  }

  /// The classes as a user says them.
  func targets() throws -> [Target] {
    do { return try target.map { try Target($0) } } catch { throw Failure(error) }
  }

  /// The baselines as a user says them, or those of the method.
  func baselines() throws -> [Baseline] {
    if baseline.isEmpty { return method == .xrai ? [.black, .white] : [.black] }
    do { return try baseline.map { try Baseline($0) } } catch { throw Failure(error) }
  }
}

extension PathRule {
  /// The rule of the same name, if there is one.
  init?(_ rule: QuadratureRule) { self.init(rawValue: rule.rawValue) }
}

extension ScoreKind: ExpressibleByArgument {}
extension QuadratureRule: ExpressibleByArgument {}
