import CKernels
import Tensors

/// Where a value lies in a workspace: rows of `columns` neighbouring floats, `rowStride` apart.
///
/// The innermost axis of the value is a row, all outer axes and the batch count rows; so the pixels
/// of a branch that was laid out inside a concatenation are rows with a larger stride.
public struct View: @unchecked Sendable {
  /// The first float of the first example.
  public let base: UnsafeMutablePointer<Float>
  /// Shape of one example.
  public let shape: Shape
  /// Rows of one example: the product of all axes but the innermost.
  public let rows: Int
  /// Floats of one row: the innermost axis.
  public let columns: Int
  /// Distance in floats between one row and the next.
  public let rowStride: Int
  /// Distance in floats between one example and the next; 0 for a constant, which every example
  /// shares.
  public let batchStride: Int

  package init(
    base: UnsafeMutablePointer<Float>, shape: Shape, rowStride: Int? = nil, shared: Bool = false
  ) {
    self.base = base
    self.shape = shape
    columns = shape.dimensions.last ?? 1
    rows = shape.dimensions.dropLast().reduce(1, *)
    self.rowStride = rowStride ?? columns
    batchStride = shared ? 0 : rows * self.rowStride
  }

  /// Whether all floats of an example are neighbours.
  var isDense: Bool { rowStride == columns }

  /// Pointer to the first float of example `index`.
  func example(_ index: Int) -> UnsafeMutablePointer<Float> { base + index * batchStride }

  /// Copies the first `batch` examples of `source`, which has the same rows and columns.
  func copy(from source: View, batch: Int) {
    igk_copy_rows(source.base, source.rowStride, base, rowStride, batch * rows, columns)
  }

  /// Adds the first `batch` examples of `source`, which has the same rows and columns.
  func add(_ source: View, batch: Int) {
    igk_add_rows(source.base, source.rowStride, base, rowStride, batch * rows, columns)
  }

  /// Sets the first `batch` examples to zero.
  func clear(batch: Int) {
    igk_zero_rows(base, rowStride, batch * rows, columns)
  }
}

/// The gradient of a value, and what its consumer has to know of it.
public struct Gradient: Sendable {
  /// Where the gradient lies.
  public let view: View
  /// True if the gradient holds the contribution of another consumer, to be added to.
  public let accumulates: Bool
  /// The value itself, if it is rectified and this contribution completes its gradient: the
  /// gradient is zero where the value is not positive.
  public let gate: View?

  package init(view: View, accumulates: Bool, gate: View? = nil) {
    self.view = view
    self.accumulates = accumulates
    self.gate = gate
  }

  /// Zeroes what is not positive in the gate.
  func close(batch: Int) {
    guard let gate else { return }
    igk_close(
      view.base, view.rowStride, batch * view.rows, view.columns, gate.base, gate.rowStride)
  }

  /// Makes the gradient ready to be added to.
  func prepareToAdd(batch: Int) {
    if !accumulates { view.clear(batch: batch) }
  }
}

/// Everything that one call of a kernel reads and writes.
public struct Operands: @unchecked Sendable {
  /// The inputs of the operator.
  public let inputs: [View]
  /// The output of the operator.
  public let output: View
  /// One gradient per input; nil where nobody asks for it (constants).
  public let inputGradients: [Gradient?]
  /// The gradient of the output; meaningless in a plan without a backward pass.
  public let outputGradient: View
  /// Memory kept from the forward to the backward pass, as large as the kernel asked for.
  public let state: UnsafeMutablePointer<Float>
  /// Memory for this call alone, as large as the kernel asked for.
  public let scratch: UnsafeMutablePointer<Float>

  package init(
    inputs: [View], output: View, inputGradients: [Gradient?], outputGradient: View,
    state: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    self.inputs = inputs
    self.output = output
    self.inputGradients = inputGradients
    self.outputGradient = outputGradient
    self.state = state
    self.scratch = scratch
  }
}
