import Foundation

/// How a process ended, and what it wrote.
struct Outcome {
  /// Exit status; nil where a signal ended the process.
  let status: Int32?
  /// The signal that ended the process.
  let signal: Int32?
  let output: String
  let error: String

  /// Lines on standard error.
  var errorLines: [String] { error.split(separator: "\n").map(String.init) }
}

/// A process that is running.
struct RunningProgram {
  fileprivate let process: pid_t
  fileprivate let outputFile: String
  fileprivate let errorFile: String

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process, signal) }

  /// Waits for the end; a process that takes longer than `limit` seconds is killed.
  func wait(limit: Double = 240) -> Outcome {
    let deadline = Date().addingTimeInterval(limit)
    while true {
      if let outcome = finished() { return outcome }
      if Date() > deadline { kill(process, SIGKILL) }
      usleep(2000)
    }
  }

  /// How the process has ended; nil as long as it runs.
  func finished() -> Outcome? {
    var status: Int32 = 0
    if waitpid(process, &status, WNOHANG) == 0 { return nil }
    let signal = status & 0x7f
    return Outcome(
      status: signal == 0 ? status >> 8 & 0xff : nil, signal: signal == 0 ? nil : signal,
      output: Self.text(outputFile), error: Self.text(errorFile))
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

/// A program to be started, with everything that it is given.
struct Program {
  var path: String
  var arguments: [String]
  var environment: [String: String]
  var folder: String
  /// File that is its standard input.
  var input: String
  /// Folder for what it writes to its standard streams.
  var streams: String
  /// Terminal that controls it and has all its standard streams, instead of files.
  var terminal: String?

  /// Starts the program; no signal is ignored in it, whatever this process ignores.
  func start() throws -> RunningProgram {
    let name = UUID().uuidString
    let running = (output: "\(streams)/\(name).out", error: "\(streams)/\(name).err")

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal {
      posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
      for stream in [1, 2] as [Int32] { posix_spawn_file_actions_adddup2(&actions, 0, stream) }
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, running.output, O_WRONLY | O_CREAT, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, running.error, O_WRONLY | O_CREAT, 0o600)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

    // A terminal controls the leader of a new session.
    let session = terminal == nil ? [] : ["setsid", "--ctty"]
    var argv = (["env", "-C", folder] + session + [path] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/usr/bin/env", &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    return RunningProgram(process: process, outputFile: running.output, errorFile: running.error)
  }
}
