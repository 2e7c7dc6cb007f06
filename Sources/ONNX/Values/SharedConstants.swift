import Synchronization

/// The constants of a file that is imported several times, decoded once: networks that are made of it
/// have them in the same memory.
public final class SharedConstants: Sendable {
  private let known = Mutex<[String: ConstantArray]>([:])

  /// Makes an empty store, for one file.
  public init() {}

  /// Returns a constant of the file by its name, which `decode` makes the first time.
  func constant(
    _ name: String, decode: () throws(ONNXError) -> ConstantArray
  ) throws(ONNXError) -> ConstantArray {
    if let known = known.withLock({ $0[name] }) { return known }
    let made = try decode()
    return known.withLock { known in
      if let first = known[name] { return first }
      known[name] = made
      return made
    }
  }
}
