import ArgumentParser
import Attribution
import Explaining

/// What single methods can be told.
struct MethodParameters: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Explain what happens at a value inside the network.",
      discussion: "'igtool model info MODEL --layers' lists the names.", valueName: "name"))
  var layer: String?

  @Option(
    help: ArgumentHelp(
      "Rule for steps. Default: trapezoid; of guided-ig: refined.",
      discussion: "adaptive, for ig and xrai, is the default without --steps. refined, along other "
        + "paths, is the trapezoid rule with more points on steps that need them. mean-of-points and "
        + "captum-trapezoid copy other libraries' rules: N points from end to end, weighted 1/N, and "
        + "the same with the ends halved."),
    completion: .list(
      ["adaptive", PathRule.refined.rawValue] + QuadratureRule.allCases.map(\.rawValue)))
  var rule: String?

  @Option(
    help: ArgumentHelp(
      "Without --steps: largest estimated error of the map, as a share [0.05].",
      discussion:
        "The sum of attributions may miss the change of the score by two fifths of it. With "
        + "--rule refined: by how much the sum may miss the change of the score "
        + "[\(StepRefinement().tolerance)].",
      valueName: "share"))
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "Without --steps: evaluations after which to give up [400].",
      discussion: "Of every target and, with --smooth, of every copy.", valueName: "n"))
  var maxEvaluations: Int?

  @Option(
    help: "idgi, left-ig: the way from the baseline to the photo. Default: straight.",
    completion: .list(["straight", "blur", "guided"]))
  var path: String?

  @Option(
    help: ArgumentHelp(
      "ig, expected-gradients: whether gradients are multiplied by photo minus baseline.",
      discussion:
        "Default: yes. Mean gradients alone add up to nothing. influence: whether they are "
        + "multiplied by the input as the network reads it, or by the layer. Default: no."))
  var multiplyByInputs: Answer?

  @Option(
    help: ArgumentHelp(
      "expected-gradients: pictures or folders that baselines are drawn from; repeatable.",
      valueName: "picture"),
    completion: .file())
  var reference: [String] = []

  @Option(
    help: ArgumentHelp(
      "Random draws and masks. Defaults: \(MethodTable.defaults(of: .samples)).", valueName: "n"))
  var samples: Int?

  @Option(
    help: ArgumentHelp(
      "influence: where gradients are taken: gaussian, or a file of arrays [gaussian].",
      discussion:
        "gaussian: --samples copies of the input with noise of --sigma. A file: an array of "
        + "shape N×input, as the network reads it.", valueName: "gaussian|file.npy"),
    completion: Completions.words([MethodSetting.gaussianPoints]))
  var points: String?

  @Option(
    help: ArgumentHelp(
      "influence: standard deviation of the noise, as a share of the input's range [0.15].",
      valueName: "share"))
  var sigma: Double?

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

  /// Puts what was typed into a draft.
  func write(to draft: inout RequestDraft) {
    if let layer { draft.layer = layer }
    draft.set(rule.map(SettingValue.text), .rule)
    draft.set(tolerance.map(SettingValue.number), .tolerance)
    draft.set(maxEvaluations.map { .number(Double($0)) }, .maximumEvaluations)
    draft.set(path.map(SettingValue.text), .path)
    draft.set(multiplyByInputs.map { .flag($0 == .yes) }, .multiplyByInputs)
    draft.set(reference.isEmpty ? nil : .texts(reference), .references)
    draft.set(samples.map { .number(Double($0)) }, .samples)
    draft.set(points.map(SettingValue.text), .points)
    draft.set(sigma.map(SettingValue.number), .sigma)
    draft.set(maxSigma.map(SettingValue.number), .maximumSigma)
    draft.set(fraction.map(SettingValue.number), .fraction)
    draft.set(maxDistance.map(SettingValue.number), .maximumDistance)
    draft.set(window.map { .number(Double($0)) }, .window)
    draft.set(stride.map { .number(Double($0)) }, .stride)
  }
}
