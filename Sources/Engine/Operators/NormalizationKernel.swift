import CKernels
import Tensors

/// What standardisations and divisions by a norm have in common: `y = (x − mean) / divisor`, the
/// mean being left out unless the divisor is a deviation, then gain and bias per column.
struct NormalizationKernel: Kernel {
  private let groups: GroupedAxes
  private let divisor: igk_divisor
  private let epsilon: Float
  private let gain: [Float]?
  private let bias: [Float]?

  init(
    _ divisor: igk_divisor, axes: [Int], shape: Shape, epsilon: Float = 0, gain: [Float]? = nil,
    bias: [Float]? = nil
  ) {
    self.divisor = divisor
    self.epsilon = epsilon
    self.gain = gain.map(Self.padded)
    self.bias = bias.map(Self.padded)
    groups = GroupedAxes(of: shape, axes: axes, keepsColumns: gain != nil || bias != nil)
  }

  /// The loops read factors in blocks of sixteen.
  private static func padded(_ numbers: [Float]) -> [Float] {
    numbers + [Float](repeating: 0, count: (16 - numbers.count % 16) % 16)
  }

  /// Checks that there is one number per entry of the innermost axis.
  static func check(_ numbers: [Float]?, _ name: String, of shape: Shape) throws(ShapeError) {
    guard let numbers, numbers.count != shape.dimensions.last ?? 1 else { return }
    throw ShapeError("expected \(numbers.count) channels for the \(name), found shape \(shape)")
  }

  var backwardReads: BackwardReads { .inputs }
  var weightCount: Int { (gain?.count ?? 0) + (bias?.count ?? 0) }

  /// Mean and reciprocal of the divisor of each group.
  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(statePerExample: statisticsPerExample, scratch: groups.scratch)
  }

  private var statisticsPerExample: Int { 2 * groups.count }

  /// Calls `body` with the groups and the parameters as the loops take them.
  private func withLoops(
    _ views: View..., body: (UnsafePointer<igk_groups>, UnsafePointer<igk_normalization>) -> Void
  ) {
    gain.withPointer { gain in
      bias.withPointer { bias in
        let parameters = igk_normalization(
          divisor: divisor, epsilon: epsilon, gain: gain, bias: bias)
        withUnsafePointer(to: parameters) { parameters in
          groups.withGroups(of: views) { body($0, parameters) }
        }
      }
    }
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    withLoops(x, y) { groups, loop in
      for example in 0..<batch {
        igk_normalize(
          x.example(example), x.rowStride(in: groups), groups, loop, y.example(example),
          y.rowStride(in: groups),
          operands.state + example * statisticsPerExample, operands.scratch)
      }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (x, dy, dx) = (operands.inputs[0], operands.outputGradient, gradient.view)
    withLoops(x, dy, dx) { groups, loop in
      for example in 0..<batch {
        igk_normalize_backward(
          dy.example(example), dy.rowStride(in: groups), x.example(example),
          x.rowStride(in: groups), groups, loop,
          operands.state + example * statisticsPerExample, dx.example(example),
          dx.rowStride(in: groups),
          gradient.accumulates ? 1 : 0, operands.scratch)
      }
    }
  }
}

extension [Float]? {
  /// Calls `body` with the first of the numbers; nil if there are none.
  fileprivate func withPointer(_ body: (UnsafePointer<Float>?) -> Void) {
    guard let self else { return body(nil) }
    self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
