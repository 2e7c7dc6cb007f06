import ArgumentParser
import Rendering

/// What is written, where, and how it looks.
struct OutputOptions: ParsableArguments {
  /// Files that can be written for each picture.
  enum Product: String, CaseIterable {
    case mask, overlay, heatmap, panel, masked, outline, npy, json

    /// Whether this is drawn.
    var isPicture: Bool { self != .npy && self != .json }

    /// What follows the stem in the file's name.
    var suffix: String {
      switch self {
      case .npy: "attribution.npy"
      case .json: "json"
      default: rawValue + ".png"
      }
    }
  }

  /// A list such as `mask,overlay,npy`.
  struct ProductList: ExpressibleByArgument {
    let products: [Product]

    init(_ products: [Product]) { self.products = products }

    init?(argument: String) {
      let names = argument.split(separator: ",").map { $0.filter { $0 != " " } }
      let products = names.compactMap(Product.init)
      guard !names.isEmpty, products.count == names.count else { return nil }
      self.products = Product.allCases.filter(products.contains)
    }

    static var allValueStrings: [String] { Product.allCases.map(\.rawValue) }
    var defaultValueDescription: String { products.map(\.rawValue).joined(separator: ",") }
  }

  /// At which size pictures are drawn.
  enum Canvas: String, CaseIterable, ExpressibleByArgument {
    case photo, model
  }

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Folder for the files that are written.", valueName: "dir"))
  var outputDir = "."

  @Option(
    help: ArgumentHelp(
      "What is written: any of mask, overlay, heatmap, panel, masked, outline, npy, json.",
      valueName: "list"))
  var save = ProductList([.mask, .overlay])

  @Flag(help: "Write one JSON object per picture to standard output, and nothing else there.")
  var json = false

  @Flag(help: "Refuse to replace files.")
  var noClobber = false

  @Option(help: "Size of the pictures: the photo's own, or that of the network's input.")
  var canvas: Canvas = .photo

  @Option(help: "Colours of the map; diverging ones show signs.")
  var colorMap: ColorMap = .inferno

  @Option(help: ArgumentHelp("Opacity of the overlay, 0 to 1.", valueName: "share"))
  var opacity: Float = 0.6

  @Option(
    help: ArgumentHelp("Percentile (by rank) that is shown as the full colour.", valueName: "p"))
  var clip = 99.0

  /// Refuses shares that are none.
  func validate() throws {
    guard (0...1).contains(opacity) else {
      throw ValidationError("--opacity \(opacity): expected a number from 0 to 1")
    }
    guard (0...100).contains(clip) else {
      throw ValidationError("--clip \(clip): expected a percentile from 0 to 100")
    }
  }
}

extension ColorMap: ExpressibleByArgument {}
