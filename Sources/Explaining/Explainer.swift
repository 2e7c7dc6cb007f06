import Attribution
import Classification
import Inputs
import Tensors

/// A request and its network, made ready: everything that explaining a sample needs but the sample.
public struct Explainer: Sendable {
  /// The network.
  public let network: ExplainableNetwork
  /// What is asked, with what is only known since the network is: the kind of score, the layer,
  /// baselines and settings that suit its input.
  public private(set) var request: Request
  /// Where the method's rule is not defined for the network, one line each.
  public let warnings: [String]
  /// Number of classes in a ranking.
  public static let topCount = 5
  /// Numbers that are explained at a time: more share more work, and hold more memory.
  public static let quantitiesAtATime = 4

  /// What targets mean, those that are the same for every sample; in the order of the request.
  private let targets: [ResolvedTarget]
  /// The class that is subtracted.
  private let contrast: ResolvedTarget?
  private let methods: PreparedMethods
  private let baselineAnswers = BaselineAnswers()
  private let boundaries: BoundaryBaselines
  /// The columns of the rows that expected gradients draw from, where a table names them.
  private let referenceColumns: [String]?

  /// Prepares a network for a request.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - network: the network that it is asked of.
  ///   - running: what does not change results.
  ///   - references: the samples that expected gradients draw from.
  ///   - recordsPath: whether methods are to tell what they see on their way.
  /// - Throws: `ExplainingError` or `ClassificationError`: a target or layer that the network does not
  ///   have, a method that is not defined for it; what its reader throws of a reference that cannot be
  ///   read.
  public init(
    _ request: Request, of network: ExplainableNetwork, running: Running,
    references: [InputSource] = [], recordsPath: Bool = false
  ) throws {
    self.network = network
    let classifier = network.classifier
    let entry = request.entry
    try request.refuse(what: network.reader)
    var request = request.suited(to: network.reader)
    targets = try request.targets.map { try ResolvedTarget($0, of: classifier) }
    contrast = try request.contrast.map { try ResolvedTarget($0, of: classifier) }
    let score = try classifier.scoreKind(request.score, preferringLogits: entry.prefersLogits)
    let given = try GivenPoints(references, for: request, of: network)
    referenceColumns = given.columns
    let examples = (targets + [contrast].compactMap(\.self)).flatMap(\.examples)
    methods = try PreparedMethods(classifier) { [request] classifier, features in
      let context = PreparationContext(
        classifier: classifier, features: features, score: score, rectifiers: entry.rectifiers,
        running: running)
      return try request.prepared(
        for: examples, context, given: given, recordsPath: recordsPath)
    } features: {
      network.reader.features
    }
    warnings = [entry.warning(about: classifier)].compactMap(\.self) + given.warnings
    boundaries = BoundaryBaselines(of: network, running)
    try boundaries.check(request.baselines)
    request.score = request.targets.contains(where: \.hasScoreKind) ? score : nil
    request.layer = methods.first.layer?.name
    self.request = request
  }

  /// The same with other baselines; the method must have some.
  public func beginning(at baselines: [Baseline]) -> Explainer {
    var explainer = self
    explainer.request.baselines = baselines
    return explainer
  }

  private var classifier: Classifier { network.classifier }

  /// What is explained that is the same for every sample, a class only where it is named.
  public var fixedQuantities: [Quantity] { targets.flatMap(\.fixed) }

  /// What is explained of classes.
  public var score: ScoreKind { request.score ?? .probability }

  /// The layer that attributions are those of; nil where they are the input's.
  public var layer: String? { methods.first.layer?.name }

  /// Where the places of the picture are in that layer; nil where it has none, and for the input.
  public var layerGrid: LayerGrid? { methods.first.layer?.grid }

  /// Whether attributions have places on a picture.
  public var hasPicture: Bool {
    guard network.reader.kind == .picture else { return false }
    guard let layer = methods.first.layer else { return true }
    return request.entry.need == .places ? layer.grid != nil : layer.shape.rank == 3
  }

  /// Lets the network say what it sees.
  public func classify(_ sample: Sample) throws -> Ranking {
    let method = try methods.method(for: sample)
    let stopwatch = Stopwatch()
    var ranking = try Ranking(
      of: sample, try method.probabilities(of: sample.point, holding: sample.held),
      labels: classifier.labels, count: Self.topCount)
    ranking.seconds = stopwatch.seconds
    return ranking
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

  /// Splits each of a few numbers among the features of a sample. `progress` is told evaluations done,
  /// and of all.
  public func explain(
    _ sample: Sample, _ quantities: [Quantity], ranking: Ranking, progress: (Int, Int) -> Void
  ) throws -> [Explanation] {
    let stopwatch = Stopwatch()
    try refuseOtherColumns(sample)
    let method = try methods.method(for: sample)
    let starts = try method.usesBaselines ? starts(for: sample, ranking) : []
    let maps = try method.attribute(
      quantities, input: sample.point, holding: sample.held, baselines: starts.map(\.point),
      progress: progress)
    let seconds = stopwatch.seconds / Double(quantities.count)
    let answers = try starts.map { start in
      var answer = try baselineAnswers.answer(
        to: start.point, holding: sample.held, by: method, of: classifier)
      answer.isNear = start.isBoundary
      return answer
    }
    let areGradients = request.entry.givesGradients(request.settings)
    return try zip(quantities, maps).map { quantity, map in
      try refuseNotFinite(map, of: quantity, sample)
      let findings = Findings(
        quantity: quantity, ranking: ranking, map: map,
        attributions: layer == nil
          ? network.reader.shown(map.attributions, of: sample)
          : map.attributions,
        kind: sample.kind, isOfInput: layer == nil, areGradients: areGradients,
        setting: ExplanationSetting(
          request, quantity: quantity, baselineNames: starts.map(\.name)),
        baselines: starts.compactMap(\.picture), baselineAnswers: answers, seconds: seconds)
      guard layer == nil, let several = network.reader as? SeveralSamples else {
        return Explanation(sample: sample, findings: findings)
      }
      return Explanation(sample: sample, findings: findings.divided(among: several, sample))
    }
  }

  /// Adds to the explanations of a target `error:CLASS` what they say together, and what would have to
  /// change; others are returned as they are. `progress` is told evaluations done, and of all.
  ///
  /// Parts are replaced by the request's baselines; of methods without by those that suit the input.
  ///
  /// - Throws: what the network throws.
  public func studyingErrors(
    _ explanations: [Explanation], of sample: Sample, ranking: Ranking,
    progress: (Int, Int) -> Void
  ) throws -> [Explanation] {
    guard request.asksForError, let last = explanations.last else { return explanations }
    let method = try methods.method(for: sample)
    let fills = request.baselines.isEmpty ? network.reader.standardBaselines : request.baselines
    let study = ErrorStudy(
      sample: sample, ranking: ranking, labels: classifier.labels,
      starts: try starts(for: sample, ranking, at: fills)
    ) { try method.probabilities(of: $0, holding: sample.held) }
    var findings = last.findings
    findings.error = try study.finding(explanations, layer: layerGrid, progress: progress)
    return explanations.dropLast() + [Explanation(sample: sample, findings: findings)]
  }

  /// Adds to the explanations of a photo those of changed photos that the request asks for; `progress` is told
  /// evaluations done, and of all.
  ///
  /// - Throws: what explaining throws.
  public func augmenting(
    _ explanations: [Explanation], of sample: Sample, progress: (Int, Int) -> Void
  ) throws -> [Explanation] {
    guard let augmentations = request.augmentations, let reader = network.pictureReader else {
      return explanations
    }
    let found = try AugmentationStudy(explainer: self, reader: reader)
      .study(explanations, of: sample, augmentations, progress: progress)
    return zip(explanations, found).map { explanation, augmented in
      var findings = explanation.findings
      findings.augmented = augmented
      return Explanation(sample: sample, findings: findings)
    }
  }

  /// Refuses a map with numbers that are not finite, and says where they come from.
  private func refuseNotFinite(
    _ map: AttributionMap, of quantity: Quantity, _ sample: Sample
  ) throws(ExplainingError) {
    let input = sample.source.displayName
    let scores = [map.sum, map.scoreAtInput, map.scoreAtBaseline ?? 0]
    if case .expression(let expression) = quantity, !scores.allSatisfy(\.isFinite) {
      throw .expressionNotFinite(input: input, text: expression.text)
    }
    try sample.refuseNotFinite(scores)
    guard map.attributions.values.allSatisfy(\.isFinite) else {
      throw .mapNotFinite(input: input, label: quantity.label)
    }
  }

  /// Refuses a row whose columns are not those of the rows that are drawn from.
  private func refuseOtherColumns(_ sample: Sample) throws(ExplainingError) {
    guard let referenceColumns, case .row(_, let table) = sample.subject else { return }
    let columns = table.reader.columns.map(\.name)
    if columns != referenceColumns {
      throw .otherColumns(expected: columns, found: referenceColumns)
    }
  }

  /// Where paths to a sample begin, for every baseline.
  func starts(for sample: Sample, _ ranking: Ranking) throws -> [Start] {
    try starts(for: sample, ranking, at: request.baselines)
  }

  private func starts(
    for sample: Sample, _ ranking: Ranking, at baselines: [Baseline]
  ) throws -> [Start] {
    try baselines.enumerated().flatMap { index, baseline in
      try starts(at: baseline, index, for: sample, ranking).map { start in
        var start = start
        let remarks = start.remarks.isEmpty ? "" : " (\(start.remarks.joined(separator: ", ")))"
        start.name = baseline.description + remarks
        return start
      }
    }
  }

  /// Where paths begin for one of the baselines.
  private func starts(
    at baseline: Baseline, _ index: Int, for sample: Sample, _ ranking: Ranking
  ) throws -> [Start] {
    if case .boundary(let limit) = baseline {
      return [try boundaries.start(limit: limit, for: sample, ranking)]
    }
    // Baselines of noise that are given twice are different noise, and not that of random methods.
    let seed = request.seed &+ UInt64(index + 1) << 32
    return try network.reader.starts(at: baseline, for: sample, seed: seed, request.reading)
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
