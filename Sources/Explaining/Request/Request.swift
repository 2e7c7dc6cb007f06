import Attribution
import Classification
import Inputs

/// Everything that is asked: what is explained, by what means, of which network. Every default is
/// filled in, so that a request that is written down can be asked again.
public struct Request: Hashable, Sendable {
  /// The network.
  public var network: NetworkRequest
  /// How pictures are read.
  private let pictures: ReadingRequest
  /// The most that is read of files.
  private let limits: ReadingLimits
  /// What is explained.
  public var targets: [Target]
  /// The class whose score is subtracted.
  public var contrast: Target?
  /// What is explained of classes; nil for what suits the method and the network, which is known when
  /// the network is.
  public var score: ScoreKind?
  /// Name of the method.
  public let method: String
  /// Every setting of the method that counts.
  public internal(set) var settings: MethodSettings
  /// Where paths begin; none where the method has no use for any, or where nothing was said, for what
  /// suits the method and the network's input, which is known when the network is.
  public var baselines: [Baseline]
  /// How noisy copies are summed up.
  public var smooth: SmoothingRequest?
  /// Whether regions are ranked instead of pixels.
  public var regions: Bool
  /// The value inside the network that takes the input's place; nil for the input, or for the
  /// method's own choice, which is known when the network is.
  public var layer: String?
  /// Where random numbers begin.
  public var seed: UInt64
  /// How photos are changed to see whether maps follow; nil where that is not asked.
  public var augmentations: [Augmentation]?

  /// Asks for what a draft says, and for defaults where it says nothing.
  public init(_ draft: RequestDraft) throws(RequestError) {
    let entry = try draft.entry()
    method = entry.name
    network = draft.network
    (pictures, limits) = (draft.reading, draft.reading.limits)
    targets = draft.targets.isEmpty ? [.top(count: 1)] : draft.targets
    (contrast, score, seed) = (draft.contrast, draft.score, draft.seed ?? 0)
    settings = try entry.settings(given: draft.settings)
    smooth = draft.smooth
    regions = entry.alwaysRegions || draft.regions == true
    layer = draft.layer
    baselines = draft.baselines
    augmentations = draft.augmentations.isEmpty ? nil : draft.augmentations
    try check(entry, draft)
  }

  /// How files are read.
  public var reading: ReadingRequest { pictures }

  /// The method.
  public var entry: MethodEntry {
    guard let entry = MethodTable[method] else {
      preconditionFailure("a request has a method of the table")
    }
    return entry
  }

  /// Refuses what says nothing to the method, and what contradicts itself.
  private func check(_ entry: MethodEntry, _ draft: RequestDraft) throws(RequestError) {
    let given: [(String, MethodEntry.Choices, Bool)] = [
      ("--baseline", .baseline, !draft.baselines.isEmpty), ("--layer", .layer, layer != nil),
      ("--regions", .regions, draft.regions == true && !entry.alwaysRegions),
      ("--smooth", .smooth, smooth != nil),
    ]
    for (option, choice, isGiven) in given where isGiven && !entry.choices.contains(choice) {
      throw .meaningless(
        option, method: method,
        users: MethodTable.entries.filter { $0.choices.contains(choice) }.map(\.name))
    }
    if entry.need == .layer && layer == nil { throw .noLayer(method: method) }
    if regions && layer != nil { throw .regionsOfLayer }
    if settings.text(.path) == PathKind.blur.rawValue {
      if !draft.baselines.isEmpty { throw .baselineOfBlur }
      if layer != nil { throw .blurOfLayer }
    }
    if draft.score != nil && !targets.contains(where: \.hasScoreKind) { throw .scoreOfLayer }
    if targets.contains(where: \.isError) && (targets.count > 1 || contrast != nil) {
      throw .errorBesideOthers
    }
    if let contrast {
      if !contrast.isOfClasses || contrast.meansSeveral { throw .badContrast("\(contrast)") }
      if let target = targets.first(where: { !$0.isOfClasses }) {
        throw .contrastOfNoClass(target: "\(target)")
      }
    }
    try smooth?.check()
    try network.check()
    try reading.check()
  }

  /// Whether there may be more than one explanation of an input.
  public var hasSeveralTargets: Bool {
    targets.count > 1 || targets.contains(where: \.meansSeveral)
  }

  /// Whether it is asked why a class is not the most probable one.
  public var asksForError: Bool { targets.contains(where: \.isError) }

  /// The way that points are taken from; nil for a method without one.
  private var path: String? {
    guard entry.setting(.steps) != nil else { return nil }
    if let path = settings.text(.path) { return path }
    if settings.number(.fraction) != nil { return PathKind.guided.rawValue }
    return (settings.number(.maximumSigma) != nil ? PathKind.blur : .straight).rawValue
  }

  /// Whether points are taken from the straight line between a baseline and the input.
  public var isAlongLine: Bool { path == PathKind.straight.rawValue && layer == nil }

  /// Files that the request names.
  public var files: [String] {
    baselines.flatMap(\.files) + targets.compactMap(\.path)
      + [network.labels, settings.text(.points)].compactMap(\.self)
      .filter { $0 != MethodSetting.gaussianPoints }
  }
}

extension Request: Codable {
  private enum CodingKeys: String, CodingKey {
    case targets, contrast, score, method, settings, baselines, smooth, regions, layer, seed
    case pictures, limits, augmentations
    case network = "model"
  }

  /// Reads a request; what is left out has its default. Throws `RequestError` for what makes no sense.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var draft = RequestDraft(network: try container.decode(NetworkRequest.self, forKey: .network))
    draft.reading =
      try container.decodeIfPresent(ReadingRequest.self, forKey: .pictures) ?? ReadingRequest()
    draft.reading.limits =
      try container.decodeIfPresent(ReadingLimits.self, forKey: .limits) ?? ReadingLimits()
    draft.targets = try container.decodeIfPresent([Target].self, forKey: .targets) ?? []
    draft.contrast = try container.decodeIfPresent(Target.self, forKey: .contrast)
    draft.score = try container.decodeIfPresent(ScoreKind.self, forKey: .score)
    draft.method = try container.decodeIfPresent(String.self, forKey: .method)
    let settings = try container.decodeIfPresent(MethodSettings.self, forKey: .settings)
    draft.settings = settings?.all ?? [:]
    draft.baselines = try container.decodeIfPresent([Baseline].self, forKey: .baselines) ?? []
    draft.smooth = try container.decodeIfPresent(SmoothingRequest.self, forKey: .smooth)
    draft.regions = try container.decodeIfPresent(Bool.self, forKey: .regions)
    draft.layer = try container.decodeIfPresent(String.self, forKey: .layer)
    draft.seed = try container.decodeIfPresent(UInt64.self, forKey: .seed)
    draft.augmentations =
      try container.decodeIfPresent([Augmentation].self, forKey: .augmentations) ?? []
    try self.init(draft)
  }
}

extension Target {
  /// The file that the target is read from.
  fileprivate var path: String? { if case .weights(let path) = self { path } else { nil } }

  /// Whether this is a class, or several.
  var isOfClasses: Bool {
    switch self {
    case .top, .index, .label, .error: true
    case .largest, .weights, .layer, .expression: false
    }
  }

  /// Whether a kind of score is explained of it; values inside the network have none, and expressions
  /// say theirs themselves.
  var hasScoreKind: Bool {
    switch self {
    case .layer, .expression: false
    case .top, .index, .label, .largest, .weights, .error: true
    }
  }

  /// Whether this may mean more than one class.
  var meansSeveral: Bool {
    switch self {
    case .top(let count): count > 1
    case .error: true
    case .index, .label, .largest, .weights, .layer, .expression: false
    }
  }

  /// Whether this is why a class is not the most probable one.
  var isError: Bool { if case .error = self { true } else { false } }
}
