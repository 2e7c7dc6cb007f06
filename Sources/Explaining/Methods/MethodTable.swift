import Attribution
import Inputs
import Tensors

/// The methods that there are. No other place asks which method it is.
public enum MethodTable {
  /// All methods, in the order of the help.
  public static let entries =
    lineMethods + pathMethods + gradientMethods + layerMethods + coverMethods

  /// The one that counts unless another is asked for.
  public static let standard = entries[0]

  /// The method of a name.
  public static subscript(name: String) -> MethodEntry? { entries.first { $0.name == name } }

  /// The methods that have a setting, with its values where it is not given, as help lists them:
  /// `expected-gradients 100, rise 4000`.
  public static func defaults(of name: MethodSetting.Name) -> String {
    entries.compactMap { entry in
      entry.setting(name)?.defaultValue.map { "\(entry.name) \($0)" }
    }.joined(separator: ", ")
  }
}

private let integratedGradientsPaper = "Sundararajan, Taly, Yan, ICML 2017"

// MARK: - Along straight lines

private let lineMethods = [
  MethodEntry(
    "ig", "Integrated Gradients", paper: integratedGradientsPaper,
    settings: [.lineRule(adaptive: true), .steps(50, besideAdaptive: true)]
      + MethodSetting.adaptiveLimits + [.multiplyByInputs],
    choices: [.baseline, .layer, .regions, .smooth], promisesSum: true, cost: lineCost,
    make: { .plain($0.integratedGradients($1)) }),
  MethodEntry(
    "expected-gradients", "from random reference pictures",
    paper: "Erion, Janizek, Sturmfels, Lundberg, Lee, Nature Machine Intelligence 2021",
    settings: [
      MethodSetting(.references, .pictures, default: nil), .samples(100), .multiplyByInputs,
    ],
    choices: [.regions, .smooth], promisesSum: true,
    // A gradient for each draw, a score for each picture drawn, and that of the input.
    cost: { settings, _ in .atMost(2 * (settings.count(.samples) ?? 1) + 1) },
    make: { settings, context in
      .plain(
        ExpectedGradients(
          references: context.references.drawn, of: context.references.count,
          samples: settings.count(.samples) ?? 1, seed: context.seed,
          multipliesByInputs: settings.flag(.multiplyByInputs) ?? true))
    }),
  MethodEntry(
    "xrai", "regions, ranked by ig from black and white",
    paper: "Kapishnikov, Bolukbasi, Viégas, Terry, ICCV 2019",
    settings: [.lineRule(adaptive: true), .steps(50, besideAdaptive: true)]
      + MethodSetting.adaptiveLimits,
    choices: [.baseline, .smooth], baselines: [.black, .white], alwaysRegions: true,
    cost: lineCost, make: { .plain($0.integratedGradients($1)) }),
]

// MARK: - Along other paths

private let pathMethods = [
  MethodEntry(
    "blur-ig", "along the picture coming into focus",
    paper: "Xu, Venugopalan, Sundararajan, CVPR 2020",
    settings: [.steps(BlurPath().steps)] + MethodSetting.refinable(default: .trapezoid)
      + MethodSetting.blurPath(),
    choices: [.regions, .smooth], needsGrid: true, promisesSum: true,
    // It has no baselines: it begins at the blurred input.
    cost: { pathCost($0, CostContext(features: $1.features, baselines: 1)) },
    make: { settings, _ in .plain(settings.pathAttribution(by: .blur)) }),
  MethodEntry(
    "guided-ig", "along a path round noise",
    paper: "Kapishnikov, Venugopalan, Avci, Wedin, Terry, Bolukbasi, CVPR 2021",
    settings: [.steps(GuidedPath().steps)] + MethodSetting.refinable(default: .refined)
      + MethodSetting.guidedPath(),
    choices: [.baseline, .layer, .regions, .smooth], promisesSum: true, cost: pathCost,
    make: { settings, _ in .plain(settings.pathAttribution(by: .guided)) }),
  MethodEntry(
    "idgi", "changes of the score, shared out by squared gradients",
    paper: "Yang, Wang, Bilgic, CVPR 2023",
    settings: [.steps(128)] + MethodSetting.anyPath,
    choices: [.baseline, .layer, .regions, .smooth], promisesSum: true, cost: pathCost,
    make: { settings, _ in .plain(settings.pathAttribution(rule: .importantDirection)) }),
  MethodEntry(
    "left-ig", "until the score has made 90 % of its change",
    paper: "Miglani, Kokhlikyan, Alsallakh, Martin, Reblitz-Richardson, 2020",
    settings: [.steps(200)] + MethodSetting.refinable(default: .trapezoid) + MethodSetting.anyPath,
    choices: [.baseline, .layer, .regions, .smooth], promisesSum: true,
    // The score of the input comes first.
    cost: { .atMost(pathCost($0, $1).count + 1) },
    make: { settings, _ in .plain(settings.pathAttribution(until: 0.9)) }),
]

// MARK: - Gradients

private let gradientMethods = [
  MethodEntry(
    "gradient", "the plain gradient", paper: "Simonyan, Vedaldi, Zisserman, ICLR 2014",
    choices: [.layer, .regions, .smooth], unit: .gradient,
    make: { _, _ in .plain(GradientAtInput()) }),
  MethodEntry(
    "input-x-gradient", "times the input", paper: "Shrikumar, Greenside, Shcherbina, Kundaje, 2016",
    choices: [.layer, .regions, .smooth], make: { _, _ in .plain(InputTimesGradient()) }),
  MethodEntry(
    "influence", "mean gradient over noise, or at points of a file",
    paper: "Leino, Sen, Datta, Fredrikson, Li, ITC 2018",
    settings: MethodSetting.pointsOfInterest + [.multiplyByInput],
    choices: [.layer, .regions, .smooth],
    // The score of the input is taken besides. How many points a file has only the file tells.
    cost: { settings, context in
      .exactly((settings.count(.samples) ?? context.points) + 1)
    },
    make: { settings, context in
      let influence = settings.influence(context)
      return .either(influence, atLayer: InfluenceAtLayer(influence))
    }),
  MethodEntry(
    "guided-backprop", "positive gradients through active rectifiers",
    paper: "Springenberg, Dosovitskiy, Brox, Riedmiller, ICLR 2015",
    choices: [.regions, .smooth], unit: .gradient, rectifiers: .guidedBackpropagation,
    make: { _, _ in .plain(GradientAtInput()) }),
  MethodEntry(
    "deconvnet", "positive gradients", paper: "Zeiler, Fergus, ECCV 2014",
    choices: [.regions, .smooth], unit: .gradient, rectifiers: .deconvolution,
    make: { _, _ in .plain(GradientAtInput()) }),
  MethodEntry(
    "deeplift", "changes from a baseline, by the rescale rule",
    paper: "Shrikumar, Greenside, Kundaje, ICML 2017",
    choices: [.baseline], prefersLogits: true, promisesSum: true,
    cost: { .exactly(2 * $1.baselines) }, make: { _, _ in .referenced(DeepLift()) }),
]

// MARK: - At layers

private let layerMethods = [
  MethodEntry(
    "grad-cam", "places of the last convolutional layer, or of --layer",
    paper: "Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra, ICCV 2017",
    choices: [.layer, .smooth], prefersLogits: true, need: .places,
    make: { _, _ in .atLayer(GradCAM()) }),
  MethodEntry(
    "conductance", "through the numbers of --layer",
    paper: "Dhamdhere, Sundararajan, Yan, ICLR 2019",
    settings: [.steps(50), .pathRule], choices: [.baseline, .layer, .smooth], need: .layer,
    cost: pathCost,
    make: { settings, _ in
      .atLayer(Conductance(steps: settings.stepCount, rule: settings.pathRule))
    }),
  MethodEntry(
    "internal-influence", "mean gradient at --layer",
    paper: "Leino, Sen, Datta, Fredrikson, Li, ITC 2018",
    settings: [.lineRule(adaptive: false), .steps(50)], choices: [.baseline, .layer, .smooth],
    unit: .gradient, need: .layer,
    // The scores of both ends are taken besides.
    cost: { .exactly(lineCost($0, $1).count + 2 * $1.baselines) },
    make: { settings, _ in
      .atLayer(InternalInfluence(rule: settings.lineRule, steps: settings.stepCount))
    }),
]

// MARK: - By covering parts

private let coverMethods = [
  MethodEntry(
    "occlusion", "what covering a window costs", paper: "Zeiler, Fergus, ECCV 2014",
    settings: [
      MethodSetting(
        .window, .count(1...8192), default: .number(Double(Occlusion.standardWindow)),
        inRow: .number(1)),
      MethodSetting(
        .stride, .count(1...8192), default: .number(Double(Occlusion.standardStride)),
        inRow: .number(1)),
    ],
    choices: [.baseline, .regions, .smooth],
    cost: { settings, context in
      .exactly(settings.occlusion(context.features).evaluations(baselines: context.baselines))
    },
    make: { settings, context in .plain(settings.occlusion(context.features)) }),
  MethodEntry(
    "rise", "random masks", paper: "Petsiuk, Das, Saenko, BMVC 2018",
    settings: [.samples(RISE.standardSamples)], choices: [.baseline, .regions, .smooth],
    cost: { .exactly(1 + ($0.count(.samples) ?? 1) * $1.baselines) },
    make: { settings, context in
      .plain(
        RISE(context.features, samples: settings.count(.samples) ?? 1, seed: context.seed))
    }),
]

// MARK: - What methods cost

/// Of a straight line: its rule's points from every baseline, or the most that the adaptive rule takes.
@Sendable private func lineCost(
  _ settings: MethodSettings, _ context: CostContext
) -> EvaluationCost {
  if let limit = settings.count(.maximumEvaluations) { return .atMost(limit) }
  let points = settings.lineRule.quadrature(steps: settings.stepCount).positions.count
  return .exactly(points * context.baselines)
}

/// Of a path of steps: the points between them from every baseline, or the most that refined ones take.
@Sendable private func pathCost(
  _ settings: MethodSettings, _ context: CostContext
) -> EvaluationCost {
  if settings.text(.rule) == PathRule.refined.rawValue {
    // Parts of all steps, and the score of the input.
    return .atMost((settings.stepCount * StepRefinement.mostParts + 2) * context.baselines)
  }
  return .exactly((settings.stepCount + 1) * context.baselines)
}

// MARK: - What settings mean

extension MethodSettings {
  fileprivate var stepCount: Int { count(.steps) ?? 1 }

  fileprivate func occlusion(_ features: Features) -> Occlusion {
    Occlusion(features, window: count(.window) ?? 1, stride: count(.stride) ?? 1)
  }

  fileprivate func influence(_ context: MethodContext) -> Influence {
    let points: PointsOfInterest =
      if let samples = count(.samples) {
        // The noise is that of smoothing, so that maps are those of smoothed gradients.
        .noise(
          spread: number(.sigma) ?? 0, samples: samples,
          seed: SmoothingRequest.noiseSeed(context.seed))
      } else {
        .list(context.points)
      }
    return Influence(points, multipliesByInput: flag(.multiplyByInputs) ?? false)
  }

  fileprivate var lineRule: QuadratureRule {
    text(.rule).flatMap(QuadratureRule.init) ?? .trapezoid
  }
  fileprivate var pathRule: PathRule { text(.rule).flatMap(PathRule.init) ?? .trapezoid }

  /// Integrated Gradients, with even steps or with steps where they are needed.
  fileprivate func integratedGradients(_ context: MethodContext) -> any AttributionMethod {
    let multiplies = flag(.multiplyByInputs) ?? true
    guard let tolerance = number(.tolerance), let limit = count(.maximumEvaluations) else {
      return IntegratedGradients(
        rule: lineRule, steps: stepCount, multipliesByInputs: multiplies,
        recordsPath: context.recordsPath)
    }
    return AdaptiveIntegratedGradients(
      tolerance: .init(map: tolerance), maximumEvaluations: limit, multipliesByInputs: multiplies)
  }

  /// Attributions along a path: along `kind`, or along the one that is chosen.
  fileprivate func pathAttribution(
    by kind: PathKind? = nil, rule: PathRule? = nil, until: Double? = nil
  ) -> PathAttribution {
    let chosen = kind ?? text(.path).flatMap(PathKind.init) ?? .straight
    let path: any AttributionPath =
      switch chosen {
      case .straight: StraightPath(steps: stepCount)
      case .blur: BlurPath(steps: stepCount, maximumSigma: number(.maximumSigma) ?? 1)
      case .guided:
        GuidedPath(
          steps: stepCount, fraction: number(.fraction) ?? 0,
          maximumDistance: number(.maximumDistance) ?? 0)
      }
    return PathAttribution(
      path, rule: rule ?? pathRule,
      refinement: number(.tolerance).map(StepRefinement.init) ?? StepRefinement(), until: until)
  }
}
