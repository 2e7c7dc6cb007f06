import ArgumentParser

/// What is written, and where.
struct OutputOptions: ParsableArguments {
  /// A list such as `mask,overlay,npy`.
  struct ProductList: ExpressibleByArgument {
    let products: [Product]

    init?(argument: String) {
      let names = argument.split(separator: ",").map { $0.filter { $0 != " " } }
      let products = names.compactMap(Product.init)
      guard !names.isEmpty, products.count == names.count else { return nil }
      self.products = Product.allCases.filter(products.contains)
    }

    static var allValueStrings: [String] { Product.allCases.map(\.rawValue) }
  }

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Folder for the files that are written.", valueName: "dir"))
  var outputDir = "."

  @Option(
    help: ArgumentHelp(
      "What is written: any of \(ProductList.allValueStrings.joined(separator: ", ")) [mask,overlay; of tables and texts none].",
      valueName: "list"))
  var save: ProductList?

  @Flag(help: "Write one JSON object per input to standard output, and nothing else there.")
  var json = false

  @Flag(help: "Refuse to replace files.")
  var noClobber = false
}
