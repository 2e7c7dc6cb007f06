import ArgumentParser

/// What is written, and where.
struct OutputOptions: ParsableArguments {
  /// A list such as `mask,overlay,npy`.
  struct ProductList {
    let products: [Product]

    /// Reads a list.
    ///
    /// - Throws: `ValidationError` for what cannot be written, and for a comma without a name.
    init(option: String) throws {
      let items = try CommaList(option).items
      let products = try items.map { item in
        guard let product = Product(rawValue: item) else {
          throw Suggestion.error("no product is called \"\(item)\"", item, among: Self.names)
        }
        return product
      }
      self.products = Product.allCases.filter(products.contains)
    }

    static var names: [String] { Product.allCases.map(\.rawValue) }
  }

  @OptionGroup var folder: FolderOptions

  @Option(
    help: ArgumentHelp(
      "What is written: any of \(ProductList.names.joined(separator: ", ")) [mask,overlay; of tables and texts none].",
      valueName: "list"),
    completion: Completions.list(ProductList.names), transform: ProductList.init(option:))
  var save: ProductList?

  @Option(
    help: ArgumentHelp(
      "What files are called, as in {stem}.{method}.{product}.",
      discussion: "Placeholders: "
        + NamePattern.Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        + ". The ending is added where it is missing, and so is the folder of an input, unless {folder} "
        + "says where. Default: {stem}.{product}, with {target} where there are several, and {method} "
        + "where it is not ig.",
      valueName: "pattern"), transform: { try NamePattern($0) })
  var name: NamePattern?

  @Flag(help: "Write one JSON object per input to standard output, and nothing else there.")
  var json = false

  /// Refuses two things on standard output.
  func validate() throws {
    if json && folder.place.isStandardOutput {
      throw ValidationError("--json and -o - both write to standard output; choose one")
    }
  }
}
