import Tensors

/// A way of splitting the score of an input among the input's numbers.
public protocol AttributionMethod: Sendable {
  /// Whether the method compares the input with baselines.
  var usesBaselines: Bool { get }

  /// Returns the attributions of `input`, averaged over `baselines` where the method uses them (one
  /// at least then). `progress` is told the number of evaluations done, and of all.
  func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap

  /// Returns the attributions of `input` for several functions, each as it would be alone. Methods
  /// that ask all of them at the same points let them share the work there is to share.
  func attribute<Function: DifferentiableFunction>(
    _ functions: [Function], input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> [AttributionMap]
}

extension AttributionMethod {
  /// Attributes to one function after another.
  public func attribute<Function: DifferentiableFunction>(
    _ functions: [Function], input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> [AttributionMap] {
    var maps: [AttributionMap] = []
    for (index, function) in functions.enumerated() {
      maps.append(
        try attribute(function, input: input, baselines: baselines) { done, all in
          progress(index * all + done, functions.count * all)
        })
    }
    return maps
  }

  /// Returns the attributions of `input` without reporting progress.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor]
  ) throws(Function.Failure) -> AttributionMap {
    try attribute(function, input: input, baselines: baselines) { _, _ in }
  }
}
