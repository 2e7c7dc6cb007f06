import CKernels

/// What is done to results before they are stored, while they are still in registers.
///
/// A result becomes `result + bias`, at least zero if it is rectified, is added to what the target
/// holds if it accumulates, and is zero where the gate is not positive, in this order.
package struct Finish {
  /// One number per column.
  var bias: UnsafePointer<Float>?
  /// Whether negative results become zero.
  var rectifies = false
  /// Whether results are added to what is there.
  var accumulates = false
  /// The first number of an array like the target.
  var gate: UnsafePointer<Float>?
  /// Distance between the rows of the gate.
  var gateStride = 0

  package init(
    bias: UnsafePointer<Float>? = nil, rectifies: Bool = false, accumulates: Bool = false
  ) {
    self.bias = bias
    self.rectifies = rectifies
    self.accumulates = accumulates
  }

  /// What completes a gradient.
  init(_ gradient: Gradient) {
    accumulates = gradient.accumulates
    gate = gradient.gate.map { UnsafePointer($0.base) }
    gateStride = gradient.gate?.rowStride ?? 0
  }

  /// The same for the part of the target that begins at a row and column.
  func from(row: Int = 0, column: Int = 0) -> Finish {
    var part = self
    part.bias = bias.map { $0 + column }
    part.gate = gate.map { $0 + row * gateStride + column }
    return part
  }

  /// The same for the loops in C.
  var loop: igk_finish {
    igk_finish(
      bias: bias, relu: rectifies ? 1 : 0, accumulate: accumulates ? 1 : 0, gate: gate,
      gate_stride: gateStride)
  }
}
