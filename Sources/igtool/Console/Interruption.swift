import Dispatch
import Foundation
import Synchronization

/// What happens on Ctrl-C and its relatives: half-written files are removed, then the program dies
/// from the very signal, so that a shell loop around it stops too.
enum Interruption {
  private static let temporaryFiles = Mutex(Set<String>())
  /// Kept alive; written once, before any other thread runs.
  private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

  /// Makes signals clean up, and makes writing to a closed pipe or past a file-size limit an error
  /// of the call instead of the end of the program.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // A signal that is ignored from outside (nohup) stays ignored.
      var action = sigaction()
      sigaction(number, nil, &action)
      if action.isIgnored { continue }
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { die(from: number) }
      source.resume()
      sources.append(source)
    }
  }

  /// Names a file that is to be removed if the program is interrupted.
  static func willWrite(_ path: String) { temporaryFiles.withLock { _ = $0.insert(path) } }

  /// Takes the name back.
  static func didWrite(_ path: String) { temporaryFiles.withLock { _ = $0.remove(path) } }

  private static func die(from number: Int32) {
    for path in temporaryFiles.withLock({ $0 }) { unlink(path) }
    signal(number, SIG_DFL)
    // The dispatch library blocks signals in its threads.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
  }
}

extension sigaction {
  /// Whether the signal is ignored.
  fileprivate var isIgnored: Bool {
    unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
