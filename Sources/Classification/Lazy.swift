import Engine
import Synchronization

/// A prepared network that is made when it is first asked for: that takes time and memory.
final class Lazy<Value: Sendable>: Sendable {
  private let make: @Sendable () throws(GraphError) -> Value
  private let value = Mutex<Value?>(nil)

  init(_ make: @escaping @Sendable () throws(GraphError) -> Value) { self.make = make }

  /// Returns the prepared network.
  func get() throws(ClassificationError) -> Value {
    do {
      return try value.withLock { value throws(GraphError) in
        if let value { return value }
        let made = try make()
        value = made
        return made
      }
    } catch {
      throw .graph(error)
    }
  }
}
