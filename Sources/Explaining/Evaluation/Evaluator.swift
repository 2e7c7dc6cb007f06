import Attribution
import Classification
import Evaluation
import Inputs
import Tensors

/// What is measured, and how.
public struct EvaluationRequest: Sendable {
  /// The metrics, in the table's order.
  public var metrics: [MetricEntry]
  /// What takes the place of what is removed; what suits what the network reads where nothing is said.
  public var fills: [FillRequest]
  /// Parts in which features are removed.
  public var parts: Int

  /// Asks for what is standard.
  public init() {
    metrics = MetricTable.entries.filter(\.isStandard)
    (fills, parts) = ([], Filling.standardParts)
  }
}

/// Methods and metrics, made ready for the samples of a network.
public struct Evaluator: Sendable {
  /// Told how many measurements are done, and how many there are.
  public typealias Progress = (Int, Int) -> Void

  /// How maps are made; one at least.
  public let explainers: [Explainer]
  /// What is measured, its fills filled in.
  public let request: EvaluationRequest
  private let scorers: EvaluationScorers

  /// Prepares methods of one network, which differ in nothing but how they explain.
  ///
  /// - Throws: `ExplainingError` for a fill that means nothing to what the network reads, and for a layer
  ///   whose values have no places.
  public init(
    _ explainers: [Explainer], _ request: EvaluationRequest, running: Running
  ) throws {
    precondition(!explainers.isEmpty, "there is a method at least")
    let network = explainers[0].network
    var request = request
    if request.fills.isEmpty { request.fills = FillRequest.standard(for: network.reader) }
    for fill in request.fills { try fill.refuse(what: network.reader) }
    for explainer in explainers {
      if let layer = explainer.layer, explainer.layerGrid == nil || network.reader.kind != .picture
      {
        throw ExplainingError.layerWithoutPlaces(
          name: layer, method: "evaluate", shape: "values of no place on the input")
      }
    }
    (self.explainers, self.request) = (explainers, request)
    scorers = EvaluationScorers(network.classifier, running)
  }

  /// Explains a sample by every method, and measures the maps and those of controls.
  ///
  /// - Throws: what explaining throws.
  public func evaluate(_ sample: Sample, progress: Progress = { _, _ in }) throws
    -> [SampleEvaluation]
  {
    let ranking = try explainers[0].classify(sample)
    let quantities = try explainers[0].quantities(ranking)
    let controls = controlMaps(of: sample)
    let all = quantities.count * (explainers.count + controls.count)
    var done = 0
    return try quantities.map { quantity in
      let fillings = try fillings(for: sample)
      var maps: [MapEvaluation] = []
      func add(_ map: MapEvaluation) {
        maps.append(map)
        done += 1
        progress(done, all)
      }
      for explainer in explainers {
        add(try evaluate(sample, quantity, ranking, by: explainer, fillings))
      }
      for (control, attributions) in controls {
        add(try evaluate(control, attributions, of: sample, quantity, fillings))
      }
      let probability = ranking.areNumbers ? nil : quantity.classIndex
      return SampleEvaluation(
        input: sample.source.displayName, target: quantity.label, index: quantity.classIndex,
        probability: probability.map { ranking.probabilities[$0] }, maps: maps)
    }
  }

  private func controlMaps(of sample: Sample) -> [(Control, Tensor)] {
    Control.allCases.compactMap { control in
      control.map(of: sample.point, sample.features, seed: seed(of: sample)).map { (control, $0) }
    }
  }

  /// Where the random numbers of a sample begin: they follow from the seed and the sample's name alone, mixed
  /// by FNV-1a, so that samples are independent of each other and of their order.
  private func seed(of sample: Sample) -> UInt64 {
    sample.source.fileName.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    } ^ explainers[0].request.seed
  }

  private func fillings(for sample: Sample) throws -> [Filling] {
    try request.fills.map { fill in
      Filling(
        sample.point,
        try fill.fill(
          for: sample, explainers[0].network.reader, seed: seed(of: sample),
          explainers[0].request.reading),
        parts: request.parts)
    }
  }

  /// Explains and measures.
  private func evaluate(
    _ sample: Sample, _ quantity: Quantity, _ ranking: Ranking, by explainer: Explainer,
    _ fillings: [Filling]
  ) throws -> MapEvaluation {
    let explanation = try explainer.explain(sample, [quantity], ranking: ranking) { _, _ in }[0]
    guard let attributions = explanation.attributionsOfPoint(layer: explainer.layerGrid) else {
      throw ExplainingError.layerWithoutPlaces(
        name: explainer.layer ?? "", method: "evaluate", shape: "\(explanation.attributions.shape)")
    }
    var map = EvaluatedMap(
      input: sample.point, features: sample.features, attributions: attributions,
      scores: try scorers.scores(of: quantity, explainer.score, sample))
    map.expectedSum = explanation.map.expectedSum
    map.areGradients = explanation.areGradients
    map.seed = seed(of: sample)
    map.explainAgain = { point in
      let moved = Sample(
        source: sample.source, point: point, held: sample.held, features: sample.features,
        subject: sample.subject)
      let other = try explainer.explain(moved, [quantity], ranking: ranking) { _, _ in }[0]
      return other.attributionsOfPoint(layer: explainer.layerGrid) ?? attributions
    }
    let measuring = Stopwatch()
    let values = try measure(map, fillings)
    return MapEvaluation(
      method: explainer.request.method, isControl: false, score: explanation.setting.scoreKind,
      baselines: explanation.setting.uniqueBaselineNames,
      evaluations: explanation.map.evaluations,
      seconds: MapEvaluation.Seconds(
        explaining: explanation.seconds, measuring: measuring.seconds), values: values)
  }

  /// Measures the map of a control.
  private func evaluate(
    _ control: Control, _ attributions: Tensor, of sample: Sample, _ quantity: Quantity,
    _ fillings: [Filling]
  ) throws -> MapEvaluation {
    var map = EvaluatedMap(
      input: sample.point, features: sample.features, attributions: attributions,
      scores: try scorers.scores(of: quantity, explainers[0].score, sample))
    map.areGradients = nil
    map.seed = seed(of: sample)
    let measuring = Stopwatch()
    let values = try measure(map, fillings)
    return MapEvaluation(
      method: control.rawValue, isControl: true, score: nil, baselines: [], evaluations: 0,
      seconds: MapEvaluation.Seconds(explaining: 0, measuring: measuring.seconds), values: values)
  }

  /// Everything that is asked of a map.
  private func measure(_ map: EvaluatedMap, _ fillings: [Filling]) throws -> [MetricValue] {
    try request.metrics.flatMap { entry in
      switch entry.form {
      case .ofMap(let metric):
        [MetricValue(entry, try metric.measured(map), map, nil)]
      case .ofFill(let metric):
        try fillings.map { MetricValue(entry, try metric.measured(map, $0), map, $0) }
      }
    }
  }
}

extension MetricValue {
  fileprivate init(
    _ entry: MetricEntry, _ found: Measured, _ map: EvaluatedMap, _ filling: Filling?
  ) {
    metric = entry.name
    fill = filling?.fill.name
    step = entry.hasParts ? filling?.step(of: map.features) : nil
    score = entry.score.map(map.scores.name)
    value = found.value.flatMap { $0.isFinite ? $0 : nil }
    switch found {
    case .nothing(let reason): self.reason = reason
    case .value, .area: reason = value == nil ? "the number is not finite" : nil
    }
    if case .area(_, let curve) = found, value != nil {
      self.curve = Curve(shares: curve.shares, scores: curve.scores)
    } else {
      curve = nil
    }
  }
}
