import Files
import Foundation

/// The three streams that a program begins with, any of which whoever starts it may have closed.
enum StandardStreams {
  /// Puts something into the place of closed streams, so that no file that is opened takes it: what is read
  /// from there, or written, is refused. Ends the program at once if results have no place to go to.
  static func prepare() {
    if isClosed(STDIN_FILENO) { occupy(STDIN_FILENO, O_WRONLY) }
    let hasOutput = !isClosed(STDOUT_FILENO)
    if !hasOutput { occupy(STDOUT_FILENO, O_RDONLY) }
    if isClosed(STDERR_FILENO) { occupy(STDERR_FILENO, O_WRONLY) }
    if !hasOutput {
      Console.error(
        "standard output is closed; send it to a file, as in > results.txt, or to /dev/null")
      exit(ExitStatus.inputOutput.rawValue)
    }
  }

  private static func isClosed(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) < 0 }

  /// Opens nothing; the lowest descriptor that is free is taken, which is the closed one.
  private static func occupy(_ descriptor: Int32, _ mode: Int32) {
    let opened = open("/dev/null", mode)
    if opened >= 0 && opened != descriptor {
      dup2(opened, descriptor)
      close(opened)
    }
  }
}
