import Foundation

/// What a terminal answers when it is asked what it can do.
enum Personality: String {
  case kitty, iterm, sixel, silent
  /// One whose last answer never ends.
  case broken

  fileprivate var answer: String {
    switch self {
    case .kitty: "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}P>|kitty(0.35.2)\u{1b}\\\u{1b}[?62;c"
    case .iterm: "\u{1b}P>|iTerm2 3.5.10\u{1b}\\\u{1b}[?64;1;4c"
    case .sixel: "\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?1;0;64S\u{1b}[?64;1;2;4;6;9;15;22c"
    case .silent: ""
    case .broken: "\u{1b}P>|Broken\u{1b}\\\u{1b}[?64;1"
    }
  }
}

/// A pseudo-terminal in which a program runs: its standard streams and its controlling terminal.
final class Terminal {
  /// What has become of the terminal when a program has ended.
  struct Screen {
    let outcome: Outcome
    /// Everything that was written to the terminal.
    let text: String
    /// Whether the program has asked the terminal what it can do.
    let isAsked: Bool
    /// Seconds from the question to the first half block; nil if one of them did not come.
    let secondsToBlocks: Double?
    /// Bytes that the next reader of the terminal would get.
    let unread: String
    /// Whether the terminal's settings are what they were.
    let isRestored: Bool
  }

  private let personality: Personality
  /// The end of whoever draws the terminal and has its keys.
  private let near: Int32
  /// The end of programs, held open so that settings and unread input outlive them.
  private let far: Int32
  private let path: String
  private let before: termios

  /// TIOCSPTLCK and TIOCGPTN of Linux, macros that Swift does not see.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// Opens a terminal of a size in cells.
  init(_ personality: Personality, columns: UInt16 = 100, rows: UInt16 = 40) throws {
    self.personality = personality
    near = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    guard near >= 0, ioctl(near, Self.setLock, &lock) == 0,
      ioctl(near, Self.getNumber, &number) == 0
    else { throw POSIXError(.ENOTTY) }
    path = "/dev/pts/\(number)"
    far = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var settings = termios()
    guard far >= 0, ioctl(near, UInt(TIOCSWINSZ), &size) == 0, tcgetattr(far, &settings) == 0 else {
      throw POSIXError(.ENOTTY)
    }
    before = settings
  }

  deinit {
    close(near)
    close(far)
  }

  /// Types keys.
  func type(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(near, $0.baseAddress, $0.count) }
  }

  /// Runs a program to its end; `whenAsked` is called at its question, before the answer.
  func run(
    _ program: Program, whenAsked: (RunningProgram) -> Void = { _ in }
  ) throws -> Screen {
    var program = program
    program.terminal = path
    let running = try program.start()
    let deadline = Date().addingTimeInterval(60)
    var (bytes, outcome) = ([UInt8](), Outcome?.none)
    var (question, blocks) = (Date?.none, Date?.none)
    while Date() < deadline {
      guard waits(near, milliseconds: 5) else {
        if outcome != nil { break }
        outcome = running.finished()
        continue
      }
      bytes += Self.bytes(from: near)
      let text = String(decoding: bytes, as: UTF8.self)
      if question == nil, text.contains("\u{1b}[c") {
        question = Date()
        whenAsked(running)
        type(personality.answer)
      }
      if blocks == nil, text.contains("▀") { blocks = Date() }
    }
    let isRestored = isRestored
    return Screen(
      outcome: outcome ?? running.wait(limit: 0), text: String(decoding: bytes, as: UTF8.self),
      isAsked: question != nil,
      secondsToBlocks: question.flatMap { blocks?.timeIntervalSince($0) }, unread: unread(),
      isRestored: isRestored)
  }

  /// Whether something can be read, or can within a time.
  private func waits(_ descriptor: Int32, milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) > 0 && request.revents & Int16(POLLIN) != 0
  }

  private func unread() -> String {
    var settings = before
    settings.c_lflag &= ~tcflag_t(ICANON)
    tcsetattr(far, TCSANOW, &settings)
    guard waits(far, milliseconds: 0) else { return "" }
    return String(decoding: Self.bytes(from: far), as: UTF8.self)
  }

  private static func bytes(from descriptor: Int32) -> ArraySlice<UInt8> {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(descriptor, &buffer, buffer.count)
    return buffer.prefix(max(0, count))
  }

  private var isRestored: Bool {
    var now = termios()
    tcgetattr(far, &now)
    return withUnsafeBytes(of: now.c_cc) { now in
      withUnsafeBytes(of: before.c_cc) { $0.elementsEqual(now) }
    } && now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag
      && now.c_oflag == before.c_oflag && now.c_cflag == before.c_cflag
  }
}
