import Attribution
import Tensors

/// A method that has been made, in the form that Attribution knows it in.
package enum MethodForm: Sendable {
  /// A method for any function; at a layer, what lies behind the layer is the function.
  case plain(any AttributionMethod)
  /// A method that needs a layer's values together with its gradients.
  case atLayer(any LayerMethod)
  /// A method for any function, and what it is at a layer, where that is more than the method with the
  /// layer's value in place of the input.
  case either(any AttributionMethod, atLayer: any LayerMethod)
  /// A method that sees the function against a reference.
  case referenced(DeepLift)
}

/// What methods are made with besides their settings.
package struct MethodContext: Sendable {
  /// What the numbers of an input are.
  package let features: Features
  /// Where random numbers begin.
  package let seed: UInt64
  /// The inputs that expected gradients draw from.
  package let references: References
  /// The points at which influence is measured, where they are listed.
  package let points: [Tensor]
  /// Whether the method is to tell what it sees on its way.
  package let recordsPath: Bool

  /// Makes a context of its parts.
  package init(
    features: Features, seed: UInt64, references: References, points: [Tensor] = [],
    recordsPath: Bool
  ) {
    (self.features, self.seed, self.points) = (features, seed, points)
    (self.references, self.recordsPath) = (references, recordsPath)
  }
}

/// The inputs that expected gradients draw from, as the network reads them: those that are drawn.
package struct References: Sendable {
  /// The inputs, by their places among all.
  package let drawn: [Int: Tensor]
  /// Number of inputs that are drawn from.
  package let count: Int

  /// Makes references of those that are drawn.
  package init(drawn: [Int: Tensor], count: Int) { (self.drawn, self.count) = (drawn, count) }

  /// Nothing to draw from.
  package static let none = References(drawn: [:], count: 0)
}
