import Numerics
import Tensors

/// A map that is measured: a point, what a method attributed to its numbers, and everything that a metric
/// may ask about them.
///
/// Metrics know nothing else: no network, no file, no colour. Each can be tested on a formula.
public struct EvaluatedMap: Sendable {
  /// x, the point that was explained.
  public let input: Tensor
  /// Which of its numbers belong together: pixels, columns, tokens.
  public let features: Features
  /// What the method attributed to every number of the point, with its sign.
  public let attributions: Tensor
  /// F at any points.
  public let scores: Scores
  /// What the attributions should add up to, F(x) − F(x′), where the method promises a sum.
  public var expectedSum: Double?
  /// Explains another point by the same means; nil where there is no method behind the map.
  public var explainAgain: (@Sendable (Tensor) throws -> Tensor)?
  /// Whether attributions are gradients, to be multiplied by a change of the point, in the place of parts of the
  /// score; nil where they are neither.
  public var areGradients: Bool? = false
  /// Where the random numbers of metrics begin.
  public var seed: UInt64 = 0
  /// Places of every feature's numbers in the point.
  let ranges: [Range<Int>]
  /// The sum of the attributions of every feature's numbers.
  let relevances: [Double]

  /// Makes a map of its parts; attributions have the shape of the input.
  public init(input: Tensor, features: Features, attributions: Tensor, scores: Scores) {
    precondition(attributions.shape == input.shape, "one attribution for every number")
    (self.input, self.features, self.attributions) = (input, features, attributions)
    self.scores = scores
    ranges = features.ranges
    precondition(ranges.last?.upperBound ?? 0 == input.shape.count, "features are all of the input")
    relevances = features.sums(of: attributions)
  }

  /// The features that are removed together where a picture is covered in few parts: the cells of a grid of
  /// `side` × `side`; columns and tokens are each by itself.
  func cells(side: Int) -> [[Int]] { features.cells(side: side) }

  /// Which numbers of the point belong to some features.
  func numbers(of chosen: some Sequence<Int>) -> [Bool] {
    var numbers = [Bool](repeating: false, count: input.shape.count)
    for feature in chosen {
      for place in ranges[feature] { numbers[place] = true }
    }
    return numbers
  }
}

extension Features {
  /// Some features at random: of a picture those of a square with a quarter of its shorter side, of others
  /// each with probability ½, one at least; of several inputs those of each.
  func randomPart(_ generator: inout SplitMix64) -> [Int] {
    switch self {
    case .columns, .tokens:
      let chosen = (0..<count).filter { _ in generator.uniform() < 0.5 }
      return chosen.isEmpty && count > 0 ? [generator.index(below: count)] : chosen
    case .several(let parts):
      var first = 0
      return parts.flatMap { part in
        defer { first += part.count }
        return part.randomPart(&generator).map { $0 + first }
      }
    case .grid(let height, let width, _):
      let side = max(1, min(height, width) / 4)
      let top = generator.index(below: height - side + 1)
      let left = generator.index(below: width - side + 1)
      return (top..<top + side).flatMap { y in (left..<left + side).map { y * width + $0 } }
    }
  }

  /// Features by cells of a grid, of several inputs those of each; what does not lie in a grid is by
  /// itself.
  fileprivate func cells(side: Int) -> [[Int]] {
    switch self {
    case .columns, .tokens: return (0..<count).map { [$0] }
    case .several(let parts):
      var first = 0
      return parts.flatMap { part in
        defer { first += part.count }
        return part.cells(side: side).map { cell in cell.map { $0 + first } }
      }
    case .grid(let height, let width, _):
      let (rows, columns) = (min(side, height), min(side, width))
      return (0..<rows * columns).map { cell in
        let (row, column) = (cell / columns, cell % columns)
        let across = column * width / columns..<(column + 1) * width / columns
        return (row * height / rows..<(row + 1) * height / rows).flatMap { y in
          across.map { y * width + $0 }
        }
      }
    }
  }
}
