import Tensors

/// A function given by its formula, of a picture H×W×C.
struct PictureFormula: DifferentiableFunction {
  let inputShape: Shape
  let formula: Formula

  init(_ shape: Shape, _ formula: Formula) {
    precondition(shape.count == formula.inputShape.count, "one argument per number")
    inputShape = shape
    self.formula = formula
  }

  func values(at batch: PointBatch) throws(Never) -> [Double] { formula.values(at: batch) }

  func gradients(at batch: PointBatch) throws(Never) -> GradientSums {
    let answer = formula.gradients(at: batch)
    return GradientSums(
      values: answer.values, sums: answer.sums.map { $0.reshaped(to: inputShape) })
  }
}

extension PictureFormula {
  /// F = w·x.
  static func linear(_ shape: Shape, _ weights: [Double]) -> PictureFormula {
    PictureFormula(shape, .linear(weights))
  }
}

extension Tensor {
  /// Makes a picture entry by entry.
  static func picture(_ shape: Shape, _ body: (Int, Int, Int) -> Float) -> Tensor {
    var values: [Float] = []
    for y in 0..<shape[0] {
      for x in 0..<shape[1] {
        for channel in 0..<shape[2] { values.append(body(y, x, channel)) }
      }
    }
    return Tensor(shape, values)
  }

  /// The sum over the channels of each pixel of a picture.
  var pixelSums: [Double] {
    stride(from: 0, to: values.count, by: shape[2]).map { first in
      values[first..<first + shape[2]].reduce(0) { $0 + Double($1) }
    }
  }
}
