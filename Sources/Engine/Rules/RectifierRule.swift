import Tensors

/// What a rectifier lets through on the way back, in place of its gradient.
public enum RectifierRule: String, CaseIterable, Sendable {
  /// Guided backpropagation: what is positive, where the rectifier's input was positive:
  /// `dx = dy where x > 0 and dy > 0, else 0`.
  ///
  /// Paper: Springenberg, Dosovitskiy, Brox, Riedmiller, "Striving for Simplicity: The All
  /// Convolutional Net", ICLR workshop 2015.
  case guidedBackpropagation = "guided-backpropagation"
  /// The deconvolution network: what is positive, whatever the rectifier's input was:
  /// `dx = max(dy, 0)`.
  ///
  /// Paper: Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.
  case deconvolution
}

extension Graph {
  /// Returns the graph with every ``Rectifier`` following `rule` on the way back. It computes the
  /// same; its "gradients" are what the rule makes of them. Leaky rectifiers, clips and other
  /// functions keep their gradients.
  ///
  /// The rule is for graphs whose rectifiers are still operators of their own, as they are before
  /// ``simplified()``.
  public func withRectifiers(_ rule: RectifierRule) -> Graph {
    checkThatRectifiersStandAlone()
    return rewritten { node in
      (node.operator is Rectifier ? RuledRectifier(rule) : node.operator, node.inputs)
    }
  }

  /// Traps where a rectifier has been absorbed by another operator, which rules would miss.
  func checkThatRectifiersStandAlone() {
    precondition(
      nodes.allSatisfy { $0.operator is Rectifier || !$0.operator.rectifiesOutput },
      "rules for rectifiers come before operators are fused")
  }
}

/// y = max(x, 0), with a rule in place of its gradient.
public struct RuledRectifier: Operator, Kernel {
  /// What it lets through on the way back.
  public let rule: RectifierRule

  /// Makes the operator.
  public init(_ rule: RectifierRule) { self.rule = rule }

  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// Always.
  public var memoryUse: MemoryUse { .inPlace }

  /// The output, where the rule asks whether the input was positive.
  public var backwardReads: BackwardReads { rule == .guidedBackpropagation ? .output : [] }

  /// y = max(x, 0).
  public func forward(_ operands: Operands, batch: Int) {
    Rectifier().forward(operands, batch: batch)
  }

  /// dx = dy where the rule lets it through, else 0.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (y, dy, dx) = (operands.output, operands.outputGradient, gradient.view)
    for row in 0..<batch * dy.rows {
      let output = y.base + row * y.rowStride
      let upper = dy.base + row * dy.rowStride
      let target = dx.base + row * dx.rowStride
      for column in 0..<dy.columns {
        let isOpen = rule == .deconvolution || output[column] > 0
        let value = isOpen ? max(upper[column], 0) : 0
        target[column] = gradient.accumulates ? target[column] + value : value
      }
    }
  }
}
