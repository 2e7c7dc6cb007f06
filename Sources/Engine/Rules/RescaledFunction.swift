import Tensors

/// A function of single numbers under the rescale rule: (u, u′) → f(u), with
/// `du = dy · (f(u) − f(u′)) / (u − u′)`, or dy · f′(u) where u and u′ are closer than 10⁻⁶, and
/// `du′ = 0`.
public struct RescaledFunction<Function: PointwiseFunction>: Operator, Kernel {
  /// f.
  public let function: Function

  /// Makes the operator from its function.
  public init(_ function: Function) { self.function = function }

  /// The shape of both inputs.
  ///
  /// - Throws: `ShapeError` where there are not two inputs of one shape.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 2, inputs[0] == inputs[1] else {
      throw ShapeError("expected two inputs of one shape, found \(inputs)")
    }
    return inputs[0]
  }

  /// Both inputs.
  public var backwardReads: BackwardReads { .inputs }

  /// y = f(u).
  public func forward(_ operands: Operands, batch: Int) {
    function.forward(operands, batch: batch)
  }

  /// du = dy · (f(u) − f(u′)) / (u − u′), du′ = 0.
  public func backward(_ operands: Operands, batch: Int) {
    operands.inputGradients[1]?.prepareToAdd(batch: batch)
    guard let gradient = operands.inputGradients[0] else { return }
    let (u, reference) = (operands.inputs[0], operands.inputs[1])
    let (dy, du) = (operands.outputGradient, gradient.view)
    for example in 0..<batch {
      for row in 0..<dy.rows {
        let here = u.example(example) + row * u.rowStride
        // A reference may be a constant, the same for all examples.
        let there = reference.example(example) + row * reference.rowStride
        let upper = dy.example(example) + row * dy.rowStride
        let target = du.example(example) + row * du.rowStride
        for column in 0..<dy.columns {
          let value = upper[column] * slope(here[column], there[column])
          target[column] = gradient.accumulates ? target[column] + value : value
        }
      }
    }
  }

  private func slope(_ u: Float, _ reference: Float) -> Float {
    let (y, change) = (function.value(u), u - reference)
    guard abs(change) >= Rescaling.smallestChange else { return function.slope(u, y) }
    return (y - function.value(reference)) / change
  }
}
