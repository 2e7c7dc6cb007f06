import Tensors

/// An operator that holds numbers which a network has learned.
///
/// What an operator holds besides (axes, windows, limits, ε) says what it computes, and is no weight.
public protocol LearnedOperator: Operator {
  /// Whether the operator only scales or shifts each number: in front of all other weights that is how
  /// an input is normalised, which nothing has learned.
  var onlyScales: Bool { get }

  /// Returns the operator with other weights: each array of them, in a fixed order, is what `change`
  /// makes of it, which must be as many numbers.
  func withWeights(_ change: ([Float]) -> [Float]) -> any Operator
}

extension LearnedOperator {
  /// False unless an operator knows better.
  public var onlyScales: Bool { false }
}

extension Tensor {
  fileprivate func with(_ change: ([Float]) -> [Float]) -> Tensor { Tensor(shape, change(values)) }
}

extension Convolution: LearnedOperator {
  /// Weights, then biases.
  public func withWeights(_ change: ([Float]) -> [Float]) -> any Operator {
    Convolution(
      weights: weights.with(change), bias: change(bias), window: window, groups: groups,
      activation: activation)
  }
}

extension Linear: LearnedOperator {
  /// Weights, then biases.
  public func withWeights(_ change: ([Float]) -> [Float]) -> any Operator {
    Linear(weights: weights.with(change), bias: change(bias), activation: activation)
  }
}

extension ChannelAffine: LearnedOperator {
  /// True.
  public var onlyScales: Bool { true }

  /// Scales, then shifts.
  public func withWeights(_ change: ([Float]) -> [Float]) -> any Operator {
    ChannelAffine(scale: change(scale), shift: change(shift))
  }
}

extension Standardization: LearnedOperator {
  /// Gains, then biases.
  public func withWeights(_ change: ([Float]) -> [Float]) -> any Operator {
    Standardization(
      axes: axes, epsilon: epsilon, gain: gain.map(change), bias: bias.map(change))
  }
}

extension RootMeanSquareNormalization: LearnedOperator {
  /// Gains.
  public func withWeights(_ change: ([Float]) -> [Float]) -> any Operator {
    RootMeanSquareNormalization(axes: axes, epsilon: epsilon, gain: gain.map(change))
  }
}

/// An operator whose constant inputs are numbers that a network has learned.
protocol LearnedReader: Operator {
  /// Whether the operator only scales or shifts each number: see ``LearnedOperator``.
  var onlyScales: Bool { get }

  /// Whether a constant of that shape is learned if it is read as input number `argument`.
  func learns(_ shape: Shape, as argument: Int) -> Bool
}

extension Arithmetic: LearnedReader {
  /// True.
  var onlyScales: Bool { true }

  /// True of one number for each channel that is added, subtracted, multiplied or divided by: biases
  /// and gains that a file keeps apart, and slopes of rectifiers. Single numbers scale, and what has
  /// other axes masks places or says where they are.
  func learns(_ shape: Shape, as argument: Int) -> Bool {
    let isOfChannels =
      (shape.dimensions.last ?? 1) > 1 && shape.dimensions.dropLast().allSatisfy { $0 == 1 }
    switch operation {
    case .sum, .difference, .product, .quotient, .parametricRectifier: return isOfChannels
    default: return false
    }
  }
}

extension Contraction: LearnedReader {
  /// False.
  var onlyScales: Bool { false }

  /// True of what is multiplied and summed up.
  func learns(_ shape: Shape, as argument: Int) -> Bool { shape.count > 1 }
}

extension Lookup: LearnedReader {
  /// False.
  var onlyScales: Bool { false }

  /// True of the table of vectors that is looked up in, not of what says where.
  func learns(_ shape: Shape, as argument: Int) -> Bool {
    argument == 0 && shape.rank > 1 && (shape.dimensions.last ?? 1) > 1
  }
}
