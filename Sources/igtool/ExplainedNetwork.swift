import Attribution
import Classification
import Foundation
import Imaging
import Synchronization
import Tensors

/// A network, made ready for the functions of it that a method needs.
final class ExplainedNetwork: Sendable {
  /// Scores of classes in the form that the method needs.
  private enum Scores {
    case atInput(ClassScorer)
    case atLayer(LayerScorer)
    case referenced(ReferencedScorer)
    /// Only values of layers are explained.
    case none
  }

  /// What is explained of classes.
  let score: ScoreKind
  private let plan: AttributionPlan
  private let scores: Scores
  /// Values of layers that are explained, by the layer's name.
  private let activations: [String: ActivationScorer]
  /// Probabilities without gradients, where no scorer gives them.
  private let recognizer: Recognizer?
  /// What was last said of baselines; most are the same for all photos.
  private let lastAnswers = Mutex<[(baseline: Tensor, probabilities: [Double])]>([])
  private static let answersKept = 8

  /// Prepares what `plan` needs for numbers like `quantities`.
  init(
    _ classifier: Classifier, plan: AttributionPlan, options: MethodOptions,
    quantities: [Quantity], running: RunningOptions
  ) throws {
    self.plan = plan
    score = try classifier.scoreKind(
      options.score, preferringLogits: options.method.prefersLogits)
    let (threads, engine, rule) = (running.threadCount, running.engine, options.method.rectifiers)
    var activations: [String: ActivationScorer] = [:]
    for case .activation(let activation) in quantities {
      let name = activation.layer.name
      if activations[name] != nil { continue }
      activations[name] = try classifier.activationScorer(
        layer: name, rectifiers: rule, threads: threads, engine: engine)
    }
    self.activations = activations
    let hasScores = quantities.contains { !$0.isActivation }
    switch plan {
    case .input where hasScores:
      scores = .atInput(
        try classifier.scorer(score, rectifiers: rule, threads: threads, engine: engine))
    case .input: scores = .none
    case .layer:
      if let name = activations.keys.first {
        throw Failure(
          .usage,
          "--target layer:\(name) explains a value by the photo's pixels, not by another layer's")
      }
      let name = try options.layerName(of: classifier)
      let scorer = try classifier.layerScorer(
        score, layer: name, threads: threads, engine: engine)
      if options.method == .gradCAM && scorer.layer.grid == nil {
        throw Failure(
          .usage,
          "--layer \(name): grad-cam needs rows and columns, or tokens that are the places of an "
            + "image, found \(scorer.layer.shape)")
      }
      scores = .atLayer(scorer)
    case .referenced:
      if let name = activations.keys.first {
        throw Failure(
          .usage, "--target layer:\(name): --method \(options.method.rawValue) explains scores")
      }
      scores = .referenced(
        try classifier.referencedScorer(score, threads: threads, engine: engine))
    }
    recognizer =
      if case .atInput = scores { nil } else { try classifier.recognizer(engine: engine) }
  }

  /// The layer that attributions are those of; nil where they are the photo's.
  var layer: LayerSummary? { if case .atLayer(let scorer) = scores { scorer.layer } else { nil } }

  /// Probabilities of all classes for a photo.
  func probabilities(of photo: PreparedImage) throws -> [Double] {
    try probabilities(of: photo.tensor)
  }

  /// Probabilities of all classes for a baseline.
  func probabilities(ofBaseline baseline: Tensor) throws -> [Double] {
    if let known = lastAnswers.withLock({ $0.first { $0.baseline == baseline } }) {
      return known.probabilities
    }
    let probabilities = try probabilities(of: baseline)
    lastAnswers.withLock { $0 = $0.suffix(Self.answersKept - 1) + [(baseline, probabilities)] }
    return probabilities
  }

  private func probabilities(of input: Tensor) throws -> [Double] {
    if case .atInput(let scorer) = scores { return try scorer.probabilities(of: input) }
    return try recognizer?.probabilities(of: input) ?? []
  }

  /// Splits numbers as the plan says; those made of scores share what work there is to share.
  func attribute(
    _ quantities: [Quantity], input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws -> [AttributionMap] {
    if case .input(let method) = plan {
      return try method.attribute(
        quantities.map(function), input: input, baselines: baselines, progress: progress)
    }
    return try quantities.enumerated().map { index, quantity in
      try attribute(quantity, input: input, baselines: baselines) { done, all in
        progress(index * all + done, quantities.count * all)
      }
    }
  }

  private func attribute(
    _ quantity: Quantity, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws -> AttributionMap {
    switch (plan, scores) {
    case (.layer(let method), .atLayer(let scorer)):
      return try method.attribute(
        scorer.function(of: quantity), input: input, baselines: baselines, progress: progress)
    case (.referenced(let method), .referenced(let scorer)):
      return try method.attribute(
        scorer.function(of: quantity), input: input, baselines: baselines, progress: progress)
    default: throw Failure(.internalError, "\(quantity.label) was not prepared")
    }
  }

  private func function(of quantity: Quantity) throws -> ClassScore {
    if case .activation(let activation) = quantity,
      let scorer = activations[activation.layer.name]
    {
      return scorer.function(of: activation)
    }
    guard case .atInput(let scorer) = scores else {
      throw Failure(.internalError, "\(quantity.label) was not prepared")
    }
    return scorer.function(of: quantity)
  }
}

extension MethodOptions {
  /// The layer that is named, or the one for Grad-CAM.
  fileprivate func layerName(of classifier: Classifier) throws -> String {
    if let name = parameters.layer ?? classifier.defaultLayer?.name { return name }
    throw Failure(
      .usage,
      "no layer of this network has rows and columns; say --layer NAME ('igtool model info MODEL "
        + "--layers' lists them)")
  }
}

extension Quantity {
  /// Whether this is a value inside the network, not one made of scores.
  var isActivation: Bool { if case .activation = self { true } else { false } }
}
