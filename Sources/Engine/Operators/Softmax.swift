import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers that are normalised together by a softmax.
public enum SoftmaxScope: Hashable, Sendable {
  /// The innermost axis: the channels of a pixel, the entries of a vector.
  case channels
  /// All numbers of an example.
  case example

  /// Calls `body` with the first row and the number of rows of each group of numbers.
  @inline(__always)
  fileprivate func forEachGroup(of view: View, batch: Int, _ body: (Int, Int) -> Void) {
    let rows = self == .channels ? 1 : view.rows
    for first in stride(from: 0, to: batch * view.rows, by: rows) { body(first, rows) }
  }
}

/// y = exp(x) / Σ exp(x), over the channels or the whole example.
public struct Softmax: Operator, Kernel {
  /// Numbers that are normalised together.
  public let scope: SoftmaxScope
  /// Makes the operator.
  public init(over scope: SoftmaxScope = .channels) { self.scope = scope }

  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// The output.
  public var backwardReads: BackwardReads { .output }

  /// y = exp(x − max x) / Σ exp(x − max x), summed in double precision.
  public func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    scope.forEachGroup(of: y, batch: batch) { first, rows in
      let normalizer = LogSumExp(of: x, first: first, rows: rows)
      for row in first..<first + rows {
        let (source, target) = (x.base + row * x.rowStride, y.base + row * y.rowStride)
        for column in 0..<y.columns {
          target[column] = Float(exp(Double(source[column]) - normalizer.value))
        }
      }
    }
  }

  /// dx = y · (dy − Σ dy · y).
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (y, dy, dx) = (operands.output, operands.outputGradient, gradient.view)
    scope.forEachGroup(of: y, batch: batch) { first, rows in
      var inner = 0.0
      for row in first..<first + rows {
        let (output, slope) = (y.base + row * y.rowStride, dy.base + row * dy.rowStride)
        for column in 0..<y.columns { inner += Double(output[column]) * Double(slope[column]) }
      }
      for row in first..<first + rows {
        let (output, slope) = (y.base + row * y.rowStride, dy.base + row * dy.rowStride)
        let target = dx.base + row * dx.rowStride
        for column in 0..<y.columns {
          let value = Float(Double(output[column]) * (Double(slope[column]) - inner))
          target[column] = gradient.accumulates ? target[column] + value : value
        }
      }
    }
  }
}

/// y = x − log Σ exp(x), over the channels or the whole example.
public struct LogSoftmax: Operator, Kernel {
  /// Numbers that are normalised together.
  public let scope: SoftmaxScope
  /// Makes the operator.
  public init(over scope: SoftmaxScope = .channels) { self.scope = scope }

  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// The output.
  public var backwardReads: BackwardReads { .output }

  /// y = x − log Σ exp(x), summed in double precision.
  public func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    scope.forEachGroup(of: y, batch: batch) { first, rows in
      let normalizer = LogSumExp(of: x, first: first, rows: rows)
      for row in first..<first + rows {
        let (source, target) = (x.base + row * x.rowStride, y.base + row * y.rowStride)
        for column in 0..<y.columns {
          target[column] = Float(Double(source[column]) - normalizer.value)
        }
      }
    }
  }

  /// dx = dy − exp(y) · Σ dy.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (y, dy, dx) = (operands.output, operands.outputGradient, gradient.view)
    scope.forEachGroup(of: y, batch: batch) { first, rows in
      var total = 0.0
      for row in first..<first + rows {
        let slope = dy.base + row * dy.rowStride
        for column in 0..<y.columns { total += Double(slope[column]) }
      }
      for row in first..<first + rows {
        let (output, slope) = (y.base + row * y.rowStride, dy.base + row * dy.rowStride)
        let target = dx.base + row * dx.rowStride
        for column in 0..<y.columns {
          let value = Float(Double(slope[column]) - exp(Double(output[column])) * total)
          target[column] = gradient.accumulates ? target[column] + value : value
        }
      }
    }
  }
}

/// log Σ exp(x), without overflow.
private struct LogSumExp {
  let value: Double

  init(of view: View, first: Int, rows: Int) {
    var largest = -Float.infinity
    for row in first..<first + rows {
      let source = view.base + row * view.rowStride
      for column in 0..<view.columns { largest = max(largest, source[column]) }
    }
    var sum = 0.0
    for row in first..<first + rows {
      let source = view.base + row * view.rowStride
      for column in 0..<view.columns { sum += exp(Double(source[column]) - Double(largest)) }
    }
    value = Double(largest) + log(sum)
  }
}
