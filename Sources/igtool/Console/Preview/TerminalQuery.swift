import Foundation
import Rendering

/// Asks the terminal that this process is controlled from what it can draw.
struct TerminalQuery {
  /// Whether pictures of the kitty protocol are drawn (a picture of one pixel that is not shown); a
  /// line that is taken away again if a terminal has printed that; the terminal's name; the number
  /// of colours of sixels; and at last what every terminal answers.
  private static let question =
    "\u{1b}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\\r\u{1b}[K"
    + "\u{1b}[>0q" + "\u{1b}[?1;1;0S" + "\u{1b}[c"

  /// Longest time to wait, in seconds.
  let patience: Double

  /// Asks, and waits for the answer. Nothing is asked in the background, where standard output is not
  /// that terminal, or where somebody has typed already.
  static func ask(_ environment: TerminalEnvironment) -> TerminalAnswer {
    guard !environment.isMute, tcgetpgrp(STDOUT_FILENO) == getpgrp() else {
      return TerminalAnswer()
    }
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { return TerminalAnswer() }
    defer { close(terminal) }
    return TerminalQuery(patience: environment.isRemote ? 1 : 0.2).ask(terminal)
  }

  private func ask(_ terminal: Int32) -> TerminalAnswer {
    guard let quiet = QuietTerminal(terminal) else { return TerminalAnswer() }
    var answer = TerminalAnswer()
    var typed: Int32 = 0
    let isFree = ioctl(terminal, UInt(FIONREAD), &typed) == 0 && typed == 0
    if isFree, (try? Console.write(Array(Self.question.utf8), to: terminal)) != nil {
      answer = read(terminal)
    }
    // What comes too late is not for the shell to read; what was typed before is.
    quiet.restore(dropsInput: isFree && !answer.isComplete)
    return answer
  }

  /// Reads until the last answer has come, or time is over.
  private func read(_ terminal: Int32) -> TerminalAnswer {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(patience)
    var bytes: [UInt8] = []
    var answer = TerminalAnswer()
    while !answer.isComplete, clock.now < end {
      var request = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, 20) > 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: 1024)
      let count = Foundation.read(terminal, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
      answer = TerminalAnswer(bytes)
    }
    return answer
  }
}
