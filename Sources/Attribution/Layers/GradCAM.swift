import Tensors

/// Which places of a convolutional layer speak for the score:
/// `max(0, Σ_c w_c A_c)`, the channels A_c of the layer weighted with the mean of ∂F/∂A_c over all
/// places. The map has one number per place of the layer.
///
/// Paper: Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra, "Grad-CAM: Visual Explanations from Deep
/// Networks via Gradient-based Localization", ICCV 2017.
public struct GradCAM: LayerMethod {
  /// Makes the method.
  public init() {}

  /// Never.
  public var usesBaselines: Bool { false }

  /// A map of shape H×W×1 for a layer of shape H×W×C.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let shape = function.layerShape
    precondition(shape.rank == 3, "Grad-CAM needs a layer of shape H×W×C")
    let point = try function.layer(at: PointBatch([input]))[0]
    progress(1, 1)
    let (places, channels) = (shape[0] * shape[1], shape[2])
    var weights = [Double](repeating: 0, count: channels)
    for (entry, slope) in point.gradient.values.enumerated() {
      weights[entry % channels] += Double(slope) / Double(places)
    }
    let map = (0..<places).map { place in
      let sum = (0..<channels).reduce(0.0) { sum, channel in
        sum + weights[channel] * Double(point.activation.values[place * channels + channel])
      }
      return Float(max(sum, 0))
    }
    return AttributionMap(
      attributions: Tensor([shape[0], shape[1], 1], map), scoreAtInput: point.score,
      scoreAtBaseline: nil, evaluations: 1)
  }
}
