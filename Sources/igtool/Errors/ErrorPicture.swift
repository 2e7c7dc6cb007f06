import Classification
import Explaining
import Imaging
import Inputs
import Rendering

/// The picture of an error: why the wrong class, why the true one, the difference of the two, and the photo
/// without the parts that speak most for the error. The maps have their signs and share one scale.
struct ErrorPicture {
  /// Longer side of a cell's picture, in pixels.
  private static let side = 320

  private let photo: Photo
  private let error: ErrorFinding
  private let explanations: [Explanation]
  private let look: Look
  private let size: Size

  /// Prepares to draw the explanation of a difference; nil where it is none of an error, or no picture.
  init?(_ explanation: Explanation, look: Look) {
    guard let photo = explanation.photo, let error = explanation.error else { return nil }
    (self.photo, self.error) = (photo, error)
    explanations =
      error.single.map { Explanation(sample: explanation.sample, findings: $0) } + [explanation]
    let image = photo.decoded.image
    let scale = Double(Self.side) / Double(max(image.width, image.height))
    size = Size(
      width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())))
    var look = look
    if !look.map.reduction.isSigned { look.map.reduction = .sum }
    look.map.polarity = .both
    if look.colorMap?.isDiverging != true { look.colorMap = .redBlue }
    (look.canvas, look.hasLegend, look.hasCaption) = (.photo, false, false)
    self.look = look
  }

  /// The picture.
  func image() -> Image {
    let picture = photo.decoded.image
      .resampled(width: size.width, height: size.height, filter: .bicubic)
    let scales = explanations.map { MapScales($0.attributions, look: look) }
      .reduce(MapScales(0), MapScales.largest)
    let drawings = explanations.map { explanation in
      Drawing(explanation, look: look, scales: scales, photo: picture)
    }
    var cells = zip(explanations, drawings).map { explanation, drawing in
      ContactSheet.Cell(drawing?.picture(.overlay), note: explanation.findings.scoreText.input)
    }
    var columns = explanations.map { $0.quantity.shortLabel }
    if let removal = error.answer.removal, let changed = changedPhoto {
      columns.append("without \(removal.removed.count) of \(removal.of) \(error.answer.unit)")
      cells.append(
        ContactSheet.Cell(
          changed,
          note: "\(removal.top.label.prefix { $0 != "," }) "
            + Report.percent(removal.top.probability)))
    }
    let legend = drawings.last.flatMap { $0 }.map {
      Legend($0.colored, colorMap: $0.colorMap, unit: $0.unit)
    }
    return ContactSheet(
      photo: photo.decoded.image, heading: heading, columns: columns, rows: [""], cells: [cells],
      cellSize: size, legend: legend
    ).image
  }

  private var heading: [String] {
    [photo.picture.fileName] + error.answer.facts.prefix(2).map { "\($0.name): \($0.text)" }
      + ["what is above 0 speaks for a class, what is below 0 against it"]
  }

  /// The photo with other pixels in the place of parts; nil where none were removed.
  private var changedPhoto: Image? {
    guard !error.removedFeatures.isEmpty, let filling = error.filling?.image else { return nil }
    var picture = photo.prepared.picture.rgb
    let source = filling.rgb
    for pixel in error.removedFeatures {
      let range = 3 * pixel..<3 * pixel + 3
      picture.samples.replaceSubrange(range, with: source.samples[range])
    }
    return photo.prepared.placement.scaled(to: size).onPhoto(picture)
  }
}
