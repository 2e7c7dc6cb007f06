import Attribution
import Synchronization
import Tensors
import Testing

@Suite("Several functions at once") struct SeveralFunctionsTests {
  /// Counts how many functions are asked for gradients together, and at how many points.
  private struct Shared: DifferentiableFunction {
    let base: Formula
    let log: Log

    final class Log: Sendable {
      let calls = Mutex<[(functions: Int, points: Int)]>([])
    }

    var inputShape: Shape { base.inputShape }
    func values(at batch: PointBatch) throws(Never) -> [Double] { base.values(at: batch) }
    func gradients(at batch: PointBatch) throws(Never) -> GradientSums { base.gradients(at: batch) }

    static func gradients(
      of functions: [Shared], at batch: PointBatch
    ) throws(Never) -> [GradientSums] {
      functions[0].log.calls.withLock { $0.append((functions.count, batch.points.count)) }
      return functions.map { $0.gradients(at: batch) }
    }
  }

  private let formulas: [Formula] = [
    .linear([2, -1]), .sine([3, 4]),
    .ridge([1, 1], { max(0, $0 - 0.7) }, slope: { $0 > 0.7 ? 1 : 0 }),
  ]
  private let baselines = [vector(0, 0), vector(0.5, -1)]

  @Test(
    "every function gets the map that it gets alone",
    arguments: [
      IntegratedGradients(steps: 20), IntegratedGradients(rule: .midpoint, steps: 300),
      AdaptiveIntegratedGradients(), PathAttribution(StraightPath(steps: 9)), GradientAtInput(),
    ] as [any AttributionMethod])
  func alone(_ method: any AttributionMethod) {
    let together = method.attribute(formulas, input: vector(1, 2), baselines: baselines) { _, _ in }
    #expect(together.count == 3)
    for (formula, found) in zip(formulas, together) {
      let alone = method.attribute(formula, input: vector(1, 2), baselines: baselines)
      #expect(found.attributions == alone.attributions)
      #expect(found.scoreAtInput == alone.scoreAtInput)
      #expect(found.scoreAtBaseline == alone.scoreAtBaseline)
      #expect(found.evaluations == alone.evaluations && found.quality == alone.quality)
    }
  }

  @Test("even steps ask for all functions at every point, bisection wherever they need the same")
  func sharing() {
    let log = Shared.Log()
    let functions = formulas.map { Shared(base: $0, log: log) }
    _ = IntegratedGradients(steps: 20).attribute(
      functions, input: vector(1, 2), baselines: [vector(0, 0)]
    ) { _, _ in }
    #expect(log.calls.withLock { $0.map(\.functions) } == [3])
    log.calls.withLock { $0 = [] }
    let maps = AdaptiveIntegratedGradients().attribute(
      functions, input: vector(1, 2), baselines: [vector(0, 0)]
    ) { _, _ in }
    let calls = log.calls.withLock { $0 }
    #expect(calls[0].functions == 3 && calls[0].points == 9)
    let backward = calls.reduce(0) { $0 + $1.functions * $1.points }
    #expect(backward == maps.reduce(0) { $0 + $1.evaluations })
    #expect(calls.reduce(0) { $0 + $1.points } < backward)
  }

  @Test("progress of all functions together only grows, and ends with everything")
  func progress() {
    for method in [IntegratedGradients(steps: 4), AdaptiveIntegratedGradients(), GradientAtInput()]
      as [any AttributionMethod]
    {
      var told: [[Int]] = []
      _ = method.attribute(formulas, input: vector(1, 2), baselines: baselines) {
        told.append([$0, $1])
      }
      #expect(told.map { $0[0] } == told.map { $0[0] }.sorted())
      #expect(told.last.map { $0[0] == $0[1] } == true)
    }
  }
}
