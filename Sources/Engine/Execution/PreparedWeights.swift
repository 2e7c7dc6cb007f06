import Synchronization
import Tensors

/// Weights as they were laid out for products, which the plans of one network share: its scores with
/// and without gradients, the parts before and behind a layer, a copy beside itself.
///
/// They are found by the memory of the numbers that they were made of, and live as long as a plan
/// holds them: what one plan has changed (by a normalisation that it worked into its weights) goes
/// with it.
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

  /// Matrices and what they were made of, whose memory no other numbers may get as long as they are
  /// here.
  private struct Entry {
    let weights: Tensor
    let references: [PackedMatrix.WeakReference]

    /// The matrices; nil where no plan holds them any more.
    var matrices: [PackedMatrix]? {
      let found = references.compactMap(\.matrix)
      return found.count == references.count ? found : nil
    }
  }

  private struct Store {
    var entries: [Key: Entry] = [:]
    /// How many there may be until those that nobody holds are dropped: twice as many as were left,
    /// so that adding one costs the same on average however many there are.
    var capacity = 64
  }

  private let store = Mutex(Store())

  /// Makes an empty store, for one network.
  public init() {}

  /// How many layouts of weights plans hold.
  package var count: Int { store.withLock { $0.entries.values.count { $0.matrices != nil } } }

  fileprivate func matrices(
    of weights: Tensor, _ layout: Layout, usesBLAS: Bool, make: () -> [PackedMatrix]
  ) -> [PackedMatrix] {
    let address = weights.values.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    let key = Key(address: address, shape: weights.shape, layout: layout, usesBLAS: usesBLAS)
    if let known = store.withLock({ $0.entries[key]?.matrices }) { return known }
    // Not under the lock: several operators are prepared at a time.
    let made = make()
    return store.withLock { store in
      if let known = store.entries[key]?.matrices { return known }
      if store.entries.count >= store.capacity {
        store.entries = store.entries.filter { $0.value.matrices != nil }
        store.capacity = max(64, 2 * store.entries.count)
      }
      store.entries[key] = Entry(
        weights: weights, references: made.map(PackedMatrix.WeakReference.init))
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
