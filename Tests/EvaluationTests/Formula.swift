import Evaluation
import Tensors

/// A function of a few numbers, written out.
struct Formula {
  let features: Features
  let shape: Shape
  private let value: @Sendable ([Double]) -> Double

  /// A function of a row of numbers.
  init(ofRow count: Int, _ value: @escaping @Sendable ([Double]) -> Double) {
    features = .columns(
      names: (0..<count).map { "c\($0)" }, lengths: [Int](repeating: 1, count: count))
    shape = [count]
    self.value = value
  }

  /// A function of a picture's numbers.
  init(
    ofPicture height: Int, _ width: Int, _ channels: Int = 1,
    _ value: @escaping @Sendable ([Double]) -> Double
  ) {
    features = .grid(height: height, width: width, channels: channels)
    shape = [height, width, channels]
    self.value = value
  }

  /// The function as metrics see it.
  var scores: Scores {
    Scores(
      explained: Scores.Function("formula") { [value] points in
        points.map { value($0.values.map { Double($0) }) }
      })
  }

  /// A point of the function's.
  func point(_ values: [Float]) -> Tensor { Tensor(shape, values) }

  /// A map at a point.
  func map(at input: [Float], _ attributions: [Float]) -> EvaluatedMap {
    EvaluatedMap(
      input: point(input), features: features, attributions: point(attributions), scores: scores)
  }
}

extension EvaluatedMap {
  /// What a metric of the table finds where zeros take the place of what is removed.
  func measured(_ name: String, parts: Int = Filling.standardParts) throws -> Measured {
    try measured(name, PointFill("zero", Tensor(input.shape)), parts: parts)
  }

  /// What a metric of the table finds with a fill.
  func measured(_ name: String, _ fill: any Fill, parts: Int) throws -> Measured {
    switch MetricTable[name]?.form {
    case .ofMap(let metric)?: try metric.measured(self)
    case .ofFill(let metric)?: try metric.measured(self, Filling(input, fill, parts: parts))
    case nil: .nothing("no metric is called \(name)")
    }
  }
}

/// Numbers that look random and are the same every time, between −1 and 1.
func scattered(_ count: Int) -> [Float] {
  (0..<count).map { Float(($0 * 7919 + 13) % 1009) / 504.5 - 1 }
}
