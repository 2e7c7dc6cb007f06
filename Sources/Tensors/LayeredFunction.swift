/// A function with a value inside that can be looked at: V(x), a layer of a network. F may depend on
/// its input through the layer, past it, or both.
public protocol LayeredFunction: DifferentiableFunction {
  /// F as a function of the layer's value alone.
  associatedtype Tail: DifferentiableFunction where Tail.Failure == Failure

  /// Shape of V at one point.
  var layerShape: Shape { get }

  /// Where the places of a picture are in V; nil if it has none.
  var layerGrid: LayerGrid? { get }

  /// Returns at every point of a batch what there is to see at the layer. Weights and groups of the
  /// points do not matter.
  ///
  /// - Throws: `Failure` where F cannot be evaluated at a point, such as one of another shape.
  func layer(at batch: PointBatch) throws(Failure) -> [LayerPoint]

  /// Returns F as a function of the layer's value; whatever else F depends on stays as it is at
  /// `input`.
  ///
  /// - Throws: `Failure` where F cannot be evaluated at `input`.
  func tail(at input: Tensor) throws(Failure) -> Tail
}

extension LayeredFunction {
  /// The places of V if it is an image.
  public var layerGrid: LayerGrid? { LayerGrid(image: layerShape) }
}

/// What there is to see at a layer of a function, at one point.
public struct LayerPoint: Sendable {
  /// F(x).
  public var score: Double
  /// V(x), of the function's `layerShape`.
  public var activation: Tensor
  /// ∂F/∂V, of the same shape.
  public var gradient: Tensor

  /// Makes a point from its parts.
  public init(score: Double, activation: Tensor, gradient: Tensor) {
    self.score = score
    self.activation = activation
    self.gradient = gradient
  }
}
