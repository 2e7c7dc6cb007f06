import Attribution
import Classification
import Foundation
import Imaging
import Tensors

/// A network, a method, targets and baselines: everything that explaining a photo needs but the
/// photo.
struct Explainer {
  let classifier: Classifier
  let options: MethodOptions
  var baselines: [Baseline]
  /// Where the method's rule is not defined for the network, one line each.
  let warnings: [String]
  /// Number of classes in a ranking.
  static let topCount = 5

  private let targets: [Target]
  /// What targets mean that are the same for every photo.
  private let fixedQuantities: [Target: [Quantity]]
  private let decoding: DecodingOptions
  private let plan: AttributionPlan
  private let network: ExplainedNetwork

  init(
    _ classifier: Classifier, method options: MethodOptions, targets: [Target],
    baselines: [Baseline], running: RunningOptions, decoding: DecodingOptions,
    recordsPath: Bool = false
  ) throws {
    self.classifier = classifier
    self.options = options
    self.targets = targets
    self.baselines = baselines
    self.decoding = decoding
    warnings = [options.method.warning(about: classifier)].compactMap(\.self)
    do {
      let contrast = try options.contrastTarget()
      if let target = targets.first(where: { contrast != nil && !$0.isOfClasses }) {
        throw Failure(.usage, "--contrast: --target \(target) is not a class")
      }
      // A target that does not exist is an error before any picture is read.
      let nothing = [Double](repeating: 0, count: classifier.labels.count)
      let meanings = try (targets + [contrast].compactMap(\.self)).map { target in
        (target, try classifier.quantities(of: target, probabilities: nothing))
      }
      let quantities = meanings.flatMap(\.1)
      fixedQuantities = Dictionary(meanings.filter { !$0.0.isOfClasses }) { first, _ in first }
      try OutputName.refuseSameNames(quantities)
      plan = options.plan(
        references: try References(options, for: classifier, decoding: decoding),
        recordsPath: recordsPath)
      network = try ExplainedNetwork(
        classifier, plan: plan, options: options, quantities: quantities, running: running)
    } catch {
      throw Failure(error)
    }
  }

  /// Whether files of one photo need the target's name in theirs.
  var hasSeveralTargets: Bool { Self.areSeveral(targets) }

  /// Whether targets may mean more than one class.
  static func areSeveral(_ targets: [Target]) -> Bool {
    targets.count > 1
      || targets.contains(where: \.meansSeveral)
  }

  /// Names of the baselines' pictures, those of a noise baseline repeated.
  var baselineNames: [String] {
    baselines.flatMap { baseline -> [String] in
      if case .noise(let count) = baseline {
        return [String](repeating: "\(baseline)", count: count)
      }
      return ["\(baseline)"]
    }
  }

  /// What is explained of classes.
  var score: ScoreKind { network.score }

  /// The layer that attributions are those of; nil where they are the photo's.
  var layer: String? { network.layer?.name }

  /// Whether attributions have places on the photo.
  var hasPicture: Bool {
    guard let layer = network.layer else { return true }
    return options.method == .gradCAM ? layer.grid != nil : layer.shape.rank == 3
  }

  /// Probabilities of all classes, and the most probable of them.
  struct Ranking: Sendable {
    let probabilities: [Double]
    let top: [RankedClass]
    /// Whether what is called probabilities here are numbers of any kind.
    let areNumbers: Bool
  }

  /// Lets the network say what it sees.
  func classify(_ photo: Photo) throws -> Ranking {
    do {
      let probabilities = try network.probabilities(of: photo.prepared)
      try Failure.refuseNotFinite(probabilities, about: photo.picture)
      return Ranking(
        probabilities: probabilities,
        top: classifier.labels.ranked(probabilities, count: Self.topCount),
        areNumbers: classifier.labels.areNumbers)
    } catch {
      throw Failure(error)
    }
  }

  /// What is to be explained, each once.
  func resolveTargets(_ ranking: Ranking) throws -> [Quantity] {
    do {
      let contrast = try options.contrastTarget().flatMap {
        try classifier.labels.resolve($0, probabilities: ranking.probabilities).first
      }
      var quantities: [Quantity] = []
      for target in targets {
        let meant =
          try fixedQuantities[target]
          ?? classifier.quantities(of: target, probabilities: ranking.probabilities)
        for found in meant {
          let quantity = try contrasted(found, contrast)
          if !quantities.contains(quantity) { quantities.append(quantity) }
        }
      }
      return quantities
    } catch {
      throw Failure(error)
    }
  }

  private func contrasted(_ quantity: Quantity, _ contrast: ClassLabel?) throws -> Quantity {
    guard let contrast, case .score(let target) = quantity else { return quantity }
    if contrast == target {
      throw Failure(.usage, "--contrast: the class \"\(target.label)\" is the target itself")
    }
    return .difference(target, minus: contrast)
  }

  /// Numbers that are explained at a time: more share more work, and hold more memory.
  static let quantitiesAtATime = 4

  /// Splits each of a few numbers among the pixels of a photo.
  func explain(
    _ photo: Photo, _ quantities: [Quantity], ranking: Ranking, progress: (Int, Int) -> Void
  ) throws -> [Explanation] {
    let stopwatch = Stopwatch()
    do {
      let pictures = try plan.usesBaselines ? baselinePictures(photo.prepared) : []
      let starts = pictures.map(classifier.input.preprocessing.normalized)
      let maps = try network.attribute(
        quantities, input: photo.prepared.tensor, baselines: starts, progress: progress)
      let seconds = stopwatch.seconds / Double(quantities.count)
      let answers = try answers(at: starts)
      return try zip(quantities, maps).map { quantity, map in
        try Failure.refuseNotFinite(
          [map.sum, map.scoreAtInput, map.scoreAtBaseline ?? 0], about: photo.picture)
        guard map.attributions.values.allSatisfy(\.isFinite) else {
          throw Failure(
            .badData,
            "\(photo.picture.displayName): the map of \"\(quantity.label)\" is not finite: the "
              + "network's gradients overflow or are not numbers")
        }
        return Explanation(
          photo: photo, quantity: quantity, ranking: ranking, map: map,
          attributions: layer == nil
            ? classifier.input.preprocessing.inColorOrder(map.attributions) : map.attributions,
          isOfPhoto: layer == nil,
          setting: ExplanationSetting(
            options, score: score, quantity: quantity,
            baselineNames: pictures.isEmpty ? [] : baselineNames),
          baselines: pictures, baselineAnswers: answers, seconds: seconds)
      }
    } catch {
      throw Failure(error)
    }
  }

  private func baselinePictures(_ photo: PreparedImage) throws -> [PixelArray] {
    // Baselines of noise that are given twice are different noise, and not that of random methods.
    try baselines.enumerated().flatMap { index, baseline in
      try baseline.pictures(
        for: photo, input: classifier.input, seed: options.seed &+ UInt64(index + 1) << 32,
        decoding: decoding)
    }
  }

  /// What the network says of the baselines.
  private func answers(at baselines: [Tensor]) throws -> [BaselineAnswer] {
    try baselines.map { baseline in
      let probabilities = try network.probabilities(ofBaseline: baseline)
      guard probabilities.allSatisfy(\.isFinite) else {
        throw Failure(
          .badData, "what the network answers to a baseline is not finite; try another --baseline")
      }
      return BaselineAnswer(
        probabilities, labels: classifier.labels, addsUp: classifier.probabilitiesAddUp)
    }
  }
}

extension Failure {
  /// Fails if a network's answers are not all numbers within bounds.
  static func refuseNotFinite(_ numbers: [Double], about picture: InputPicture) throws {
    if numbers.allSatisfy(\.isFinite) { return }
    throw Failure(
      .badData,
      "\(picture.displayName): the network answers with numbers that are not finite; see "
        + "--preprocess, --std")
  }
}

extension MethodOptions {
  /// The class that is subtracted, as a user says it.
  func contrastTarget() throws -> Target? {
    do {
      guard let contrast = try contrast.map({ try Target($0) }) else { return nil }
      if !contrast.isOfClasses || contrast.meansSeveral {
        throw ClassificationError.badTarget(text: "\(contrast)", expected: "one class")
      }
      return contrast
    } catch {
      throw Failure(error)
    }
  }
}

/// The pictures that expected gradients draw from, as the network reads them: those that are drawn.
struct References {
  /// The pictures, by their places among all.
  let drawn: [Int: Tensor]
  /// Number of pictures that are drawn from.
  let count: Int

  init(
    _ options: MethodOptions, for classifier: Classifier, decoding: DecodingOptions
  ) throws {
    let pictures = try InputPicture.find(options.parameters.reference)
    count = pictures.count
    let places =
      pictures.isEmpty
      ? []
      : ExpectedGradients.drawn(from: count, samples: options.drawCount, seed: options.seed)
    drawn = try Dictionary(
      uniqueKeysWithValues: places.map { place in
        let picture = try pictures[place].decode(decoding).image
        return (place, classifier.input.prepare(picture).tensor)
      })
  }
}

extension Target {
  /// Whether this is a class, or several.
  fileprivate var isOfClasses: Bool {
    switch self {
    case .top, .index, .label: true
    case .largest, .weights, .layer: false
    }
  }

  /// Whether this may mean more than one class.
  fileprivate var meansSeveral: Bool { if case .top(let count) = self { count > 1 } else { false } }
}

extension Method {
  /// What a rule for rectifiers leaves alone in a network.
  fileprivate func warning(about classifier: Classifier) -> String? {
    guard rectifiers != nil else { return nil }
    let (rectifiers, others) = classifier.activationCounts
    if rectifiers == 0 {
      return
        "--method \(rawValue): the network has no rectifiers (ReLU), so this is its plain gradient"
    }
    guard others > 0 else { return nil }
    return
      "--method \(rawValue): its rule is for rectifiers, of which the network has \(rectifiers); "
      + "its \(others) other functions of single numbers keep their gradient"
  }
}
