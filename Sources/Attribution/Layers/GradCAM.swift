import Tensors

/// Which places of a layer speak for the score: `max(0, Σ_c w_c A_c)`, the channels A_c of the layer
/// weighted with the mean of ∂F/∂A_c over all places. The map has one number per place of the
/// layer's grid; tokens that stand for no place are left out.
///
/// Paper: Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra, "Grad-CAM: Visual Explanations from Deep
/// Networks via Gradient-based Localization", ICCV 2017.
public struct GradCAM: LayerMethod {
  /// Makes the method.
  public init() {}

  /// Never.
  public var usesBaselines: Bool { false }

  /// A map of shape H×W×1 for a layer with a grid of H×W places.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    guard let grid = function.layerGrid, let channels = function.layerShape.dimensions.last else {
      preconditionFailure("Grad-CAM needs a layer with a grid of places")
    }
    let point = try function.layer(at: PointBatch([input]))[0]
    progress(1, 1)
    let first = grid.leadingTokens * channels
    let numbers = first..<first + grid.places * channels
    let (slopes, activations) = (point.gradient.values[numbers], point.activation.values[numbers])
    var weights = [Double](repeating: 0, count: channels)
    for (entry, slope) in slopes.enumerated() {
      weights[entry % channels] += Double(slope) / Double(grid.places)
    }
    let map = (0..<grid.places).map { place in
      let sum = (0..<channels).reduce(0.0) { sum, channel in
        sum + weights[channel]
          * Double(activations[numbers.lowerBound + place * channels + channel])
      }
      return Float(max(sum, 0))
    }
    return AttributionMap(
      attributions: Tensor([grid.height, grid.width, 1], map), scoreAtInput: point.score,
      scoreAtBaseline: nil, evaluations: 1)
  }
}
