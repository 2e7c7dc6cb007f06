import Attribution
import Classification
import Inputs

/// One method of the table: everything that anybody has to know of it.
public struct MethodEntry: Sendable {
  /// What a request may say besides the method's own settings.
  public struct Choices: OptionSet, Hashable, Sendable {
    /// One bit for each choice.
    public let rawValue: Int

    /// Makes choices of their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Where paths begin, or what covers parts of the input.
    public static let baseline = Choices(rawValue: 1)
    /// A value inside the network in place of the input.
    public static let layer = Choices(rawValue: 2)
    /// Regions in place of pixels.
    public static let regions = Choices(rawValue: 4)
    /// Noisy copies.
    public static let smooth = Choices(rawValue: 8)
  }

  /// What attributions are counted in.
  enum Unit: Sendable {
    /// The score: attributions are parts of it.
    case score
    /// The score for a unit of the input: attributions are gradients.
    case gradient
  }

  /// What a method cannot do without.
  package enum Need: Sendable {
    /// A layer that is named.
    case layer
    /// A layer with rows and columns, or tokens that stand for places; there is a default one.
    case places
  }

  /// What it is called.
  public let name: String
  /// What it is, in a few words.
  public let summary: String
  /// Who proposed it, where and when.
  public let paper: String
  /// Its own settings; one comes after those that decide whether it counts.
  public let settings: [MethodSetting]
  /// What a request may say besides.
  public let choices: Choices
  /// Baselines of pictures that count unless others are given; none where it has no use for any.
  public let baselines: [Baseline]
  /// Whether it is defined on scores before the softmax.
  let prefersLogits: Bool
  /// What attributions are counted in, where mean gradients are not taken as they are.
  let unit: Unit
  /// What it cannot do without.
  package let need: Need?
  /// Whether it is of rows and columns, and nothing else.
  let needsGrid: Bool
  /// How gradients pass rectifiers, where it is not by the rectifier's slope.
  let rectifiers: Rectifiers?
  /// Whether maps are of regions whatever a request says.
  let alwaysRegions: Bool
  /// Whether its attributions promise to add up to the change of the score, by its defaults.
  public let promisesSum: Bool
  /// How many evaluations it takes, from complete settings.
  package let cost: @Sendable (MethodSettings, CostContext) -> EvaluationCost
  /// Makes the method from complete settings.
  package let make: @Sendable (MethodSettings, MethodContext) -> MethodForm

  init(
    _ name: String, _ summary: String, paper: String, settings: [MethodSetting] = [],
    choices: Choices, baselines: [Baseline] = [.black], prefersLogits: Bool = false,
    unit: Unit = .score, need: Need? = nil, rectifiers: Rectifiers? = nil,
    alwaysRegions: Bool = false, needsGrid: Bool = false, promisesSum: Bool = false,
    cost: @escaping @Sendable (MethodSettings, CostContext) -> EvaluationCost = { _, _ in
      .exactly(1)
    },
    make: @escaping @Sendable (MethodSettings, MethodContext) -> MethodForm
  ) {
    (self.name, self.summary, self.paper) = (name, summary, paper)
    (self.settings, self.choices) = (settings, choices)
    self.baselines = choices.contains(.baseline) ? baselines : []
    (self.prefersLogits, self.unit, self.need) = (prefersLogits, unit, need)
    (self.rectifiers, self.alwaysRegions, self.needsGrid) = (rectifiers, alwaysRegions, needsGrid)
    (self.promisesSum, self.cost, self.make) = (promisesSum, cost, make)
  }

  /// The setting of a name, if the method has it.
  public func setting(_ name: MethodSetting.Name) -> MethodSetting? {
    settings.first { $0.name == name }
  }

  /// Returns all settings with their values: what is given, and defaults for the others but those that
  /// what the network reads decides.
  public func settings(
    given: [MethodSetting.Name: SettingValue]
  ) throws(RequestError) -> MethodSettings {
    for name in MethodSetting.Name.allCases where given[name] != nil && setting(name) == nil {
      throw .meaningless(
        name.option, method: self.name,
        users: MethodTable.entries.filter { $0.setting(name) != nil }.map(\.name))
    }
    var values: [MethodSetting.Name: SettingValue] = [:]
    for setting in settings {
      if let condition = setting.condition, !condition.isMet(by: values) {
        guard given[setting.name] == nil else {
          throw .outOfPlace(setting.name.option, advice: condition.advice)
        }
        continue
      }
      if setting.defaultInRow != nil && given[setting.name] == nil { continue }
      guard let value = given[setting.name] ?? self.default(of: setting, given: given) else {
        throw .missingSetting(setting.name.option, method: name)
      }
      try setting.check(value)
      values[setting.name] = value
    }
    try checkRule(values)
    return MethodSettings(values)
  }

  /// The default of a setting: who gives a number of steps means even ones.
  private func `default`(
    of setting: MethodSetting, given: [MethodSetting.Name: SettingValue]
  ) -> SettingValue? {
    let isAdaptive = setting.defaultValue == .text(MethodSetting.adaptiveRule)
    return isAdaptive && given[.steps] != nil
      ? .text(QuadratureRule.trapezoid.rawValue) : setting.defaultValue
  }

  /// Refuses numbers of steps that a rule cannot do with.
  private func checkRule(_ values: [MethodSetting.Name: SettingValue]) throws(RequestError) {
    let settings = MethodSettings(values)
    guard let name = settings.text(.rule), let rule = QuadratureRule(rawValue: name),
      let steps = settings.count(.steps)
    else { return }
    if rule == .gaussLegendre && steps > 4096 {
      throw .badSetting(
        "--steps", found: "\(steps)", expected: "at most 4096 for --rule gauss-legendre")
    }
    if [.meanOfPoints, .captumTrapezoid].contains(rule) && steps < 2 {
      throw .badSetting(
        "--steps", found: "\(steps)", expected: "at least 2 for --rule \(name)")
    }
  }

  /// Whether, set so, it samples the path where the map needs it.
  func isAdaptive(_ settings: MethodSettings) -> Bool {
    settings.text(.rule) == MethodSetting.adaptiveRule
  }

  /// Whether attributions are gradients, which are not multiplied by anything.
  func givesGradients(_ settings: MethodSettings) -> Bool {
    unit == .gradient || settings.flag(.multiplyByInputs) == false
  }

  /// What makes the attributions miss the change of the score by less.
  var adviceOnGaps: String {
    if setting(.maximumEvaluations) != nil { return "try more --steps, or none" }
    if setting(.steps) != nil { return "try more --steps" }
    if setting(.samples) != nil { return "try more --samples" }
    return "try --score logit, or --method \(MethodTable.standard.name)"
  }
}

extension MethodSetting.Condition {
  fileprivate func isMet(by settings: [MethodSetting.Name: SettingValue]) -> Bool {
    if case .text(let value) = settings[name] { values.contains(value) } else { false }
  }
}
