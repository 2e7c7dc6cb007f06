import Attribution
import Classification
import Imaging
import Inputs
import Tensors

/// A request and its network, made ready: everything that explaining a photo needs but the photo.
public struct Explainer: Sendable {
  /// The network.
  public let network: ExplainableNetwork
  /// What is asked, with what is only known since the network is: the kind of score, the layer.
  public private(set) var request: Request
  /// Where the method's rule is not defined for the network, one line each.
  public let warnings: [String]
  /// Number of classes in a ranking.
  public static let topCount = 5
  /// Numbers that are explained at a time: more share more work, and hold more memory.
  public static let quantitiesAtATime = 4

  /// What targets mean, those that are the same for every photo; in the order of the request.
  private let targets: [ResolvedTarget]
  /// The class that is subtracted.
  private let contrast: ResolvedTarget?
  private let method: any PreparedMethod
  private let baselineAnswers = BaselineAnswers()

  /// Prepares a network for a request.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - network: the network that it is asked of.
  ///   - running: what does not change results.
  ///   - references: the pictures that expected gradients draw from.
  ///   - recordsPath: whether methods are to tell what they see on their way.
  /// - Throws: `ExplainingError`, `ClassificationError` or `UnreadablePicture`: a target or layer
  ///   that the network does not have, a method that is not defined for it, a reference that cannot be
  ///   read.
  public init(
    _ request: Request, of network: ExplainableNetwork, running: Running,
    references: [InputPicture] = [], recordsPath: Bool = false
  ) throws {
    self.network = network
    let classifier = network.classifier
    let entry = request.entry
    warnings = [entry.warning(about: classifier)].compactMap(\.self)
    targets = try request.targets.map { try ResolvedTarget($0, of: classifier) }
    contrast = try request.contrast.map { try ResolvedTarget($0, of: classifier) }
    let score = try classifier.scoreKind(request.score, preferringLogits: entry.prefersLogits)
    let context = PreparationContext(
      classifier: classifier, features: network.reader.features, score: score,
      rectifiers: entry.rectifiers, running: running)
    method = try request.prepared(
      for: (targets + [contrast].compactMap(\.self)).flatMap(\.examples), context,
      references: try References(references, for: request, of: network.reader),
      recordsPath: recordsPath)
    self.request = request
    self.request.score = request.targets.allSatisfy(\.isLayer) ? nil : score
    self.request.layer = method.layer?.name
  }

  /// The same with other baselines; the method must have some.
  public func beginning(at baselines: [Baseline]) -> Explainer {
    var explainer = self
    explainer.request.baselines = baselines
    return explainer
  }

  private var classifier: Classifier { network.classifier }
  private var reader: PictureReader { network.reader }

  /// What is explained that is the same for every photo, a class only where it is named.
  public var fixedQuantities: [Quantity] { targets.flatMap(\.fixed) }

  /// What is explained of classes.
  public var score: ScoreKind { request.score ?? .probability }

  /// The layer that attributions are those of; nil where they are the photo's.
  public var layer: String? { method.layer?.name }

  /// Whether attributions have places on the photo.
  public var hasPicture: Bool {
    guard let layer = method.layer else { return true }
    return request.entry.need == .places ? layer.grid != nil : layer.shape.rank == 3
  }

  /// Names of the baselines' pictures, those of a noise baseline repeated.
  public var baselineNames: [String] {
    request.baselines.flatMap { baseline -> [String] in
      if case .noise(let count) = baseline {
        return [String](repeating: "\(baseline)", count: count)
      }
      return ["\(baseline)"]
    }
  }

  /// Lets the network say what it sees.
  public func classify(_ photo: Photo) throws -> Ranking {
    try Ranking(
      of: photo, try method.probabilities(of: photo.prepared.tensor), labels: classifier.labels,
      count: Self.topCount)
  }

  /// What is to be explained, each once.
  public func quantities(_ ranking: Ranking) throws -> [Quantity] {
    let subtracted = try contrast?.quantities(ranking, of: classifier).first
    var quantities: [Quantity] = []
    for target in targets {
      for found in try target.quantities(ranking, of: classifier) {
        let quantity = try found.minus(subtracted)
        if !quantities.contains(quantity) { quantities.append(quantity) }
      }
    }
    return quantities
  }

  /// Splits each of a few numbers among the pixels of a photo. `progress` is told evaluations done,
  /// and of all.
  public func explain(
    _ photo: Photo, _ quantities: [Quantity], ranking: Ranking, progress: (Int, Int) -> Void
  ) throws -> [Explanation] {
    let stopwatch = Stopwatch()
    let pictures = try method.usesBaselines ? baselinePictures(photo.prepared) : []
    let starts = pictures.map(reader.preprocessing.normalized)
    let maps = try method.attribute(
      quantities, input: photo.prepared.tensor, baselines: starts, progress: progress)
    let seconds = stopwatch.seconds / Double(quantities.count)
    let answers = try starts.map { try baselineAnswers.answer(to: $0, by: method, of: classifier) }
    return try zip(quantities, maps).map { quantity, map in
      try photo.refuseNotFinite([map.sum, map.scoreAtInput, map.scoreAtBaseline ?? 0])
      guard map.attributions.values.allSatisfy(\.isFinite) else {
        throw ExplainingError.mapNotFinite(
          input: photo.picture.displayName, label: quantity.label)
      }
      let findings = Findings(
        quantity: quantity, ranking: ranking, map: map,
        attributions: layer == nil
          ? reader.preprocessing.inColorOrder(map.attributions) : map.attributions,
        isOfPhoto: layer == nil,
        setting: ExplanationSetting(
          request, quantity: quantity, baselineNames: pictures.isEmpty ? [] : baselineNames),
        baselines: pictures, baselineAnswers: answers, seconds: seconds)
      return Explanation(photo: photo, findings: findings)
    }
  }

  private func baselinePictures(_ photo: PreparedImage) throws -> [PixelArray] {
    // Baselines of noise that are given twice are different noise, and not that of random methods.
    try request.baselines.enumerated().flatMap { index, baseline in
      try baseline.pictures(
        for: photo, input: reader, seed: request.seed &+ UInt64(index + 1) << 32,
        decoding: request.reading.decoding)
    }
  }
}

extension References {
  /// Reads the pictures that are drawn, as the network reads them.
  fileprivate init(
    _ pictures: [InputPicture], for request: Request, of reader: PictureReader
  ) throws(UnreadablePicture) {
    let samples = request.settings.count(.samples) ?? 0
    guard !pictures.isEmpty && samples > 0 else {
      self = .none
      return
    }
    var drawn: [Int: Tensor] = [:]
    for place in ExpectedGradients.drawn(from: pictures.count, samples: samples, seed: request.seed)
    {
      let picture = try pictures[place].decode(request.reading.decoding).image
      drawn[place] = reader.prepare(picture).tensor
    }
    self.init(drawn: drawn, count: pictures.count)
  }
}

extension MethodEntry {
  /// What a rule for rectifiers leaves alone in a network.
  fileprivate func warning(about classifier: Classifier) -> String? {
    guard rectifiers != nil else { return nil }
    let (rectifiers, others) = classifier.activationCounts
    if rectifiers == 0 {
      return
        "--method \(name): the network has no rectifiers (ReLU), so this is its plain gradient"
    }
    guard others > 0 else { return nil }
    return
      "--method \(name): its rule is for rectifiers, of which the network has \(rectifiers); "
      + "its \(others) other functions of single numbers keep their gradient"
  }
}
