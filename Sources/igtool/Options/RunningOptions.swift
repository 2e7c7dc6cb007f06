import ArgumentParser
import Classification
import Explaining
import Foundation

/// How much is said, and how many cores work.
struct RunningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Worker threads; results are the same for every number.",
      discussion: "Default: SLURM_CPUS_PER_TASK, or all cores.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Compute convolutions by their definition, without fast algorithms.")
  var exact = false

  @Flag(help: "Multiply matrices with OpenBLAS, even where igtool's own products are faster.")
  var blas = false

  @Option(
    help: ArgumentHelp(
      "Most memory for the path points of each worker thread, as in 80M or 1G.",
      valueName: "bytes"))
  var memory: ByteLimit?

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say what is going on.")
  var verbose = false

  /// Refuses numbers of threads that make no sense.
  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected a number from 1 to 1024")
    }
  }

  /// What does not change results, for a network that is asked so.
  func running(_ network: NetworkRequest) -> Running {
    var options = EngineOptions()
    options.usesDirectConvolution = network.exact
    options.usesBLAS = network.blas
    options.memoryPerWorker = memory?.bytes
    options.threads = threadCount
    return Running(threads: threadCount, engine: options)
  }

  /// Puts what was typed into a request for a network.
  func write(to network: inout NetworkRequest) {
    if exact { network.exact = true }
    if blas { network.blas = true }
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
