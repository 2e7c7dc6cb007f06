import CKernels
import Tensors

/// A fully connected layer on the innermost axis: `y[…, o] = b[o] + Σᵢ x[…, i] · w[i, o]`.
public struct Linear: Operator {
  /// Weights, inputs × outputs.
  public let weights: Tensor
  /// One number per output.
  public let bias: [Float]
  /// What is done to the sum.
  public let activation: Activation

  /// Makes a layer; `weights` has two axes, and `bias` one entry per output.
  public init(weights: Tensor, bias: [Float]? = nil, activation: Activation = .identity) {
    self.weights = weights
    self.bias = bias ?? [Float](repeating: 0, count: weights.shape[1])
    self.activation = activation
  }

  /// Weights and biases.
  public var parameterCount: Int { weights.values.count + bias.count }

  /// One for each weight and each row.
  public func multiplications(output: Shape) -> Int { weights.shape[0] * output.count }

  /// True if a rectifier follows the sum.
  public var rectifiesOutput: Bool { activation == .rectifier }

  /// True unless a rectifier follows the sum.
  public func isAffine(in argument: Int) -> Bool { activation == .identity }

  /// Replaces the innermost extent, which must be that of the weights' rows.
  ///
  /// - Throws: `ShapeError` where it is not, or weights and biases do not fit each other.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard weights.shape.rank == 2, bias.count == weights.shape[1] else {
      throw ShapeError("weights \(weights.shape) and \(bias.count) biases do not fit")
    }
    guard let width = inputs[0].dimensions.last, width == weights.shape[0] else {
      throw ShapeError("expected \(weights.shape[0]) features, found shape \(inputs[0])")
    }
    return Shape(inputs[0].dimensions.dropLast() + [weights.shape[1]])
  }

  /// One matrix product.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    MatrixProduct(weights: weights, bias: bias, activation: activation, options: options)
  }

  /// Takes a following per-feature scale and shift into its weights, and a following rectifier.
  public func absorbing(_ next: any Operator) -> (any Operator)? {
    guard activation == .identity else { return nil }
    if next is Rectifier {
      return Linear(weights: weights, bias: bias, activation: .rectifier)
    }
    guard let affine = next as? ChannelAffine else { return nil }
    return Linear(weights: affine.scaling(weights), bias: affine.applied(to: bias))
  }
}

/// One matrix product over all rows of a batch.
///
/// Products of one value with several matrices (1×1 convolutions side by side) stay apart: with
/// weights that are laid out in advance, one product for all would save next to nothing, and would
/// need operators of several outputs.
struct MatrixProduct: Kernel {
  private let forwardWeights: PackedMatrix
  /// The transpose; nil where there is no way back.
  private let backwardWeights: PackedMatrix?
  private let bias: AlignedBuffer
  private let activation: Activation

  init(weights: Tensor, bias: [Float], activation: Activation, options: KernelOptions) {
    let (inputs, outputs) = (weights.shape[0], weights.shape[1])
    func packed(isTransposed: Bool) -> PackedMatrix {
      options.prepared(weights, .product(isTransposed: isTransposed)) {
        [
          PackedMatrix(
            weights.values, rowStride: outputs, transposed: isTransposed,
            inner: isTransposed ? outputs : inputs, columns: isTransposed ? inputs : outputs,
            options: options)
        ]
      }[0]
    }
    forwardWeights = packed(isTransposed: false)
    backwardWeights = options.goesBack ? packed(isTransposed: true) : nil
    self.bias = AlignedBuffer(bias)
    self.activation = activation
  }

  var weightCount: Int { forwardWeights.weightCount }

  var gatesInputGradients: Bool { true }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    forwardWeights.multiply(
      x.base, rowStride: x.rowStride, rows: batch * y.rows, into: y.base,
      targetStride: y.rowStride,
      finish: Finish(bias: bias.base, rectifies: activation == .rectifier))
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0], let backwardWeights else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    backwardWeights.multiply(
      dy.base, rowStride: dy.rowStride, rows: batch * dy.rows, into: dx.base,
      targetStride: dx.rowStride, finish: Finish(gradient))
  }
}
