import ArgumentParser

/// Many inputs: which of them this process does.
struct BatchOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Leave out what an earlier run has done in the same folder.",
      discussion:
        "An input is left out if results.jsonl says that its files were made from the same "
        + "bytes, by the same network, for the same request, and these files are still there."))
  var resume = false

  @Option(
    help: ArgumentHelp(
      "The part of the inputs that this process does, 1/4 to 4/4 of four.",
      discussion:
        "Which part an input belongs to follows from its path below the common folder. Of "
        + "several parts none writes an index page; igtool summarize lists all.",
      valueName: "i/n"))
  var shard: Shard?

  @Flag(help: "Stop at the first input that fails.")
  var failFast = false
}
