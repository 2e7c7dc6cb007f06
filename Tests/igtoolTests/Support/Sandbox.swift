import Foundation
import Imaging
import Tensors

/// An empty folder to run the tool in, with a home of its own and without a network; removed with
/// everything in it when the test is over.
final class Sandbox {
  /// Working directory of the tool.
  let folder: String
  private let root: String

  init() {
    root = NSTemporaryDirectory() + "/igtool-tests-" + UUID().uuidString
    folder = root + "/here"
    for name in ["here", "home", "streams"] {
      try? FileManager.default.createDirectory(
        atPath: "\(root)/\(name)", withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Home of the user who runs the tool.
  var home: String { root + "/home" }

  /// The tool, beside the bundle of the tests.
  static let tool: String = {
    let tests = Bundle.main.executablePath ?? CommandLine.arguments[0]
    return ((tests as NSString).deletingLastPathComponent as NSString)
      .appendingPathComponent("igtool")
  }()

  /// Runs the tool to its end.
  @discardableResult
  func run(
    _ arguments: String..., input: String = "/dev/null", environment: [String: String] = [:]
  ) throws -> Outcome {
    try program(arguments, input: input, environment: environment).start().wait()
  }

  /// Runs the tool to its end.
  @discardableResult
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try program(arguments, environment: environment).start().wait()
  }

  /// Explains with the built-in network, two steps and further arguments: fast, and as good as any
  /// other number of steps where the map does not matter. A method that is named has its own.
  @discardableResult
  func explain(_ arguments: String..., input: String = "/dev/null") throws -> Outcome {
    let steps = arguments.contains("--method") ? [] : ["--steps", "2"]
    let all = ["explain", "--model", "shapes"] + steps + arguments
    return try program(all, input: input).start().wait()
  }

  /// Starts the tool.
  func start(_ arguments: String...) throws -> RunningProgram {
    try program(arguments).start()
  }

  /// Runs a line of shell, where `$IGTOOL` is the tool.
  func shell(_ line: String) throws -> Outcome {
    var program = program(["-c", line], environment: ["IGTOOL": Self.tool])
    program.path = "/bin/sh"
    return try program.start().wait()
  }

  /// The tool with arguments, ready to be started.
  func program(
    _ arguments: [String], input: String = "/dev/null", environment: [String: String] = [:]
  ) -> Program {
    let standard = [
      "PATH": "/usr/bin:/bin", "HOME": home, "XDG_CACHE_HOME": home + "/cache",
      "IGTOOL_OFFLINE": "1", "SWIFT_BACKTRACE": "enable=no",
      // Libraries of others keep some bytes until the program ends.
      "ASAN_OPTIONS": "detect_leaks=0",
    ]
    // ThreadSanitizer is told by these what to do (Scripts/check-threads).
    let own = ProcessInfo.processInfo.environment
    let sanitizer = own.filter { ["LD_PRELOAD", "TSAN_OPTIONS"].contains($0.key) }
    return Program(
      path: Self.tool, arguments: arguments,
      environment: standard.merging(sanitizer) { $1 }.merging(environment) { $1 }, folder: folder,
      input: input,
      streams: root + "/streams")
  }
}

extension Sandbox {
  /// Paths of all files below the working directory but records of runs, hidden ones too, sorted.
  var files: [String] { allFiles.filter { !$0.hasSuffix(".jsonl") } }

  /// Paths of all files below the working directory, hidden ones too, sorted.
  var allFiles: [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder)
      return !isFolder.boolValue
    }.sorted()
  }

  /// Path of a file in the working directory.
  func path(_ name: String) -> String { folder + "/" + name }

  /// Puts a file into the working directory, and makes the folders it lies in.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: (path(name) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// Bytes of a file.
  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// A picture that the tool wrote.
  func picture(_ name: String) throws -> Image { try Image.decode(try bytes(name)).image }

  /// An array that the tool wrote.
  func array(_ name: String) throws -> Tensor { try NumPyFile.decode(try bytes(name)) }
}
