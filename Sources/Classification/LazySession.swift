import Engine
import Synchronization
import Tensors

/// A session that is made when it is first asked for: preparing a network takes time and memory.
final class LazySession: Sendable {
  private let make: @Sendable () throws(GraphError) -> GradientSession
  private let session = Mutex<GradientSession?>(nil)

  init(_ make: @escaping @Sendable () throws(GraphError) -> GradientSession) { self.make = make }

  /// Returns the session.
  func get() throws(ClassificationError) -> GradientSession {
    do {
      return try session.withLock { session throws(GraphError) in
        if let session { return session }
        let made = try make()
        session = made
        return made
      }
    } catch {
      throw .graph(error)
    }
  }
}
