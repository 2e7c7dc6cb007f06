import Tensors

/// A way of splitting a score among the numbers of a layer inside the function.
public protocol LayerMethod: Sendable {
  /// Whether the method compares the input with baselines.
  var usesBaselines: Bool { get }

  /// Returns attributions of the shape that the method gives at the function's layer, averaged over
  /// `baselines` where the method uses them (one at least then). `progress` is told the number of
  /// evaluations done, and of all.
  func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap
}

extension LayerMethod {
  /// Returns the attributions at the layer without reporting progress.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor]
  ) throws(Function.Failure) -> AttributionMap {
    try attribute(function, input: input, baselines: baselines) { _, _ in }
  }
}

/// Any method, with the layer's value in place of the input: Integrated Gradients from V(x′) to V(x),
/// the gradient at V(x), and so on. What the score depends on besides the layer stays as it is at x.
public struct AtLayer: LayerMethod {
  /// The method.
  public let base: any AttributionMethod

  /// Moves a method to a layer.
  public init(_ base: any AttributionMethod) { self.base = base }

  /// As the method.
  public var usesBaselines: Bool { base.usesBaselines }

  /// Attributions of the layer's shape. A sum is promised where the method promises one: F minus F
  /// with the layer as it is at the baseline.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    var activations: [Tensor] = []
    for point in [input] + baselines {
      activations.append(try function.layer(at: PointBatch([point]))[0].activation)
    }
    return try base.attribute(
      try function.tail(at: input), input: activations[0],
      baselines: Array(activations.dropFirst()),
      progress: progress)
  }
}
