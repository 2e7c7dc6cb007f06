import Foundation

/// A terminal that shows nothing of its input and hands it over byte by byte, until it is restored.
/// Keys that stop a program have no effect meanwhile; Ctrl-C has.
struct QuietTerminal {
  private let descriptor: Int32
  private let before: termios

  /// Makes the terminal quiet; nil if that cannot be done.
  init?(_ descriptor: Int32) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    (self.descriptor, before) = (descriptor, settings)
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // No byte need be there, and no time passes.
    settings.setControlCharacter(VMIN, 0)
    settings.setControlCharacter(VTIME, 0)
    let disabled = cc_t(truncatingIfNeeded: fpathconf(descriptor, Int32(_PC_VDISABLE)))
    for key in [VSUSP, VQUIT] { settings.setControlCharacter(key, disabled) }
    Interruption.willChange(terminal: descriptor, from: before)
    guard tcsetattr(descriptor, TCSADRAIN, &settings) == 0 else {
      Interruption.didRestoreTerminal()
      return nil
    }
  }

  /// Makes the terminal as it was before; input that nobody has read can be dropped.
  func restore(dropsInput: Bool) {
    Self.restore(descriptor, before, dropsInput: dropsInput)
    Interruption.didRestoreTerminal()
  }

  /// Sets a terminal, also if this process has been put into the background meanwhile, for which it
  /// would otherwise be stopped.
  static func restore(_ descriptor: Int32, _ settings: termios, dropsInput: Bool) {
    var signals = sigset_t()
    var blocked = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &signals, &blocked)
    var settings = settings
    tcsetattr(descriptor, dropsInput ? TCSAFLUSH : TCSADRAIN, &settings)
    pthread_sigmask(SIG_SETMASK, &blocked, nil)
  }
}

extension termios {
  /// Sets one of the control characters, which Swift sees as a tuple.
  fileprivate mutating func setControlCharacter(_ index: Int32, _ value: cc_t) {
    withUnsafeMutableBytes(of: &c_cc) {
      $0.storeBytes(of: value, toByteOffset: Int(index) * MemoryLayout<cc_t>.stride, as: cc_t.self)
    }
  }
}
