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
  let baselines: [Baseline]
  /// Number of classes in a ranking.
  static let topCount = 5

  private let targets: [Target]
  private let decoding: DecodingOptions
  private let scorer: ClassScorer
  private let method: any AttributionMethod

  init(
    _ classifier: Classifier, method options: MethodOptions, targets: [Target],
    baselines: [Baseline], running: RunningOptions, decoding: DecodingOptions
  ) throws {
    self.classifier = classifier
    self.options = options
    self.targets = targets
    self.baselines = baselines
    self.decoding = decoding
    method = options.attributionMethod
    do {
      scorer = try classifier.scorer(
        options.score, threads: running.threadCount, engine: running.engine)
      // A class that does not exist is an error before any picture is read.
      for target in targets + [try options.contrastTarget()].compactMap(\.self) {
        _ = try classifier.labels.resolve(
          target, probabilities: [Double](repeating: 0, count: classifier.labels.count))
      }
    } catch {
      throw Failure(error)
    }
  }

  /// Whether files of one photo need the target's name in theirs.
  var hasSeveralTargets: Bool { Self.areSeveral(targets) }

  /// Whether targets may mean more than one class.
  static func areSeveral(_ targets: [Target]) -> Bool {
    targets.count > 1
      || targets.contains { if case .top(let count) = $0 { count > 1 } else { false } }
  }

  /// Probabilities of all classes, and the most probable of them.
  struct Ranking {
    let probabilities: [Double]
    let top: [RankedClass]
  }

  /// Lets the network say what it sees.
  func classify(_ photo: Photo) throws -> Ranking {
    do {
      let probabilities = try scorer.probabilities(of: photo.prepared.tensor)
      return Ranking(
        probabilities: probabilities,
        top: classifier.labels.ranked(probabilities, count: Self.topCount))
    } catch {
      throw Failure(error)
    }
  }

  /// The classes that are to be explained, each once.
  func resolveTargets(_ ranking: Ranking) throws -> [ClassLabel] {
    var classes: [ClassLabel] = []
    for target in targets {
      for label in try resolve(target, ranking) where !classes.contains(label) {
        classes.append(label)
      }
    }
    return classes
  }

  private func resolve(_ target: Target, _ ranking: Ranking) throws -> [ClassLabel] {
    do {
      return try classifier.labels.resolve(target, probabilities: ranking.probabilities)
    } catch {
      throw Failure(error)
    }
  }

  /// Splits the score of a class among the pixels of a photo.
  func explain(
    _ photo: Photo, target: ClassLabel, ranking: Ranking, progress: (Int, Int) -> Void
  ) throws -> Explanation {
    let stopwatch = Stopwatch()
    let contrast = try options.contrastTarget().flatMap { try resolve($0, ranking).first }
    if contrast == target {
      throw Failure(.usage, "--contrast: the class \"\(target.label)\" is the target itself")
    }
    let function = scorer.function(of: target, contrast: contrast)
    let pictures = try method.usesBaselines ? baselinePictures(photo.prepared) : []
    let preprocessing = classifier.input.preprocessing
    do {
      let map = try method.attribute(
        function, input: photo.prepared.tensor, baselines: pictures.map(preprocessing.normalized),
        progress: progress)
      guard map.sum.isFinite, map.scoreAtInput.isFinite, map.scoreAtBaseline?.isFinite != false
      else {
        throw Failure(
          .badData, "the network answers with numbers that are not finite; see --preprocess, --std")
      }
      return Explanation(
        photo: photo, target: target, contrast: contrast, top: ranking.top, map: map,
        attributions: preprocessing.inColorOrder(map.attributions), seconds: stopwatch.seconds)
    } catch {
      throw Failure(error)
    }
  }

  private func baselinePictures(_ photo: PreparedImage) throws -> [PixelArray] {
    do {
      // Baselines of noise that are given twice are different noise.
      return try baselines.enumerated().flatMap { index, baseline in
        try baseline.pictures(
          for: photo, input: classifier.input, seed: options.seed &+ UInt64(index) << 32,
          decoding: decoding)
      }
    } catch {
      throw Failure(error)
    }
  }
}

extension MethodOptions {
  /// The class that is subtracted, as a user says it.
  func contrastTarget() throws -> Target? {
    do {
      guard let contrast = try contrast.map({ try Target($0) }) else { return nil }
      if case .top(let count) = contrast, count > 1 {
        throw ClassificationError.badTarget(text: "top\(count)", expected: "one class")
      }
      return contrast
    } catch {
      throw Failure(error)
    }
  }
}
