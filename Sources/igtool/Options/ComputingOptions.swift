import ArgumentParser
import Classification
import Explaining

/// How the network is computed; results are the same but for rounding.
struct ComputingOptions: ParsableArguments {
  @Flag(help: "Compute convolutions by their definition, without fast algorithms.")
  var exact = false

  @Flag(help: "Multiply matrices with OpenBLAS, even where igtool's own products are faster.")
  var blas = false

  @Option(
    help: ArgumentHelp(
      "Most memory for the path points of each worker thread, as in 80M or 1G.",
      valueName: "bytes"))
  var memory: LargeNumber?

  @OptionGroup var limits: LimitOptions

  /// What does not change results, for a network that is asked so.
  func running(_ network: NetworkRequest, threads: Int) -> Running {
    var options = EngineOptions()
    options.usesDirectConvolution = network.exact
    options.usesBLAS = network.blas
    options.memoryPerWorker = memory?.value
    options.threads = threads
    limits.write(to: &options)
    return Running(threads: threads, engine: options)
  }

  /// Puts what was typed into a request for a network.
  func write(to network: inout NetworkRequest) {
    if exact { network.exact = true }
    if blas { network.blas = true }
  }
}
