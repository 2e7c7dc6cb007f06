import ArgumentParser

/// Whether and how pictures are shown in the terminal.
struct PreviewOptions: ParsableArguments {
  /// The name of something that is drawn, as in `--save`.
  struct Picture: ExpressibleByArgument {
    let product: Product

    init?(argument: String) {
      guard let product = Product(rawValue: argument), product.isPicture else {
        return nil
      }
      self.product = product
    }

    static var allValueStrings: [String] {
      Product.allCases.filter(\.isPicture).map(\.rawValue)
    }

    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
  }

  @Flag(
    help: """
      Draw the overlay in the terminal too, where standard output is one; not with --json or --quiet.
      """)
  var preview = false

  @Option(
    help: ArgumentHelp(
      "Draw another picture than the overlay with --preview.", valueName: "picture"))
  var previewOf: Picture?

  @Option(
    help: ArgumentHelp(
      "How --preview draws; by default as well as the terminal says it can.",
      valueName: "graphics"))
  var graphics: TerminalGraphics.Choice?

  /// Refuses to say how something is drawn that is not.
  func validate() throws {
    guard !preview else { return }
    for (name, isGiven) in [("--graphics", graphics != nil), ("--preview-of", previewOf != nil)]
    where isGiven {
      throw ValidationError("\(name) means nothing without --preview")
    }
  }

  /// Refuses to draw where nothing else may be written.
  func validate(beside output: OutputOptions, _ running: RunningOptions) throws {
    for (name, isGiven) in [("--json", output.json), ("--quiet", running.quiet)]
    where preview && isGiven {
      throw ValidationError("--preview draws on standard output, and \(name) forbids it")
    }
  }

  /// What is drawn, where anything is.
  var product: Product { previewOf?.product ?? .overlay }

  /// The terminal to draw in; nil where nothing is to be drawn.
  func open() -> Preview? {
    preview && Preview.isPossible ? Preview(choice: graphics ?? .auto) : nil
  }
}
