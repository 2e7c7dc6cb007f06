import Explaining
import Foundation
import Imaging
import Rendering
import Tensors

/// A file of one explanation: what follows the stem in its name, and its bytes.
struct ProductFile {
  let suffix: String
  private let make: () throws -> [UInt8]

  /// Makes a file of its bytes.
  init(suffix: String, bytes: [UInt8]) {
    self.suffix = suffix
    make = { bytes }
  }

  /// Makes a file whose bytes are made when they are asked for, so that those of large pictures are
  /// there one after another.
  init(suffix: String, making make: @escaping () throws -> [UInt8]) {
    (self.suffix, self.make) = (suffix, make)
  }

  /// The bytes, or why there are none.
  var bytes: [UInt8] { get throws { try make() } }
}

/// Draws and encodes the files of explanations.
struct ProductRenderer: Sendable {
  /// What is asked for.
  let products: [Product]
  /// How it looks.
  let look: Look
  /// The attributions that are shown as the full colour, for all maps; nil where each has its own.
  var scales: MapScales?

  /// Makes the files of a look.
  init(products: [Product], look: Look) {
    self.products = products
    self.look = look
    if case .value(let scale) = look.scale { scales = MapScales(scale) }
  }

  /// Returns the pictures of an explanation; nil where it cannot be drawn, and nothing drawn is asked
  /// for.
  func drawing(_ explanation: Explanation) -> Drawing? {
    Drawing(explanation, look: look, scales: scales)
  }

  /// Returns the files of every product that is asked for, those of the report excepted.
  func render(_ explanation: Explanation, _ drawing: Drawing?) throws -> [ProductFile] {
    return try products.flatMap { product -> [ProductFile] in
      let bytes: [[UInt8]] =
        switch product {
        case .npy: [NumPyFile.encode(explanation.attributions)]
        case .plots: try drawing.map { try plots(explanation, $0) } ?? []
        case .animation: try explanation.animation.map { [try $0.pngData()] } ?? []
        case .bars: try explanation.bars.map { try images(of: $0.figure) } ?? []
        case .json, .html, .csv: []
        default: []
        }
      if let drawing, product.isPicture {
        return drawing.png(product).map {
          [ProductFile(suffix: product.suffixes[0], making: $0)]
        } ?? []
      }
      return zip(product.suffixes, bytes).map { ProductFile(suffix: $0, bytes: $1) }
    }
  }

  /// The sheet of plots as SVG and as PNG.
  private func plots(_ explanation: Explanation, _ drawing: Drawing) throws -> [[UInt8]] {
    try images(of: explanation.plotSheet(drawing, look: look))
  }

  private func images(of figure: Figure) throws -> [[UInt8]] {
    [Array(figure.svg.utf8), try figure.image(scale: 2).pngData()]
  }
}
