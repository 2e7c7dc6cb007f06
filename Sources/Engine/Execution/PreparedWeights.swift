import Synchronization
import Tensors

/// Weights as they were laid out for products, kept so that the plans of one network share them: its
/// scores with and without gradients, the parts before and behind a layer, a copy beside itself.
///
/// They are found again by the memory of the numbers that they were made of, which is kept as long
/// as they are; weights that a plan has changed (by a normalisation that it worked into them) are
/// its own.
public final class PreparedWeights: Sendable {
  /// How numbers are laid out.
  enum Layout: Hashable {
    /// For products with inputs, or with the output's gradients.
    case product(isTransposed: Bool)
    /// At Winograd's points, taps in their order or turned by 180°.
    case winograd(isFlipped: Bool)
    /// For gathered receptive fields.
    case gathered(groups: Int)
    /// For gathered fields of the output's gradient.
    case gatheredGradient(groups: Int)
    /// For fields of the input's gradient that are scattered afterwards.
    case scatteredGradient(groups: Int)
  }

  private struct Key: Hashable {
    let address: Int
    let shape: Shape
    let layout: Layout
    let usesBLAS: Bool
  }

  private let kept = Mutex<[Key: (weights: Tensor, matrices: [PackedMatrix])]>([:])

  /// Makes an empty store, for one network.
  public init() {}

  /// How many layouts of weights there are.
  package var count: Int { kept.withLock { $0.count } }

  fileprivate func matrices(
    of weights: Tensor, _ layout: Layout, usesBLAS: Bool, make: () -> [PackedMatrix]
  ) -> [PackedMatrix] {
    let address = weights.values.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    let key = Key(address: address, shape: weights.shape, layout: layout, usesBLAS: usesBLAS)
    if let known = kept.withLock({ $0[key] }) { return known.matrices }
    // Not under the lock: several operators are prepared at a time.
    let made = make()
    return kept.withLock { kept in
      if let known = kept[key] { return known.matrices }
      kept[key] = (weights, made)
      return made
    }
  }
}

extension PreparedWeights: Hashable {
  /// Whether both are the same object.
  public static func == (one: PreparedWeights, other: PreparedWeights) -> Bool { one === other }

  /// Feeds the object's identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension KernelOptions {
  /// Returns weights laid out by `make`, or as another plan had them laid out.
  func prepared(
    _ weights: Tensor, _ layout: PreparedWeights.Layout, make: () -> [PackedMatrix]
  ) -> [PackedMatrix] {
    preparedWeights?.matrices(of: weights, layout, usesBLAS: usesBLAS, make: make) ?? make()
  }
}
