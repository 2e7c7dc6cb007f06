import Attribution
import Classification
import Inputs

/// What somebody has said so far of a request: the rest is filled in when the request is made of it.
public struct RequestDraft: Sendable {
  /// The network.
  public var network: NetworkRequest
  /// How files are read.
  public var reading = ReadingRequest()
  /// What is explained; the most probable class if nothing is said.
  public var targets: [Target] = []
  /// The class whose score is subtracted.
  public var contrast: Target?
  /// What is explained of classes.
  public var score: ScoreKind?
  /// Name of the method; Integrated Gradients if none is said.
  public var method: String?
  /// Settings of the method that are given.
  public var settings: [MethodSetting.Name: SettingValue] = [:]
  /// Where paths begin; the method's own choice if nothing is said.
  public var baselines: [Baseline] = []
  /// How noisy copies are summed up.
  public var smooth: SmoothingRequest?
  /// Whether regions are ranked instead of pixels.
  public var regions: Bool?
  /// The value inside the network that takes the input's place.
  public var layer: String?
  /// Where random numbers begin.
  public var seed: UInt64?
  /// How photos are changed to see whether maps follow.
  public var augmentations: [Augmentation] = []
  /// Settings that were set one by one, not taken from a request.
  private var said: Set<MethodSetting.Name> = []

  /// A draft that says nothing but the network.
  public init(network: NetworkRequest) { self.network = network }

  /// A draft that says all that a request says.
  public init(_ request: Request) {
    (network, reading) = (request.network, request.reading)
    (targets, contrast, score) = (request.targets, request.contrast, request.score)
    (method, settings) = (request.method, request.settings.all)
    (smooth, regions, layer) = (request.smooth, request.regions, request.layer)
    (baselines, seed) = (request.baselines, request.seed)
    augmentations = request.augmentations ?? []
  }

  /// Changes what is explained. What was said of a kind of score, or of a class to subtract, and says
  /// nothing to that goes.
  public mutating func change(targets: [Target]) {
    self.targets = targets
    if !targets.contains(where: \.hasScoreKind) { score = nil }
    if targets.contains(where: { !$0.isOfClasses || $0.isError }) { contrast = nil }
  }

  /// Changes the method. What was said of another one's settings, and what says nothing to this one,
  /// goes.
  public mutating func change(method name: String) throws(RequestError) {
    if name == method { return }
    // Regions that a method always has were nobody's choice.
    if try entry().alwaysRegions { regions = nil }
    method = name
    let choices = try entry().choices
    settings = [:]
    if !choices.contains(.baseline) { baselines = [] }
    if !choices.contains(.layer) { layer = nil }
    if !choices.contains(.smooth) { smooth = nil }
    if !choices.contains(.regions) { regions = nil }
  }

  /// Leaves out what says nothing to the method; returns the options that would have said it.
  public mutating func leaveOutMeaningless() throws(RequestError) -> Set<String> {
    let entry = try entry()
    var left: Set<String> = []
    if !baselines.isEmpty && !entry.choices.contains(.baseline) {
      baselines = []
      left.insert("--baseline")
    }
    if layer != nil && !entry.choices.contains(.layer) {
      layer = nil
      left.insert("--layer")
    }
    if smooth != nil && !entry.choices.contains(.smooth) {
      smooth = nil
      left.insert("--smooth")
    }
    if regions == true && !entry.choices.contains(.regions) && !entry.alwaysRegions {
      regions = nil
      left.insert("--regions")
    }
    for name in settings.keys where entry.setting(name) == nil {
      settings[name] = nil
      left.insert(name.option)
    }
    return left
  }

  /// The method.
  func entry() throws(RequestError) -> MethodEntry {
    let name = method ?? MethodTable.standard.name
    guard let entry = MethodTable[name] else {
      throw .unknownMethod(name, known: MethodTable.entries.map(\.name))
    }
    return entry
  }
}

extension RequestDraft {
  /// Sets a setting of the method. What stands here of settings that count only beside another value
  /// of this one goes: a number of steps takes the adaptive rule away, and the other way round.
  public mutating func set(_ name: MethodSetting.Name, to value: SettingValue) {
    settings[name] = value
    said.insert(name)
    guard let entry = try? entry() else { return }
    if name == .steps, !said.contains(.rule), settings[.rule] == .text(MethodSetting.adaptiveRule) {
      settings[.rule] = .text(QuadratureRule.trapezoid.rawValue)
    }
    for setting in entry.settings where !said.contains(setting.name) {
      guard let condition = setting.condition, let other = settings[condition.name] else {
        continue
      }
      if case .text(let text) = other, !condition.values.contains(text) {
        settings[setting.name] = nil
      }
    }
  }
}
