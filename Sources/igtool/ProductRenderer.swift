import Explaining
import Foundation
import Imaging
import Rendering
import Tensors

/// A file of one explanation: what follows the stem in its name, and its bytes.
struct ProductFile {
  let suffix: String
  /// Whether there is one of it for a sample, whatever the number of its targets.
  var isOfSample = false
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

  /// Returns the files of every product that is asked for, those of the report excepted; adds the time
  /// that drawing and encoding take to `stages`. Pictures are drawn and encoded when their bytes are asked for.
  func render(
    _ explanation: Explanation, _ drawing: Drawing?, _ stages: inout StageSeconds
  ) throws -> [ProductFile] {
    var files: [ProductFile] = []
    for product in products {
      var bytes: [[UInt8]] = []
      switch product {
      case .npy: bytes = stages.measure(.encode) { [NumPyFile.encode(explanation.attributions)] }
      case .plots:
        let sheet = drawing.map { drawing in
          stages.measure(.draw) { explanation.plotSheet(drawing, look: look) }
        }
        bytes = try images(of: sheet, &stages)
      case .animation:
        let animation = stages.measure(.draw) { explanation.animation }
        bytes = try stages.measure(.encode) { try animation.map { [try $0.pngData()] } ?? [] }
      case .bars: bytes = try images(of: explanation.bars?.figure, &stages)
      case .json, .html, .csv: break
      default:
        if let png = drawing?.png(product) {
          var file = ProductFile(suffix: product.suffixes[0], making: png)
          file.isOfSample = product.isOfSample
          files.append(file)
        }
      }
      files += zip(product.suffixes, bytes).map { ProductFile(suffix: $0, bytes: $1) }
    }
    return files
  }

  /// A figure as SVG and as PNG; nothing where there is none.
  private func images(of figure: Figure?, _ stages: inout StageSeconds) throws -> [[UInt8]] {
    guard let figure else { return [] }
    let image = stages.measure(.draw) { figure.image(scale: 2) }
    return try stages.measure(.encode) { [Array(figure.svg.utf8), try image.pngData()] }
  }
}
