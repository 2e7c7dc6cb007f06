import CKernels
import Tensors

/// The axes of an example in another order: axis k of the output is axis `axes[k]` of the input.
public struct Transposition: Operator {
  /// A permutation of the axes of an example.
  public let axes: [Int]

  /// Makes the operator.
  public init(axes: [Int]) { self.axes = axes }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// The extents in the new order.
  ///
  /// - Throws: `ShapeError` where the order is no permutation of the input's axes, or of too many.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard axes.sorted() == Array(0..<inputs[0].rank) else {
      throw ShapeError("\(axes) is no permutation of the axes of shape \(inputs[0])")
    }
    guard axes.count <= IGK_MAXIMUM_AXES else {
      throw ShapeError("shape \(inputs[0]) has more axes than can be transposed")
    }
    return Shape(axes.map { inputs[0][$0] })
  }

  /// Merges axes that stay neighbours.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    TranspositionKernel(
      dense: MergedAxes(axes, input: inputs[0], output: output, isDense: true),
      spaced: MergedAxes(axes, input: inputs[0], output: output, isDense: false))
  }
}

private struct TranspositionKernel: Kernel {
  /// For values whose numbers are all neighbours.
  let dense: MergedAxes
  /// For values whose rows may lie apart.
  let spaced: MergedAxes

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    let axes = x.isDense && y.isDense ? dense : spaced
    axes.withLoops(inputStride: x.rowStride, outputStride: y.rowStride) { loop in
      for example in 0..<batch { igk_permute(x.example(example), y.example(example), loop, 0) }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    let axes = dx.isDense && dy.isDense ? dense : spaced
    axes.withReverseLoops(inputStride: dx.rowStride, outputStride: dy.rowStride) { loop in
      for example in 0..<batch {
        igk_permute(
          dy.example(example), dx.example(example), loop, gradient.accumulates ? 1 : 0)
      }
    }
  }
}

/// The axes of a transposition, without those of extent 1, and neighbours that stay neighbours taken
/// as one.
private struct MergedAxes: Sendable {
  private struct Axis: Sendable {
    var extent: Int
    var source: AxisStride
    var target: AxisStride
    /// Place among the axes of the input.
    var place: Int
  }

  /// In the order of the output.
  private var axes: [Axis] = []
  /// In the order of the input.
  private var reverse: [Axis] = []

  init(_ axes: [Int], input: Shape, output: Shape, isDense: Bool) {
    let sources = input.axisStrides(isDense: isDense)
    let targets = output.axisStrides(isDense: isDense)
    for (place, axis) in axes.enumerated() where input[axis] != 1 {
      let next = Axis(
        extent: input[axis], source: sources[axis], target: targets[place], place: axis)
      if let last = self.axes.last, last.source == next.source * next.extent,
        last.target == next.target * next.extent
      {
        self.axes.removeLast()
        self.axes.append(
          Axis(
            extent: last.extent * next.extent, source: next.source, target: next.target,
            place: last.place))
      } else {
        self.axes.append(next)
      }
    }
    if self.axes.isEmpty {
      let one = AxisStride(numbers: 1)
      self.axes = [Axis(extent: output.count, source: one, target: one, place: 0)]
    }
    reverse = self.axes.sorted { $0.place < $1.place }
  }

  /// Calls `body` with the loops from the input to the output.
  func withLoops(
    inputStride: Int, outputStride: Int, _ body: (UnsafePointer<igk_permutation>) -> Void
  ) {
    var loops = igk_permutation()
    for axis in axes {
      loops.append(
        extent: axis.extent, source: axis.source.offset(inputStride),
        target: axis.target.offset(outputStride))
    }
    body(&loops)
  }

  /// Calls `body` with the loops from the output to the input.
  func withReverseLoops(
    inputStride: Int, outputStride: Int, _ body: (UnsafePointer<igk_permutation>) -> Void
  ) {
    var loops = igk_permutation()
    for axis in reverse {
      loops.append(
        extent: axis.extent, source: axis.target.offset(outputStride),
        target: axis.source.offset(inputStride))
    }
    body(&loops)
  }
}

extension igk_permutation {
  /// Adds an axis inside those that there are.
  fileprivate mutating func append(extent: Int, source: Int, target: Int) {
    Self.write(extent, at: rank, of: &extents)
    Self.write(source, at: rank, of: &sources)
    Self.write(target, at: rank, of: &targets)
    rank += 1
  }

  private static func write<Numbers>(_ number: Int, at place: Int, of numbers: inout Numbers) {
    withUnsafeMutableBytes(of: &numbers) { memory in
      memory.storeBytes(of: number, toByteOffset: place * MemoryLayout<Int>.stride, as: Int.self)
    }
  }
}
