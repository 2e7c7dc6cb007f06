import Engine
import Tensors

/// The number that is explained: made of a network's scores, or of a value inside it.
public enum Quantity: Hashable, Sendable {
  /// The score of a class.
  case score(ClassLabel)
  /// The score of a class minus that of another one.
  case difference(ClassLabel, minus: ClassLabel)
  /// The largest score, which may be that of another class at every point.
  case largest
  /// A weighted sum of scores.
  case weighted(ClassWeights)
  /// A sum of values inside the network.
  case activation(Activation)
  /// A formula of scores.
  case expression(ClassExpression)

  /// Name for people: "great grey owl", "largest score", "weights.json", "inception_4a/output_1:12",
  /// "p[cat] - 0.5".
  public var label: String {
    switch self {
    case .score(let label): label.label
    case .difference(let label, let other): "\(label.label) minus \(other.label)"
    case .largest: "largest score"
    case .weighted(let weights): weights.name
    case .activation(let activation): activation.label
    case .expression(let expression): expression.text
    }
  }

  /// Place of the class that is explained in the network's output; nil if it is not one class.
  public var classIndex: Int? {
    switch self {
    case .score(let label), .difference(let label, _): label.index
    case .largest, .weighted, .activation, .expression: nil
    }
  }

  /// The kind of scores that it is made of, where `kind` is explained of classes.
  public func kind(explaining kind: ScoreKind) -> ScoreKind {
    if case .expression(let expression) = self { expression.kind } else { kind }
  }

  /// How the number is made of `count` scores.
  func seed(classes count: Int) -> Seed {
    var weights = [Float](repeating: 0, count: count)
    switch self {
    case .score(let label): weights[label.index] = 1
    case .difference(let label, let other):
      weights[label.index] += 1
      weights[other.index] -= 1
    case .largest: return .largest
    case .weighted(let file): for (index, weight) in file.weights { weights[index] = weight }
    case .expression(let expression): return .function(expression)
    case .activation: preconditionFailure("an activation is not made of scores")
    }
    return .weights(weights)
  }
}

/// Weights of classes, from a file.
public struct ClassWeights: Hashable, Sendable {
  /// Name of the file, without its folder.
  public let name: String
  /// Weight of every class by its place; classes that are not here count for nothing.
  public let weights: [Int: Float]
}

/// A sum of values of a layer.
public struct Activation: Hashable, Sendable {
  /// A place on an image, from 0, row 0 at the top.
  public struct Position: Hashable, Sendable {
    /// Row.
    public let y: Int
    /// Column.
    public let x: Int

    /// Makes a position.
    public init(y: Int, x: Int) { (self.y, self.x) = (y, x) }
  }

  /// The layer.
  public let layer: LayerSummary
  /// The only channel that counts; nil for all.
  public let channel: Int?
  /// The only position that counts; nil for all.
  public let position: Position?

  /// Makes a sum over everything that is not nil. The channel must be one of the layer's, and a
  /// position one of its pixels.
  init(layer: LayerSummary, channel: Int?, position: Position?) {
    (self.layer, self.channel, self.position) = (layer, channel, position)
  }

  /// Name of the layer, channel and position, as in `inception_4a/output_1:12:3,4`.
  public var label: String {
    layer.name + (channel.map { ":\($0)" } ?? "") + (position.map { ":\($0.y),\($0.x)" } ?? "")
  }

  /// How the number is made of the layer's values.
  var seed: Seed {
    let channels = layer.shape.dimensions.last ?? 1
    var weights = [Float](repeating: 0, count: layer.shape.count)
    for entry in weights.indices {
      let (pixel, column) = (entry / channels, entry % channels)
      let isChosen = position.map { $0.y * layer.shape[1] + $0.x == pixel } ?? true
      if isChosen && column == channel ?? column { weights[entry] = 1 }
    }
    return .weights(weights)
  }
}
