import ArgumentParser
import Classification

/// The most that a network may take of the machine; ordinary ones are far below.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Most memory that the network may take, as in 800M or 4G; a file that asks for more is "
        + "refused [three quarters of the machine's].",
      valueName: "bytes"))
  var memoryLimit: LargeNumber?

  @Option(
    help: ArgumentHelp(
      "Most multiplications of one evaluation of the network, as in 500G or 1e13 [10T].",
      valueName: "n"))
  var workLimit: LargeNumber?

  /// Puts what was typed into what the engine may do.
  func write(to engine: inout EngineOptions) {
    engine.memoryLimit = memoryLimit?.value
    engine.workLimit = workLimit?.value
  }
}
