import Tensors

/// A function applied to every number on its own, with its slope.
///
/// Under the rescale rule of DeepLift every such function takes the change of its output divided by
/// the change of its input in place of its slope.
public protocol PointwiseFunction: Operator, Kernel, Rescalable {
  /// Returns f(x).
  func value(_ x: Float) -> Float
  /// Returns f′(x), given x and y = f(x).
  func slope(_ x: Float, _ y: Float) -> Float
  /// Fast loops that compute the same up to rounding; nil where ``value(_:)`` and ``slope(_:_:)``
  /// are called for every number.
  var loops: PointwiseLoops? { get }
}

extension PointwiseFunction {
  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// None, unless a function knows better.
  public var loops: PointwiseLoops? { nil }

  /// Slopes of changes.
  public var rescaled: any Operator { RescaledFunction(self) }

  /// What the loops read; input and output without them.
  public var backwardReads: BackwardReads { loops?.backwardReads ?? [.inputs, .output] }

  /// In place where the input is not read on the way back.
  public var memoryUse: MemoryUse { backwardReads.contains(.inputs) ? .separate : .inPlace }

  /// y = f(x).
  public func forward(_ operands: Operands, batch: Int) {
    if let loops { return loops.forward(operands, batch: batch) }
    operands.applyToEach(batch: batch, value)
  }

  /// dx = dy · f′(x).
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    if let loops { return loops.backward(operands, gradient: gradient, batch: batch) }
    let (x, y) = (operands.inputs[0], operands.output)
    let (dy, dx) = (operands.outputGradient, gradient.view)
    for row in 0..<batch * y.rows {
      let input = x.base + row * x.rowStride
      let output = y.base + row * y.rowStride
      let upper = dy.base + row * dy.rowStride
      let target = dx.base + row * dx.rowStride
      for column in 0..<y.columns {
        let value = upper[column] * slope(input[column], output[column])
        target[column] = gradient.accumulates ? target[column] + value : value
      }
    }
  }
}

/// A function applied to every number on its own that has no slope: it goes in steps.
public protocol StepFunction: Operator, Kernel {
  /// Returns f(x).
  func value(_ x: Float) -> Float
  /// A fast loop that computes the same; nil where ``value(_:)`` is called for every number.
  var loops: PointwiseLoops? { get }
}

extension StepFunction {
  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// None, unless a function knows better.
  public var loops: PointwiseLoops? { nil }

  /// Never.
  public func passesGradient(to argument: Int) -> Bool { false }

  /// Always.
  public var memoryUse: MemoryUse { .inPlace }

  /// y = f(x).
  public func forward(_ operands: Operands, batch: Int) {
    if let loops { return loops.forward(operands, batch: batch) }
    operands.applyToEach(batch: batch, value)
  }

  /// Nothing: there is no gradient.
  public func backward(_ operands: Operands, batch: Int) {}
}

extension Operands {
  /// Makes every number of the output from that of the first input.
  @inline(__always)
  fileprivate func applyToEach(batch: Int, _ function: (Float) -> Float) {
    let (x, y) = (inputs[0], output)
    for row in 0..<batch * y.rows {
      let source = x.base + row * x.rowStride
      let target = y.base + row * y.rowStride
      for column in 0..<y.columns { target[column] = function(source[column]) }
    }
  }
}
