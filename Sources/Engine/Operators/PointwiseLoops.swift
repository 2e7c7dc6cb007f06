import CKernels

/// Loops in C over the numbers of an array, forwards and backwards, with the constants of a
/// function.
public struct PointwiseLoops: Sendable {
  typealias Forward =
    @Sendable @convention(c) (igk_rows, igk_rows, Int, Int, UnsafePointer<igk_constants>?) -> Void
  typealias Backward =
    @Sendable @convention(c) (
      igk_rows, igk_rows, igk_rows, Int, Int, UnsafePointer<igk_constants>?, Int32
    ) -> Void

  private let value: Forward
  private let slope: Backward?
  private let constants: igk_constants
  /// What the slope is made of.
  let backwardReads: BackwardReads

  private init(
    _ value: @escaping Forward, _ slope: Backward?, reads: BackwardReads, _ constants: [Float]
  ) {
    self.value = value
    self.slope = slope
    backwardReads = reads
    let padded = constants + [0, 0, 0]
    self.constants = igk_constants(a: padded[0], b: padded[1], c: padded[2])
  }

  /// A function whose slope is made of its output: it may work in place.
  static func slopeOfOutput(
    _ value: @escaping Forward, _ slope: @escaping Backward, _ constants: Float...
  ) -> PointwiseLoops {
    PointwiseLoops(value, slope, reads: .output, constants)
  }

  /// A function whose slope is made of its input.
  static func slopeOfInput(
    _ value: @escaping Forward, _ slope: @escaping Backward, _ constants: Float...
  ) -> PointwiseLoops {
    PointwiseLoops(value, slope, reads: .inputs, constants)
  }

  /// A function whose slope is the same everywhere.
  static func constantSlope(
    _ value: @escaping Forward, _ slope: @escaping Backward
  ) -> PointwiseLoops {
    PointwiseLoops(value, slope, reads: [], [])
  }

  /// A function without slope.
  static func steps(_ value: @escaping Forward) -> PointwiseLoops {
    PointwiseLoops(value, nil, reads: [], [])
  }

  /// y = f(x).
  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    withUnsafePointer(to: constants) {
      value(igk_rows(x), igk_rows(y), batch * y.rows, y.columns, $0)
    }
  }

  /// dx = dy · f′.
  func backward(_ operands: Operands, gradient: Gradient, batch: Int) {
    let source = backwardReads.contains(.inputs) ? operands.inputs[0] : operands.output
    let dy = operands.outputGradient
    withUnsafePointer(to: constants) {
      slope?(
        igk_rows(source), igk_rows(dy), igk_rows(gradient.view), batch * dy.rows, dy.columns, $0,
        gradient.accumulates ? 1 : 0)
    }
  }
}

extension igk_rows {
  /// The rows of a view.
  init(_ view: View) { self.init(base: view.base, stride: view.rowStride) }
}
