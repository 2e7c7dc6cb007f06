import Foundation
import Imaging
import Rendering
import Tensors

/// Draws and encodes the files of one explanation.
struct Products {
  private let options: OutputOptions

  init(_ options: OutputOptions) { self.options = options }

  /// Returns the bytes of every product that is asked for, the report excepted.
  func render(
    _ explanation: Explanation
  ) throws -> [(product: OutputOptions.Product, bytes: [UInt8])] {
    // Without rows and columns there is nothing to draw, and nothing drawn is asked for.
    let isDrawn = options.save.products.contains(where: \.isPicture)
    let drawing = isDrawn ? Drawing(explanation, options: options) : nil
    do {
      return try options.save.products.compactMap { product in
        if product == .npy { return (product, NumPyFile.encode(explanation.attributions)) }
        guard let picture = drawing?.picture(product) else { return nil }
        return (product, try picture.pngData())
      }
    } catch {
      throw Failure(error)
    }
  }
}

extension Products {
  /// Returns one picture, whether its file is asked for or not.
  func picture(_ product: OutputOptions.Product, of explanation: Explanation) -> Image? {
    Drawing(explanation, options: options).picture(product)
  }
}

/// The pictures of one explanation, at the size that is asked for.
private struct Drawing {
  private let photo: Image
  private let heatmap: Heatmap
  private let options: OutputOptions

  init(_ explanation: Explanation, options: OutputOptions) {
    let isSigned = options.colorMap.isDiverging
    let size = explanation.photo.prepared.picture
    let found = Heatmap(
      attributions: explanation.attributions,
      style: MapStyle(
        reduction: isSigned ? .sum : .absoluteSum, clip: .percentile(options.clip)))
    let heatmap = found.mapPlane { $0.resampled(width: size.width, height: size.height) }
    self.options = options
    switch options.canvas {
    case .model:
      photo = explanation.photo.prepared.picture
      self.heatmap = heatmap
    case .photo:
      let placement = explanation.photo.prepared.placement
      photo = explanation.photo.decoded.image
      self.heatmap = heatmap.mapPlane { placement.onPhoto($0) }
    }
  }

  func picture(_ product: OutputOptions.Product) -> Image? {
    switch product {
    case .mask: heatmap.mask()
    case .heatmap: heatmap.colored(by: options.colorMap)
    case .overlay: overlay
    case .masked: heatmap.masked(photo)
    case .outline: Outline().image(of: heatmap, on: photo)
    case .panel: Panel([photo, heatmap.mask(), overlay]).image
    case .npy, .json: nil
    }
  }

  private var overlay: Image {
    heatmap.overlaid(on: photo, by: options.colorMap, overlay: Overlay(opacity: options.opacity))
  }
}
