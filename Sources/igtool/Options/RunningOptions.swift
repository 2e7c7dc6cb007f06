import ArgumentParser
import Foundation

/// In which form messages are told.
struct LogOptions: ParsableArguments {
  /// `Main` heeds it before arguments are understood.
  @Option(
    help: ArgumentHelp(
      "Messages on standard error as text, or as a JSON object on each line: time, level, message, input.",
      valueName: "format"))
  var logFormat = LogFormat.text
}

/// How much is said, and how many cores work.
struct RunningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Worker threads; results are the same for every number.",
      discussion: "Default: SLURM_CPUS_PER_TASK, or all cores.", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say what is going on, and how long each stage took.")
  var verbose = false

  @OptionGroup var log: LogOptions

  /// Refuses numbers of threads that make no sense.
  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected a number from 1 to 1024")
    }
  }

  /// Number of worker threads.
  var threadCount: Int {
    if let threads { return threads }
    let granted = ProcessInfo.processInfo.environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) }
    return min(max(1, granted ?? ProcessInfo.processInfo.activeProcessorCount), 1024)
  }

  /// Tells something that only matters to those who asked for details.
  func detail(_ message: @autoclosure () -> String) {
    if verbose && !quiet { Console.note(message()) }
  }
}
