import Attribution
import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models
import Rendering

/// Explains a drawn square by the network in this program, by its fast algorithms and by definition: the
/// score is the same, and attributions add up to it both times.
struct SelfTest {
  private static let model = "shapes"
  private static let steps = 32
  /// How far probabilities may differ: rounding of single precision through a small network makes less
  /// than a hundredth of that. Maps may differ by more, where rounding decides which of several numbers
  /// is the largest and so gets the gradient of max pooling.
  private static let tolerance = 1e-3

  /// What came of it.
  static func finding(threads: Int) -> DoctorFinding {
    do {
      return try SelfTest().finding(threads: threads)
    } catch {
      return .problem(
        "self-test", Failure(error).message ?? "failed",
        "this is a fault of igtool or of this machine: please report it with igtool --version")
    }
  }

  private func finding(threads: Int) throws -> DoctorFinding {
    let network = try ExplainableNetwork(
      ModelStore(environment: [:]).locate(Self.model), NetworkRequest(model: Self.model))
    var byDefinition = EngineOptions()
    byDefinition.usesDirectConvolution = true
    byDefinition.usesBLAS = true
    let stopwatch = Stopwatch()
    let fast = try explain(network, EngineOptions(), threads: threads)
    let seconds = stopwatch.seconds
    let exact = try explain(network, byDefinition, threads: threads)
    let difference = abs(fast.scoreAtInput - exact.scoreAtInput)
    let gap = [fast, exact].map { $0.relativeCompletenessGap ?? .infinity }.max() ?? .infinity
    let value =
      "a square by \(Self.model): \(Report.percent(fast.scoreAtInput)), by definition "
      + "\(Report.percent(exact.scoreAtInput)), gap \(Report.percent(gap)), "
      + String(format: "%.2f s", seconds)
    guard difference <= Self.tolerance, gap <= Findings.gapWarning else {
      return .problem(
        "self-test", value,
        "this machine computes something else: --exact --blas may help; please report it")
    }
    return .ok("self-test", value)
  }

  private func explain(
    _ network: ExplainableNetwork, _ engine: EngineOptions, threads: Int
  ) throws -> AttributionMap {
    guard let reader = network.pictureReader else {
      throw Failure(.internalError, "the network \(Self.model) reads no pictures")
    }
    let scorer = try network.classifier.scorer(
      try network.classifier.scoreKind(nil), threads: threads, engine: engine)
    let picture = reader.prepare(Self.picture(reader.size))
    let baselines = try Baseline.black.pictures(for: picture, input: reader, seed: 0)
      .map(reader.preprocessing.normalized)
    let function = scorer.function(of: try square(network.classifier))
    return try IntegratedGradients(steps: Self.steps)
      .attribute(function, input: picture.tensor, baselines: baselines)
  }

  private func square(_ classifier: Classifier) throws -> ClassLabel {
    let labels = (0..<classifier.labels.count).map { classifier.labels[$0] }
    guard let label = labels.first(where: { $0.label == "square" }) else {
      throw Failure(.internalError, "the network \(Self.model) knows no square")
    }
    return label
  }

  /// A bright square on a dark ground.
  private static func picture(_ size: Size) -> Image {
    var canvas = Rendering.Canvas(
      width: size.width, height: size.height, color: Color(red: 40, green: 60, blue: 90))
    let side = Double(min(size.width, size.height))
    canvas.fill(
      rectangle: Rectangle(x: side * 0.3, y: side * 0.3, width: side * 0.4, height: side * 0.4),
      color: Color(red: 230, green: 200, blue: 80))
    return canvas.image
  }
}
