import Foundation
import Models
import Synchronization

/// Finds models, and fetches those that the catalogue has, telling about it.
struct ModelFetch {
  let store: ModelStore
  let isQuiet: Bool

  /// Returns the model of a name or path, fetching it if it is catalogued and nowhere here.
  func find(_ nameOrPath: String, offline: Bool) throws(ModelsError) -> ModelFiles {
    let teller = PullTeller(nameOrPath, isQuiet: isQuiet)
    defer { teller.finish() }
    return try store.locateOrPull(nameOrPath, offline: offline) { teller.tell($0) }
  }

  /// Fetches a catalogued model into the user's cache, and returns its path.
  func pull(_ name: String, offline: Bool) throws(ModelsError) -> String {
    let teller = PullTeller(name, isQuiet: isQuiet)
    defer { teller.finish() }
    return try store.pull(name, offline: offline) { teller.tell($0) }
  }
}

/// Shows what happens while a model is fetched.
private final class PullTeller: Sendable {
  private let bar: ProgressBar
  private let isQuiet: Bool
  private let announced = Mutex(Set<String>())

  init(_ name: String, isQuiet: Bool) {
    bar = ProgressBar(name, unit: .bytes, isQuiet: isQuiet)
    self.isQuiet = isQuiet
  }

  func tell(_ event: PullEvent) {
    switch event {
    case .progress(let file, let received, let total):
      announce(file, "fetching \(file)\(total.map { " (\(ByteCount($0)))" } ?? "")")
      bar.update(received, of: total)
    case .waiting(let path): announce(path, "\(path): waiting for another process that fetches it")
    case .verifying(let file): announce("check " + file, "\(file): checking SHA-256")
    case .labelsMissing(let error): Console.warning("no class names: \(error)")
    }
  }

  func finish() { bar.finish() }

  private func announce(_ key: String, _ message: String) {
    let isNew = announced.withLock { $0.insert(key).inserted }
    if isNew && !isQuiet { Console.note(message) }
  }
}
