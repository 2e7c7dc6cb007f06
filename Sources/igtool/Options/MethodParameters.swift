import ArgumentParser
import Attribution

/// What single methods can be told.
struct MethodParameters: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Explain what happens at a value inside the network.",
      discussion: "'igtool model info MODEL --layers' lists the names.", valueName: "name"))
  var layer: String?

  @Option(help: "idgi, left-ig: the way from the baseline to the photo. Default: straight.")
  var path: PathKind?

  @Option(
    help: ArgumentHelp(
      "ig, expected-gradients: whether gradients are multiplied by photo minus baseline.",
      discussion: "Default: yes. Mean gradients alone add up to nothing."))
  var multiplyByInputs: Answer?

  @Option(
    help: ArgumentHelp(
      "expected-gradients: pictures or folders that baselines are drawn from; repeatable.",
      valueName: "picture"))
  var reference: [String] = []

  @Option(
    help: ArgumentHelp(
      "expected-gradients: random draws [100]; rise: masks [4000].", valueName: "n"))
  var samples: Int?

  @Option(
    help: ArgumentHelp(
      "blur path: blur at the start, standard deviation in pixels [50].", valueName: "sigma"))
  var maxSigma: Double?

  @Option(
    help: ArgumentHelp(
      "guided path: share of the numbers that move together [0.25].", valueName: "share"))
  var fraction: Double?

  @Option(
    help: ArgumentHelp(
      "guided path: how far a number may leave the straight line, as a share of it [0.02].",
      valueName: "share"))
  var maxDistance: Double?

  @Option(help: ArgumentHelp("occlusion: side of the window in pixels [32].", valueName: "n"))
  var window: Int?

  @Option(help: ArgumentHelp("occlusion: pixels between windows [16].", valueName: "n"))
  var stride: Int?

  /// Refuses numbers that make no sense.
  func validate() throws {
    try expect(samples, "samples", in: 1...1_000_000)
    try expect(window, "window", in: 1...8192)
    try expect(stride, "stride", in: 1...8192)
    for (name, share) in [("fraction", fraction), ("max-distance", maxDistance)] {
      if let share, !(0...1).contains(share) {
        throw ValidationError("--\(name) \(share): expected a share from 0 to 1")
      }
    }
    if let maxSigma, !(maxSigma > 0 && maxSigma <= 1000) {
      throw ValidationError("--max-sigma \(maxSigma): expected a number of pixels up to 1000")
    }
  }

  private func expect(_ number: Int?, _ name: String, in range: ClosedRange<Int>) throws {
    if let number, !range.contains(number) {
      throw ValidationError(
        "--\(name) \(number): expected a number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Which options were given.
  var given: [(Method.Setting, Bool)] {
    [
      (.layer, layer != nil), (.path, path != nil), (.multiplyByInputs, multiplyByInputs != nil),
      (.reference, !reference.isEmpty), (.samples, samples != nil), (.maxSigma, maxSigma != nil),
      (.fraction, fraction != nil), (.maxDistance, maxDistance != nil), (.window, window != nil),
      (.stride, stride != nil),
    ]
  }

  /// Refuses parameters of another path than the method's.
  func validatePath(of method: Method) throws {
    let path = path(of: method)
    if maxSigma != nil && path != .blur {
      throw ValidationError("--max-sigma belongs to the blur path: --path blur")
    }
    if (fraction != nil || maxDistance != nil) && path != .guided {
      throw ValidationError(
        "--fraction and --max-distance belong to the guided path: --path guided")
    }
    if path == .blur && layer != nil {
      throw ValidationError("--path blur blurs photos, not layers; leave out --layer")
    }
  }

  /// The way that a method takes.
  func path(of method: Method) -> PathKind {
    switch method {
    case .blurIntegratedGradients: .blur
    case .guidedIntegratedGradients: .guided
    default: path ?? .straight
    }
  }

  /// The path with its parameters.
  func attributionPath(of method: Method, steps: Int) -> any AttributionPath {
    switch path(of: method) {
    case .straight: StraightPath(steps: steps)
    case .blur: BlurPath(steps: steps, maximumSigma: maxSigma ?? 50)
    case .guided:
      GuidedPath(steps: steps, fraction: fraction ?? 0.25, maximumDistance: maxDistance ?? 0.02)
    }
  }
}

/// How attributions of noisy copies are summed up: `sg`, `sg-squared` or `vargrad`, with a number of
/// copies and the noise's spread.
struct SmoothingChoice {
  let statistic: Smoothing.Statistic
  let samples: Int
  let spread: Double

  /// Reads `STATISTIC`, `STATISTIC:SAMPLES` or `STATISTIC:SAMPLES:SIGMA`.
  init(_ argument: String) throws {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let defaults = Smoothing()
    guard (1...3).contains(parts.count), let statistic = Smoothing.Statistic(rawValue: parts[0]),
      let samples = parts.count > 1 ? Int(parts[1]) : defaults.samples,
      let spread = parts.count > 2 ? Double(parts[2]) : defaults.spread,
      (1...100_000).contains(samples), (0...10).contains(spread)
    else {
      throw ValidationError(
        "expected sg, sg-squared or vargrad, with :SAMPLES from 1 to 100000 and :SIGMA from 0 to "
          + "10 as in sg:25:0.15")
    }
    (self.statistic, self.samples, self.spread) = (statistic, samples, spread)
  }

  /// The way of smoothing, with a seed.
  func smoothing(seed: UInt64) -> Smoothing {
    Smoothing(statistic, samples: samples, spread: spread, seed: seed)
  }
}
