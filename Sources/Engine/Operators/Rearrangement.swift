import CKernels
import Tensors

/// The same numbers, in storage order, under another shape. In a plan it is nothing but another name
/// for its input.
public struct Reshape: Operator, Kernel {
  /// Shape of the output.
  public let shape: Shape

  /// Makes the operator.
  public init(to shape: Shape) { self.shape = shape }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// The given shape, which must hold as many numbers as the input.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].count == Shape.checkedCount(of: shape.dimensions) else {
      throw ShapeError("shape \(inputs[0]) cannot become \(shape)")
    }
    return shape
  }

  /// Shared with the input.
  public var memoryUse: MemoryUse { .sharesInput }

  /// Copies, where memory is not shared.
  public func forward(_ operands: Operands, batch: Int) {
    Self.move(operands.inputs[0], to: operands.output, batch: batch, adds: false)
  }

  /// Copies back, where memory is not shared.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    Self.move(
      operands.outputGradient, to: gradient.view, batch: batch, adds: gradient.accumulates)
  }

  /// Moves numbers between views of different rows, in runs that are dense on both sides.
  private static func move(_ source: View, to target: View, batch: Int, adds: Bool) {
    let move = adds ? igk_add_rows : igk_copy_rows
    let run = source.columns % target.columns == 0 ? target.columns : 1
    let length = target.columns % source.columns == 0 ? source.columns : run
    let count = batch * target.rows * target.columns / max(1, length)
    for index in 0..<count {
      let position = index * length
      let from =
        source.base + position / source.columns * source.rowStride + position % source.columns
      let into =
        target.base + position / target.columns * target.rowStride + position % target.columns
      move(from, length, into, length, 1, length)
    }
  }
}

/// The axes of an example in another order: axis k of the output is axis `axes[k]` of the input.
public struct Transposition: Operator {
  /// A permutation of the axes of an example.
  public let axes: [Int]

  /// Makes the operator.
  public init(axes: [Int]) { self.axes = axes }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// The extents in the new order.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard axes.sorted() == Array(0..<inputs[0].rank) else {
      throw ShapeError("\(axes) is no permutation of the axes of shape \(inputs[0])")
    }
    return Shape(axes.map { inputs[0][$0] })
  }

  /// Lists where every number comes from.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    let strides = inputs[0].strides
    let sources = axes.map { strides[$0] }
    let outputStrides = output.strides
    return TranspositionKernel(
      sources: (0..<output.count).map { position in
        var (rest, source) = (position, 0)
        for axis in 0..<output.rank {
          source += rest / outputStrides[axis] * sources[axis]
          rest %= outputStrides[axis]
        }
        return Int32(source)
      })
  }
}

private struct TranspositionKernel: Kernel {
  /// For every number of the output, its position in the input.
  let sources: [Int32]

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    for example in 0..<batch {
      let (source, target) = (x.example(example), y.example(example))
      for position in sources.indices {
        target[y.offset(position)] = source[x.offset(Int(sources[position]))]
      }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    gradient.prepareToAdd(batch: batch)
    for example in 0..<batch {
      let (source, target) = (dy.example(example), dx.example(example))
      for position in sources.indices {
        target[dx.offset(Int(sources[position]))] += source[dy.offset(position)]
      }
    }
  }
}

extension View {
  /// Offset in memory of the number at `position` of an example in storage order.
  fileprivate func offset(_ position: Int) -> Int {
    isDense ? position : position / columns * rowStride + position % columns
  }
}
