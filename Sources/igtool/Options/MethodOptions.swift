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
      "Steps along the path; N steps of the trapezoid rule are N + 1 evaluations.", valueName: "n"))
  var steps = 50

  @Option(help: "Where the path is sampled.")
  var rule: QuadratureRule = .trapezoid

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
    guard (1...100_000).contains(steps) else {
      throw ValidationError("--steps \(steps): expected a number from 1 to 100000")
    }
    if rule == .gaussLegendre && steps > 4096 {
      throw ValidationError("--rule gauss-legendre takes at most 4096 steps, found \(steps)")
    }
    if let requireGap, !(requireGap >= 0) {
      throw ValidationError("--require-gap \(requireGap): expected a share such as 0.05")
    }
  }

  /// The method as Attribution knows it.
  var attributionMethod: any AttributionMethod {
    switch method {
    case .integratedGradients: IntegratedGradients(rule: rule, steps: steps)
    case .gradient: GradientAtInput()
    case .inputTimesGradient: InputTimesGradient()
    }
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
