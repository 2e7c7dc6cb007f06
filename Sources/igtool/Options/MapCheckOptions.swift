import ArgumentParser

/// What is checked of methods besides what the network says of covered inputs.
struct MapCheckOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Check what maps depend on, in place of metrics: weights, class, seed, steps.",
      discussion: "Weights are put in a random order, layer by layer from the output down, as in "
        + "Adebayo et al. 2018; maps should then have nothing in common with the network's, nor "
        + "those of another class, and stay the same for another seed and twice the steps."))
  var sanity = false

  @Option(
    help: ArgumentHelp(
      "What is known to matter: how much of maps lies on it, in place of metrics.",
      discussion:
        "Of pictures a mask (PNG, white is what matters, of the photo's size), a folder of "
        + "masks by the photos' names, or a CSV of boxes: file,left,top,right,bottom. Of tables names "
        + "of columns, of texts words, with commas between them, or a CSV with a line for each row or "
        + "text: its number, then its names.",
      valueName: "mask|boxes.csv|names"),
    completion: .file())
  var truth: String?

  @Flag(
    help: ArgumentHelp(
      "Measure methods on the built-in networks, of whose inputs it is known what matters.",
      discussion: "All methods, or those that --method names. No inputs are given."))
  var builtin = false

  /// Whether anything is checked in place of metrics.
  var areAsked: Bool { sanity || builtin || truth != nil }

  /// Refuses more than one table.
  func validate() throws {
    let given = [("--sanity", sanity), ("--truth", truth != nil), ("--builtin", builtin)]
      .filter(\.1).map(\.0)
    if given.count > 1 {
      throw ValidationError(
        "\(given.joined(separator: " and ")) are tables of their own; choose one")
    }
  }
}
