import Dispatch
import Files
import Foundation
import Synchronization

/// What happens on Ctrl-C and its relatives: half-written files are removed, then the program dies
/// from the very signal, so that a shell loop around it stops too.
enum Interruption {
  private static let temporaryFiles = Mutex(Set<String>())
  /// A terminal that has been changed, and its settings before.
  private static let terminal = Mutex<(descriptor: Int32, settings: termios)?>(nil)
  /// Taken by work that is not to be torn.
  private static let whole = DispatchSemaphore(value: 1)
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

  /// Names a file, or a folder of such files, that is to be removed if the program is interrupted.
  static func willWrite(_ path: String) { temporaryFiles.withLock { _ = $0.insert(path) } }

  /// Takes the name back.
  static func didWrite(_ path: String) { temporaryFiles.withLock { _ = $0.remove(path) } }

  /// Names a terminal that is to be set back if the program is interrupted.
  static func willChange(terminal descriptor: Int32, from settings: termios) {
    terminal.withLock { $0 = (descriptor, settings) }
  }

  /// Takes the terminal back.
  static func didRestoreTerminal() { terminal.withLock { $0 = nil } }

  /// Does something short that is not to be torn, such as sending a picture to a terminal, which
  /// would wait for the rest of it for ever. An interruption waits for its end, two seconds at most.
  /// Not to be nested.
  static func holdingOff<Value>(_ body: () throws -> Value) rethrows -> Value {
    whole.wait()
    defer { whole.signal() }
    return try body()
  }

  private static func die(from number: Int32) {
    _ = whole.wait(timeout: .now() + 2)
    // Longer paths first: files before their folders.
    for path in temporaryFiles.withLock({ $0 }).sorted(by: { $0.utf8.count > $1.utf8.count }) {
      _ = path.withFileName { remove($0) }
    }
    if let (descriptor, settings) = terminal.withLock({ $0 }) {
      QuietTerminal.restore(descriptor, settings, dropsInput: true)
    }
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
