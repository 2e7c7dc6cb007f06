import Tensors

/// What stands in the place of what is removed from a point. It decides how metrics rank methods, so its
/// name stands beside their numbers.
public protocol Fill: Sendable {
  /// What people call it.
  var name: String { get }

  /// Returns the point with the numbers that are marked replaced.
  func filled(_ input: Tensor, where removed: [Bool]) -> Tensor
}

/// Another point, number for number: a colour, a blurred photo, a row of means.
public struct PointFill: Fill {
  /// What people call it.
  public let name: String
  private let point: Tensor

  /// Makes a fill of a point of the shape of inputs.
  public init(_ name: String, _ point: Tensor) { (self.name, self.point) = (name, point) }

  /// Takes the other point's numbers.
  public func filled(_ input: Tensor, where removed: [Bool]) -> Tensor {
    var result = input
    for place in removed.indices where removed[place] { result.values[place] = point.values[place] }
    return result
  }
}

/// The mean of all numbers that are kept; where nothing is kept, that of all numbers.
public struct KeptMeanFill: Fill {
  /// Makes the fill.
  public init() {}

  /// What people call it.
  public var name: String { "kept-mean" }

  /// Takes one number for all.
  public func filled(_ input: Tensor, where removed: [Bool]) -> Tensor {
    var (sum, count) = (0.0, 0)
    let keepsSome = removed.contains(false)
    for place in removed.indices where !(removed[place] && keepsSome) {
      sum += Double(input.values[place])
      count += 1
    }
    let mean = Float(sum / Double(max(count, 1)))
    var result = input
    for place in removed.indices where removed[place] { result.values[place] = mean }
    return result
  }
}
