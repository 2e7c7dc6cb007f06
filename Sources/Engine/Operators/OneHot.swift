import CKernels
import Tensors

/// Indices as vectors along a new axis: `on` at the index, `off` elsewhere, and everywhere if the
/// index lies outside −depth … depth − 1. Negative indices count from the end. It depends on its
/// input in steps and has no gradient.
public struct OneHot: Operator {
  /// Extent of the new axis.
  public let depth: Int
  /// The new axis of the output, in storage order.
  public let axis: Int
  /// What all entries but one are.
  public let off: Float
  /// What one entry is.
  public let on: Float

  /// Makes the operator.
  public init(depth: Int, axis: Int, off: Float = 0, on: Float = 1) {
    self.depth = depth
    self.axis = axis
    self.off = off
    self.on = on
  }

  /// Indices have none.
  public func passesGradient(to argument: Int) -> Bool { false }

  /// The axes of the indices, and the new one.
  ///
  /// - Throws: `ShapeError` where the axis has no place there, or no extent.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard (0...inputs[0].rank).contains(axis), depth > 0 else {
      throw ShapeError("an axis \(axis) of extent \(depth) cannot be added to \(inputs[0])")
    }
    var dimensions = inputs[0].dimensions
    dimensions.insert(depth, at: axis)
    return Shape(dimensions)
  }

  /// Counts the indices inside the new axis.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    OneHotKernel(layer: self, count: inputs[0].count, inner: output.strides[axis])
  }
}

private struct OneHotKernel: Kernel {
  let layer: OneHot
  let count: Int
  let inner: Int

  func forward(_ operands: Operands, batch: Int) {
    for example in 0..<batch {
      var (indices, y) = (operands.inputs[0].cells(example), operands.output.cells(example))
      igk_one_hot(&indices, count, layer.depth, inner, layer.off, layer.on, &y)
    }
  }

  func backward(_ operands: Operands, batch: Int) {}
}
