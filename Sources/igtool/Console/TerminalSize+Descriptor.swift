import Foundation
import Imaging
import Rendering

extension TerminalSize {
  /// Columns that lines on standard output may take; 100 where that is no terminal, and so no limit.
  static var outputWidth: Int { limitsOutput ? TerminalSize(of: STDOUT_FILENO).columns : 100 }

  /// Whether lines on standard output have to fit a terminal; elsewhere names are whole.
  static var limitsOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The size of the terminal that a stream goes to; 80 × 24 where it does not tell.
  init(of descriptor: Int32) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else {
      self.init(columns: 0, rows: 0)
      return
    }
    let (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
    let cell = Size(
      width: Int(size.ws_xpixel) / max(1, columns), height: Int(size.ws_ypixel) / max(1, rows))
    self.init(columns: columns, rows: rows, cell: cell)
  }
}
