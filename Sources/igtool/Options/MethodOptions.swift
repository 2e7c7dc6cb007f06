import ArgumentParser
import Attribution
import Classification

/// What is explained, and how.
struct MethodOptions: ParsableArguments {
  /// The methods that attributions can be computed by.
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case integratedGradients = "ig"
    case gradient
    case inputTimesGradient = "input-x-gradient"
  }

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Class to explain: top, topK, an index, or a label; repeatable.",
      discussion: "topK explains each of the K most probable classes."))
  var target: [String] = ["top"]

  @Option(help: ArgumentHelp("Explain the score minus that of this class.", valueName: "class"))
  var contrast: String?

  @Option(help: "What is explained of the class.")
  var score: ScoreKind = .probability

  @Option(help: "ig: Integrated Gradients; gradient; input-x-gradient.")
  var method: Method = .integratedGradients

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Even steps along the path; N steps of the trapezoid rule are N + 1 evaluations.",
      discussion: "Without --steps and --rule, intervals are bisected where the map needs it.",
      valueName: "n"))
  var steps: Int?

  @Option(help: "Rule for even steps. Default: trapezoid.")
  var rule: QuadratureRule?

  @Option(
    help: ArgumentHelp(
      "Without --steps: largest estimated error of the map, as a share.",
      discussion: "The sum of attributions may miss the score by a fifth of it.",
      valueName: "share"))
  var tolerance = AdaptiveIntegratedGradients.Tolerance().map

  @Option(
    help: ArgumentHelp("Without --steps: evaluations after which to give up.", valueName: "n"))
  var maxEvaluations = 400

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where paths begin: black, white, gray, mean, blur[:SIGMA], noise[:COUNT], "
        + "uniform:R,G,B or a picture; repeatable, averaged.",
      discussion: "Baselines are pictures: black is pixel 0, whatever the network subtracts. "
        + "mean is the colour that the network's preprocessing subtracts."))
  var baseline: [String] = ["black"]

  @Option(help: "Where random numbers begin.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Exit with status 3 if a completeness gap is larger than this share.", valueName: "share"))
  var requireGap: Double?

  /// Refuses numbers of steps that make no sense.
  func validate() throws {
    if let steps, !(1...100_000).contains(steps) {
      throw ValidationError("--steps \(steps): expected a number from 1 to 100000")
    }
    if let steps, rule == .gaussLegendre && steps > 4096 {
      throw ValidationError("--rule gauss-legendre takes at most 4096 steps, found \(steps)")
    }
    guard tolerance > 0, tolerance <= 1 else {
      throw ValidationError("--tolerance \(tolerance): expected a share such as 0.05")
    }
    let fewest = AdaptiveIntegratedGradients.minimumEvaluations
    guard (fewest...100_000).contains(maxEvaluations) else {
      throw ValidationError(
        "--max-evaluations \(maxEvaluations): expected a number from \(fewest) to 100000")
    }
    if let requireGap, !(requireGap >= 0) {
      throw ValidationError("--require-gap \(requireGap): expected a share such as 0.05")
    }
  }

  /// The method as Attribution knows it.
  var attributionMethod: any AttributionMethod {
    switch method {
    case .integratedGradients:
      if let (rule, steps) = evenSteps {
        IntegratedGradients(rule: rule, steps: steps)
      } else {
        AdaptiveIntegratedGradients(
          tolerance: .init(map: tolerance), maximumEvaluations: maxEvaluations)
      }
    case .gradient: GradientAtInput()
    case .inputTimesGradient: InputTimesGradient()
    }
  }

  /// The rule and its steps, unless the path is sampled where it needs it.
  var evenSteps: (rule: QuadratureRule, steps: Int)? {
    steps == nil && rule == nil ? nil : (rule ?? .trapezoid, steps ?? 50)
  }

  /// The classes as a user says them.
  func targets() throws -> [Target] {
    do { return try target.map { try Target($0) } } catch { throw Failure(error) }
  }

  /// The baselines as a user says them.
  func baselines() throws -> [Baseline] {
    do { return try baseline.map { try Baseline($0) } } catch { throw Failure(error) }
  }
}

extension ScoreKind: ExpressibleByArgument {}
extension QuadratureRule: ExpressibleByArgument {}
