import ArgumentParser
import Classification

/// The methods that attributions can be computed by.
enum Method: String, CaseIterable, ExpressibleByArgument {
  case integratedGradients = "ig"
  case blurIntegratedGradients = "blur-ig"
  case guidedIntegratedGradients = "guided-ig"
  case importantDirection = "idgi"
  case leftIntegratedGradients = "left-ig"
  case expectedGradients = "expected-gradients"
  case gradient
  case inputTimesGradient = "input-x-gradient"
  case guidedBackpropagation = "guided-backprop"
  case deconvolution = "deconvnet"
  case deepLift = "deeplift"
  case gradCAM = "grad-cam"
  case conductance
  case internalInfluence = "internal-influence"
  case occlusion
  case rise
  case xrai

  /// An option that only some methods heed.
  enum Setting: String {
    case steps, rule, tolerance, path, baseline, reference, samples, fraction, window, stride
    case layer, regions, smooth
    case maxEvaluations = "max-evaluations"
    case multiplyByInputs = "multiply-by-inputs"
    case maxSigma = "max-sigma"
    case maxDistance = "max-distance"
  }

  /// The options that the method heeds.
  var settings: Set<Setting> {
    self == .deepLift ? ownSettings : ownSettings.union([.smooth])
  }

  private var ownSettings: Set<Setting> {
    switch self {
    case .integratedGradients:
      [
        .steps, .rule, .tolerance, .maxEvaluations, .baseline, .multiplyByInputs, .layer, .regions,
      ]
    case .xrai: [.steps, .rule, .tolerance, .maxEvaluations, .baseline]
    case .blurIntegratedGradients: [.steps, .rule, .maxSigma, .regions]
    case .guidedIntegratedGradients:
      [.steps, .rule, .fraction, .maxDistance, .baseline, .layer, .regions]
    case .importantDirection:
      [.steps, .path, .maxSigma, .fraction, .maxDistance, .baseline, .layer, .regions]
    case .leftIntegratedGradients:
      [.steps, .rule, .path, .maxSigma, .fraction, .maxDistance, .baseline, .layer, .regions]
    case .expectedGradients: [.reference, .samples, .multiplyByInputs, .regions]
    case .gradient, .inputTimesGradient: [.layer, .regions]
    case .guidedBackpropagation, .deconvolution: [.regions]
    case .deepLift: [.baseline]
    case .gradCAM: [.layer]
    case .conductance, .internalInfluence: [.steps, .rule, .baseline, .layer]
    case .occlusion: [.window, .stride, .baseline, .regions]
    case .rise: [.samples, .baseline, .regions]
    }
  }

  /// Whether the method is defined on scores before the softmax.
  var prefersLogits: Bool { self == .gradCAM || self == .deepLift }

  /// Whether the method only makes sense at a layer that is named.
  var needsLayer: Bool { self == .conductance || self == .internalInfluence }

  /// What makes the attributions miss the change of the score by less.
  var adviceOnGaps: String {
    if settings.contains(.tolerance) { return "try more --steps, or none" }
    if settings.contains(.steps) { return "try more --steps" }
    if settings.contains(.samples) { return "try more --samples" }
    return "try --score logit, or --method ig"
  }

  /// What the method is, in a few words.
  var summary: String {
    switch self {
    case .integratedGradients: "Integrated Gradients"
    case .blurIntegratedGradients: "along the picture coming into focus"
    case .guidedIntegratedGradients: "along a path round noise"
    case .importantDirection: "changes of the score, shared out by squared gradients"
    case .leftIntegratedGradients: "until the score has made 90 % of its change"
    case .expectedGradients: "from random reference pictures"
    case .gradient: "the plain gradient"
    case .inputTimesGradient: "times the input"
    case .guidedBackpropagation: "positive gradients through active rectifiers"
    case .deconvolution: "positive gradients"
    case .deepLift: "changes from a baseline, by the rescale rule"
    case .gradCAM: "places of the last convolutional layer, or of --layer"
    case .conductance: "through the numbers of --layer"
    case .internalInfluence: "mean gradient at --layer"
    case .occlusion: "what covering a window costs"
    case .rise: "random masks"
    case .xrai: "regions, ranked by ig from black and white"
    }
  }
}

/// The way from a baseline to the photo.
enum PathKind: String, CaseIterable, ExpressibleByArgument {
  case straight, blur, guided
}

/// `yes` or `no`.
enum Answer: String, CaseIterable, ExpressibleByArgument {
  case yes, no
}

extension Method {
  /// How gradients pass rectifiers, where it is not by the rectifier's slope.
  var rectifiers: Rectifiers? {
    switch self {
    case .guidedBackpropagation: .guidedBackpropagation
    case .deconvolution: .deconvolution
    default: nil
    }
  }
}
