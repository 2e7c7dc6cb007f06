import CKernels
import Tensors

/// Weighted sums along one axis: `y[…, o, …] = Σ w · x[…, i, …]` over the terms (i, w) of o. Linear
/// and cubic resizing are one for each axis.
public struct AxisInterpolation: Operator {
  /// Axis of an example in storage order.
  public let axis: Int
  /// For every position of the output the positions of the input that it sums, with weights.
  public let taps: [[(index: Int, weight: Float)]]

  /// Makes the operator.
  public init(axis: Int, taps: [[(index: Int, weight: Float)]]) {
    self.axis = axis
    self.taps = taps
  }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// One for each term of each output.
  public func multiplications(output: Shape) -> Int {
    output.count / max(1, taps.count) * taps.reduce(0) { $0 + $1.count }
  }

  /// The axis has as many positions as there are sums.
  ///
  /// - Throws: `ShapeError` where there is no such axis, or a sum reads beyond its end.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let shape = inputs[0]
    guard shape.dimensions.indices.contains(axis) else {
      throw ShapeError("axis \(axis) does not exist in shape \(shape)")
    }
    for tap in taps.joined() where !(0..<shape[axis]).contains(tap.index) {
      throw ShapeError("index \(tap.index) lies outside axis \(axis) of shape \(shape)")
    }
    var dimensions = shape.dimensions
    dimensions[axis] = taps.count
    return Shape(dimensions)
  }

  /// Lists terms, and those of the way back.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    var adjoint = [[(index: Int, weight: Float)]](repeating: [], count: inputs[0][axis])
    for (place, terms) in taps.enumerated() {
      for term in terms { adjoint[term.index].append((index: place, weight: term.weight)) }
    }
    return AxisInterpolationKernel(
      terms: TapLists(taps), adjoint: TapLists(adjoint), axis: axis, shape: output)
  }
}

private struct AxisInterpolationKernel: Kernel {
  private let terms: TapLists
  private let adjoint: TapLists
  private let isInnermost: Bool
  /// Product of the extents outside the axis.
  private let outer: Int
  /// Rows per position of the axis, which is not the innermost.
  private let inner: Int

  init(terms: TapLists, adjoint: TapLists, axis: Int, shape: Shape) {
    self.terms = terms
    self.adjoint = adjoint
    isInnermost = axis == shape.rank - 1
    outer = shape.dimensions[..<axis].reduce(1, *)
    inner = isInnermost ? 1 : shape.dimensions[(axis + 1)...].dropLast().reduce(1, *)
  }

  func forward(_ operands: Operands, batch: Int) {
    sum(terms, of: operands.inputs[0], to: operands.output, batch: batch, adds: false)
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    sum(
      adjoint, of: operands.outputGradient, to: gradient.view, batch: batch,
      adds: gradient.accumulates)
  }

  private func sum(_ lists: TapLists, of x: View, to y: View, batch: Int, adds: Bool) {
    lists.withLoop { taps in
      for example in 0..<batch {
        let (source, target) = (x.example(example), y.example(example))
        if isInnermost {
          igk_interpolate_columns(
            source, x.rowStride, target, y.rowStride, y.rows, taps, adds ? 1 : 0)
        } else {
          igk_interpolate(
            source, x.rowStride, x.rows / (outer * inner), target, y.rowStride, outer, inner,
            y.columns, taps, adds ? 1 : 0)
        }
      }
    }
  }
}

/// The terms of sums, as the C loops take them.
private struct TapLists: Sendable {
  private var starts: [Int32] = [0]
  private var indices: [Int32] = []
  private var weights: [Float] = []

  init(_ taps: [[(index: Int, weight: Float)]]) {
    for terms in taps {
      indices += terms.map { Int32($0.index) }
      weights += terms.map(\.weight)
      starts.append(Int32(indices.count))
    }
  }

  /// Calls `body` with the lists.
  func withLoop(_ body: (UnsafePointer<igk_taps>) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      indices.withUnsafeBufferPointer { indices in
        weights.withUnsafeBufferPointer { weights in
          var loop = igk_taps(
            starts: starts.baseAddress, indices: indices.baseAddress,
            weights: weights.baseAddress, count: starts.count - 1)
          body(&loop)
        }
      }
    }
  }
}
