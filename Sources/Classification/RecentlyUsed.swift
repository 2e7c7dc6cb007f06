import Synchronization

/// A few values that were made for keys: those that were asked for last are kept.
public final class RecentlyUsed<Key: Equatable & Sendable, Value: Sendable>: Sendable {
  private let limit: Int
  /// The last one that was asked for at the end.
  private let entries = Mutex<[(key: Key, value: Value)]>([])

  /// Keeps so many values.
  public init(limit: Int) { self.limit = limit }

  /// Returns the value for a key, which `make` makes unless it is kept.
  ///
  /// - Throws: what `make` throws.
  public func value<Failure: Error>(
    for key: Key, make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let known = use(key, nil) { return known }
    // Not under the lock: making may take long.
    let made = try make()
    return use(key, made) ?? made
  }

  /// Puts the value of a key last, `made` where there is none.
  private func use(_ key: Key, _ made: Value?) -> Value? {
    entries.withLock { entries in
      let place = entries.firstIndex { $0.key == key }
      guard let value = place.map({ entries[$0].value }) ?? made else { return nil }
      if let place { entries.remove(at: place) }
      entries = entries.suffix(limit - 1) + [(key, value)]
      return value
    }
  }
}
