import Attribution
import Inputs

/// Something that methods can be told: its name, which values make sense, and the one that counts
/// unless another is given.
public struct MethodSetting: Sendable {
  /// Names of settings, as they stand in JSON.
  public enum Name: String, CaseIterable, Sendable {
    case steps, rule, tolerance, path, fraction, references, samples, window, stride, points, sigma
    case maximumEvaluations = "max_evaluations"
    case maximumSigma = "max_sigma"
    case maximumDistance = "max_distance"
    case multiplyByInputs = "multiply_by_inputs"
  }

  /// Values that make sense.
  public enum Values: Sendable {
    /// Whole numbers.
    case count(ClosedRange<Int>)
    /// Numbers of a range; without its lower end where `isAbove`. `example` shows one.
    case number(ClosedRange<Double>, isAbove: Bool, example: String)
    /// One of these names.
    case choice([String])
    /// Yes or no.
    case flag
    /// Pictures and folders, one at least.
    case pictures
    /// One of these names, or an array in a file.
    case choiceOrArray([String])
  }

  /// Another setting that decides whether this one means anything.
  struct Condition: Sendable {
    let name: Name
    /// Values of the other one for which this one counts.
    let values: [String]
    /// What to tell somebody who sets this one although it does not.
    let advice: String
  }

  /// Its name.
  public let name: Name
  /// Values that make sense.
  public let values: Values
  /// What it is unless it is given; nil where it has to be given.
  public let defaultValue: SettingValue?
  /// When it counts; nil for always.
  let condition: Condition?
  /// What it is of features without rows and columns unless it is given, where that is another value
  /// than the default, which is of pictures then.
  let defaultInRow: SettingValue?

  init(
    _ name: Name, _ values: Values, default defaultValue: SettingValue?,
    inRow defaultInRow: SettingValue? = nil, when condition: Condition? = nil
  ) {
    (self.name, self.values, self.defaultValue) = (name, values, defaultValue)
    (self.defaultInRow, self.condition) = (defaultInRow, condition)
  }

  /// Refuses a value that makes no sense.
  package func check(_ value: SettingValue) throws(RequestError) {
    switch (values, value) {
    case (.count(let range), .number(let number)):
      if let count = Int(exactly: number), range.contains(count) { return }
    case (.number(let range, let isAbove, _), .number(let number)):
      if range.contains(number) && !(isAbove && number == range.lowerBound) { return }
    case (.choice(let choices), .text(let text)): if choices.contains(text) { return }
    case (.flag, .flag): return
    case (.pictures, .texts(let paths)): if !paths.isEmpty { return }
    case (.choiceOrArray(let choices), .text(let text)):
      if choices.contains(text) || ArrayFile.isArray(text) { return }
    default: break
    }
    throw .badSetting(name.option, found: value.description, expected: expectation)
  }

  private var expectation: String {
    switch values {
    case .count(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .number(_, _, let example): example
    case .choice(let choices): choices.joined(separator: ", ")
    case .flag: "yes or no"
    case .pictures: "pictures, a folder or a table"
    case .choiceOrArray(let choices): choices.joined(separator: ", ") + " or an array (.npy)"
    }
  }
}

extension MethodSetting.Name {
  /// The option of the same name.
  public var option: String { "--" + optionName }

  /// The option of the same name, without dashes before it.
  var optionName: String {
    self == .references ? "reference" : rawValue.replacing("_", with: "-")
  }
}

extension MethodSetting.Name: CodingKeyRepresentable, Codable {}

// MARK: - Settings that several methods have

extension MethodSetting {
  /// The rule that samples the path where the map needs it.
  static let adaptiveRule = "adaptive"

  /// Even steps; with `adaptive`, only where a rule for even steps is chosen.
  static func steps(_ count: Int, besideAdaptive: Bool = false) -> MethodSetting {
    MethodSetting(
      .steps, .count(1...100_000), default: .number(Double(count)),
      when: besideAdaptive
        ? Condition(
          name: .rule, values: QuadratureRule.allCases.map(\.rawValue),
          advice: "means nothing beside --rule adaptive") : nil)
  }

  /// Rules for even steps of a straight line, and the adaptive one first where there is one.
  static func lineRule(adaptive: Bool) -> MethodSetting {
    let rules = QuadratureRule.allCases.map(\.rawValue)
    return MethodSetting(
      .rule, .choice((adaptive ? [adaptiveRule] : []) + rules),
      default: .text(adaptive ? adaptiveRule : QuadratureRule.trapezoid.rawValue))
  }

  /// Rules for steps of any path.
  static let pathRule = MethodSetting(
    .rule, .choice([PathRule.trapezoid, .left, .right].map(\.rawValue)), default: .text("trapezoid")
  )

  /// Rules for steps of a path whose steps may be cut into parts, and how exact those make the sum.
  static func refinable(default rule: PathRule) -> [MethodSetting] {
    [
      MethodSetting(
        .rule, .choice(PathRule.ofSteps.map(\.rawValue)), default: .text(rule.rawValue)),
      MethodSetting(
        .tolerance, shareAboveZero, default: .number(StepRefinement().tolerance),
        when: Condition(
          name: .rule, values: [PathRule.refined.rawValue],
          advice: "belongs to the rule refined: --rule refined")),
    ]
  }

  private static let shareAboveZero = Values.number(
    0...1, isAbove: true, example: "a share such as 0.05")

  private static let whenAdaptive = Condition(
    name: .rule, values: [adaptiveRule], advice: "means nothing beside --steps or --rule")

  /// When the adaptive rule is content, and when it gives up.
  static let adaptiveLimits = [
    MethodSetting(
      .tolerance, shareAboveZero,
      default: .number(AdaptiveIntegratedGradients.Tolerance().map), when: whenAdaptive),
    MethodSetting(
      .maximumEvaluations, .count(AdaptiveIntegratedGradients.minimumEvaluations...100_000),
      default: .number(Double(AdaptiveIntegratedGradients().maximumEvaluations)),
      when: whenAdaptive),
  ]

  /// Whether mean gradients are multiplied by what the input differs from the baseline in.
  static let multiplyByInputs = MethodSetting(.multiplyByInputs, .flag, default: .flag(true))

  /// Whether mean gradients are multiplied by the input.
  static let multiplyByInput = MethodSetting(.multiplyByInputs, .flag, default: .flag(false))

  /// The way that is taken, and its parameters.
  static let anyPath =
    [
      MethodSetting(
        .path, .choice(PathKind.allCases.map(\.rawValue)), default: .text("straight"))
    ] + blurPath(chosen: true) + guidedPath(chosen: true)

  /// Parameters of the blur path; `chosen` where it is one of several.
  static func blurPath(chosen: Bool = false) -> [MethodSetting] {
    [
      MethodSetting(
        .maximumSigma, .number(0...1000, isAbove: true, example: "a number of pixels up to 1000"),
        default: .number(BlurPath().maximumSigma),
        when: chosen
          ? Condition(
            name: .path, values: ["blur"], advice: "belongs to the blur path: --path blur") : nil)
    ]
  }

  /// Parameters of the guided path; `chosen` where it is one of several.
  static func guidedPath(chosen: Bool = false) -> [MethodSetting] {
    let condition =
      chosen
      ? Condition(
        name: .path, values: ["guided"], advice: "belongs to the guided path: --path guided") : nil
    let share = Values.number(0...1, isAbove: false, example: "a share from 0 to 1")
    return [
      MethodSetting(.fraction, share, default: .number(GuidedPath().fraction), when: condition),
      MethodSetting(
        .maximumDistance, share, default: .number(GuidedPath().maximumDistance), when: condition),
    ]
  }

  /// Noise round the input, as the points at which influence is measured.
  package static let gaussianPoints = "gaussian"

  private static let whenGaussian = Condition(
    name: .points, values: [gaussianPoints], advice: "belongs to --points gaussian")

  /// Where influence is measured: at noisy copies of the input, or at points of a file.
  static let pointsOfInterest = [
    MethodSetting(.points, .choiceOrArray([gaussianPoints]), default: .text(gaussianPoints)),
    MethodSetting(
      .sigma,
      .number(0...10, isAbove: false, example: "a share of the input's range, such as 0.15"),
      default: .number(Smoothing().spread), when: whenGaussian),
    MethodSetting(
      .samples, .count(1...1_000_000), default: .number(Double(Smoothing().samples)),
      when: whenGaussian),
  ]

  /// A number of random draws.
  static func samples(_ count: Int) -> MethodSetting {
    MethodSetting(.samples, .count(1...1_000_000), default: .number(Double(count)))
  }
}

/// The way from a baseline to the input.
enum PathKind: String, CaseIterable {
  case straight, blur, guided
}
