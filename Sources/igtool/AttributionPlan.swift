import Attribution

/// The method that is asked for, as Attribution knows it.
enum AttributionPlan {
  /// Attributions of the network's input.
  case input(any AttributionMethod)
  /// Attributions of the network's input, seen against a reference.
  case referenced(DeepLift)
  /// Attributions of a value inside the network.
  case layer(any LayerMethod)

  /// Whether the method compares the photo with baselines.
  var usesBaselines: Bool {
    switch self {
    case .input(let method): method.usesBaselines
    case .referenced: true
    case .layer(let method): method.usesBaselines
    }
  }
}

extension MethodOptions {
  /// Builds the method from the options. `references` are the pictures that expected gradients draw
  /// from, as the network reads them; with `recordsPath` the method tells what it sees on its way.
  func plan(references: References, recordsPath: Bool) -> AttributionPlan {
    if method == .deepLift { return .referenced(DeepLift()) }
    // Not the seed itself: noise baselines and random methods begin there.
    let smoothing = smooth?.smoothing(seed: seed &+ 1 << 63)
    if let method = layerMethod(references, recordsPath) {
      return .layer(smoothing.map { SmoothedAtLayer(method, $0) } ?? method)
    }
    let method = inputMethod(references, recordsPath)
    let smoothed = smoothing.map { Smoothed(method, $0) } ?? method
    return .input(regions || self.method == .xrai ? XRAI(base: smoothed) : smoothed)
  }

  /// The method at a layer, if it is one.
  private func layerMethod(
    _ references: References, _ recordsPath: Bool
  ) -> (any LayerMethod)? {
    switch method {
    case .gradCAM: GradCAM()
    case .conductance: Conductance(steps: evenSteps?.steps ?? 50, rule: pathRule)
    case .internalInfluence:
      InternalInfluence(rule: rule ?? .trapezoid, steps: evenSteps?.steps ?? 50)
    default: parameters.layer == nil ? nil : AtLayer(inputMethod(references, recordsPath))
    }
  }

  /// The method at the input, or what it is at a layer's value.
  private func inputMethod(
    _ references: References, _ recordsPath: Bool
  ) -> any AttributionMethod {
    let multiplies = parameters.multiplyByInputs != .no
    switch method {
    case .integratedGradients, .xrai:
      if let (rule, steps) = evenSteps {
        return IntegratedGradients(
          rule: rule, steps: steps, multipliesByInputs: multiplies, recordsPath: recordsPath)
      }
      let limits = AdaptiveIntegratedGradients()
      return AdaptiveIntegratedGradients(
        tolerance: tolerance.map { .init(map: $0) } ?? limits.tolerance,
        maximumEvaluations: maxEvaluations ?? limits.maximumEvaluations,
        multipliesByInputs: multiplies)
    case .expectedGradients:
      return ExpectedGradients(
        references: references.drawn, of: references.count, samples: drawCount, seed: seed,
        multipliesByInputs: multiplies)
    case .inputTimesGradient: return InputTimesGradient()
    case .occlusion:
      return Occlusion(window: parameters.window ?? 32, stride: parameters.stride ?? 16)
    case .rise: return RISE(samples: parameters.samples ?? 4000, seed: seed)
    case .gradient, .guidedBackpropagation, .deconvolution, .deepLift, .gradCAM, .conductance,
      .internalInfluence:
      return GradientAtInput()
    case .blurIntegratedGradients, .guidedIntegratedGradients:
      return PathAttribution(way, rule: pathRule)
    case .leftIntegratedGradients: return PathAttribution(way, rule: pathRule, until: 0.9)
    case .importantDirection: return PathAttribution(way, rule: .importantDirection)
    }
  }

  /// Number of draws of expected gradients.
  var drawCount: Int { parameters.samples ?? 100 }

  private var way: any AttributionPath {
    parameters.attributionPath(of: method, steps: evenSteps?.steps ?? 50)
  }

  private var pathRule: PathRule { rule.flatMap(PathRule.init) ?? .trapezoid }
}
