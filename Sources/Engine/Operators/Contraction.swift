import Tensors

/// Sums of products of two values, by labels of their axes (an einsum of two operands):
/// `y[output] = scale · Σ left[…] · right[…]`, over the labels that both inputs have and the output
/// lacks. Attention is `left` [query, head, dim], `right` [key, head, dim], `output` [query, head,
/// key], and the like with values.
///
/// Labels of all three are looped over, and so are those of the output that do not merge with their
/// neighbours; an extent of 1 against more is repeated. The rest is one matrix product, which reads
/// and writes in place. For that the labels that are summed over must be neighbours, in the same
/// order, in both inputs, and the innermost axis of each operand must be part of the product. Other
/// arrangements are refused: transpose first.
public struct Contraction: Operator {
  /// What an axis stands for: axes of one label are walked together.
  public typealias Label = Int

  /// Labels of the axes of the first input.
  public let left: [Label]
  /// Labels of the axes of the second input.
  public let right: [Label]
  /// Labels of the axes of the output.
  public let output: [Label]
  /// What sums are multiplied with.
  public let scale: Float
  /// Terms of each sum, if multiplications are to be counted.
  public let terms: Int?

  /// Makes the operator.
  public init(
    left: [Label], right: [Label], output: [Label], scale: Float = 1, terms: Int? = nil
  ) {
    self.left = left
    self.right = right
    self.output = output
    self.scale = scale
    self.terms = terms
  }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// One for each term of each output, if the number of terms is known.
  public func multiplications(output: Shape) -> Int { output.count * (terms ?? 0) }

  /// The extents of the output's labels.
  ///
  /// - Throws: `ShapeError` where labels do not fit the shapes or each other, or where the numbers
  ///   of a sum do not lie side by side in both inputs.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let extents = try extents(inputs)
    let plan = try ContractionPlan(self, inputs: inputs, extents: extents, isDense: true)
    if let terms, terms != plan.terms {
      throw ShapeError("expected sums of \(terms) terms, found shapes \(inputs[0]), \(inputs[1])")
    }
    return Shape(output.map { extents[$0] ?? 1 })
  }

  /// Arranges the product, for dense rows and for rows apart.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    do {
      let extents = try extents(inputs)
      return ContractionKernel(
        dense: try ContractionPlan(self, inputs: inputs, extents: extents, isDense: true),
        spaced: try ContractionPlan(self, inputs: inputs, extents: extents, isDense: false),
        scale: scale)
    } catch {
      preconditionFailure("a kernel for shapes that were refused: \(error)")
    }
  }

  /// The extent of every label.
  private func extents(_ inputs: [Shape]) throws(ShapeError) -> [Label: Int] {
    guard inputs.count == 2, left.count == inputs[0].rank, right.count == inputs[1].rank else {
      throw ShapeError("labels \(left), \(right) do not fit shapes \(inputs)")
    }
    for labels in [left, right, output] where Set(labels).count < labels.count {
      throw ShapeError("a label of \(labels) occurs twice")
    }
    var extents: [Label: Int] = [:]
    for (labels, shape) in zip([left, right], inputs) {
      for (label, extent) in zip(labels, shape.dimensions) {
        let known = extents[label] ?? 1
        guard extent > 0, known == extent || known == 1 || extent == 1 else {
          throw ShapeError(
            "label \(label) has extents \(known) and \(extent) in shapes \(inputs[0]), "
              + "\(inputs[1])")
        }
        extents[label] = max(known, extent)
      }
    }
    if let unknown = output.first(where: { extents[$0] == nil }) {
      throw ShapeError("label \(unknown) of the output is in no input")
    }
    return extents
  }
}

private struct ContractionKernel: Kernel {
  /// For values whose numbers are all neighbours.
  let dense: ContractionPlan
  /// For values whose rows may lie apart.
  let spaced: ContractionPlan
  let scale: Float

  var backwardReads: BackwardReads { .inputs }

  func forward(_ operands: Operands, batch: Int) {
    let (a, b, y) = (operands.inputs[0], operands.inputs[1], operands.output)
    let plan = plan(a, b, y)
    for example in 0..<batch {
      for turn in plan.turns {
        StridedMatrix.multiply(
          plan.left(a, example, turn), plan.right(b, example, turn),
          into: plan.output(y, example, turn), scale: scale, accumulates: !turn.isFirst.output)
      }
    }
  }

  /// da = scale · dy · bᵀ, db = scale · aᵀ · dy.
  func backward(_ operands: Operands, batch: Int) {
    let (a, b, dy) = (operands.inputs[0], operands.inputs[1], operands.outputGradient)
    if let gradient = operands.inputGradients[0] {
      let plan = plan(gradient.view, b, dy)
      for example in 0..<batch {
        for turn in plan.turns {
          StridedMatrix.multiply(
            plan.output(dy, example, turn), plan.right(b, example, turn).transposed,
            into: plan.left(gradient.view, example, turn), scale: scale,
            accumulates: gradient.accumulates || !turn.isFirst.left)
        }
      }
    }
    if let gradient = operands.inputGradients[1] {
      let plan = plan(a, gradient.view, dy)
      for example in 0..<batch {
        for turn in plan.turns {
          StridedMatrix.multiply(
            plan.left(a, example, turn).transposed, plan.output(dy, example, turn),
            into: plan.right(gradient.view, example, turn), scale: scale,
            accumulates: gradient.accumulates || !turn.isFirst.right)
        }
      }
    }
  }

  private func plan(_ left: View, _ right: View, _ output: View) -> ContractionPlan {
    left.isDense && right.isDense && output.isDense ? dense : spaced
  }
}
