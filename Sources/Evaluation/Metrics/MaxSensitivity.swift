import Numerics
import Tensors

/// How much the map changes when the point changes a little: the largest ‖a(x + e) − a(x)‖ / ‖a(x)‖ of ten draws
/// of e, evenly from a cube of radius 0.02 (x's largest number minus its smallest one).
///
/// Each draw is explained anew, so that this costs ten maps.
///
/// Paper: Yeh, Hsieh, Suggala, Inouye, Ravikumar, "On the (In)fidelity and Sensitivity of Explanations",
/// NeurIPS 2019; 0.02 and ten as in Captum, whose radius is in units of the input.
struct MaxSensitivity: MapMetric {
  static let entry = MetricEntry(
    name: "max-sensitivity",
    summary: "largest change of the map, by its size, when noise of 2 % is added to the input",
    source: "Yeh et al., NeurIPS 2019", better: .lower, score: .explained, isStandard: false,
    hasParts: false, form: .ofMap(MaxSensitivity()))

  private static let samples = 10
  private static let radius = 0.02

  func measured(_ map: EvaluatedMap) throws -> Measured {
    guard let explainAgain = map.explainAgain else { return .nothing("the map has no method") }
    let size = Self.length(map.attributions.values.lazy.map { Double($0) })
    if size == 0 { return .nothing("the map is zero") }
    let values = map.input.values
    let range = Double((values.max() ?? 0) - (values.min() ?? 0))
    var generator = SplitMix64(seed: map.seed)
    var largest = 0.0
    for _ in 0..<Self.samples {
      var point = map.input
      for place in values.indices {
        point.values[place] += Float(Self.radius * range * (2 * generator.uniform() - 1))
      }
      let other = try explainAgain(point)
      let change = zip(other.values, map.attributions.values).lazy.map { Double($0) - Double($1) }
      largest = max(largest, Self.length(change) / size)
    }
    return .value(largest)
  }

  private static func length(_ numbers: some Sequence<Double>) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
