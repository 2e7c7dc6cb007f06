import Explaining
import Imaging
import Inputs
import Rendering

/// The maps of a photo and of the changed photos: as the network saw them, and turned back to the photo. All
/// share one scale.
struct AugmentPicture {
  /// Longer side of a cell's picture, in pixels.
  private static let side = 240

  private let explanation: Explanation
  private let photo: Photo
  private let look: Look
  /// The photo as small as the cells.
  private let picture: Image

  /// Prepares to draw an explanation; nil where no changed photos were explained, or it is no picture.
  init?(_ explanation: Explanation, look: Look) {
    guard let photo = explanation.photo, !explanation.augmented.isEmpty else { return nil }
    (self.explanation, self.photo) = (explanation, photo)
    var look = look
    (look.canvas, look.hasLegend, look.hasCaption) = (.photo, false, false)
    self.look = look
    let image = photo.decoded.image
    let scale = Double(Self.side) / Double(max(image.width, image.height))
    picture = image.resampled(
      width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())), filter: .bicubic)
  }

  /// The picture.
  func image() -> Image? {
    let all = [explanation] + explanation.augmented.map(\.explanation)
    let scales = all.map { MapScales($0.attributions, look: look) }
      .reduce(MapScales(0), MapScales.largest)
    guard let own = Drawing(explanation, look: look, scales: scales, photo: picture) else {
      return nil
    }
    let first = ContactSheet.Cell(own.picture(.overlay), note: explanation.findings.scoreText.input)
    let changed = explanation.augmented.map { cells($0, scales) }
    return ContactSheet(
      photo: photo.decoded.image, heading: heading,
      columns: ["photo"] + explanation.augmented.map { "\($0.augmentation)" },
      rows: ["seen", "turned back"],
      cells: [[first] + changed.map(\.seen), [first] + changed.map(\.turnedBack)],
      cellSize: cellSize,
      legend: Legend(own.colored, colorMap: own.colorMap, unit: own.unit)
    ).image
  }

  /// The size of the largest of the photo and the changed photos.
  private var cellSize: Size {
    let own = Size(width: picture.width, height: picture.height)
    return explanation.augmented.map { $0.augmentation.size(of: own) }.reduce(own) {
      Size(width: max($0.width, $1.width), height: max($0.height, $1.height))
    }
  }

  /// The map on the changed photo, and on the photo.
  private func cells(
    _ augmented: AugmentedExplanation, _ scales: MapScales
  ) -> (seen: ContactSheet.Cell, turnedBack: ContactSheet.Cell) {
    let changed = augmented.augmentation.image(of: picture)
    let drawing = Drawing(augmented.explanation, look: look, scales: scales, photo: changed)
    let map = drawing?.coloredMap(at: Size(width: changed.width, height: changed.height))
      .mapPlane(augmented.augmentation.turnedBack)
    let back = drawing.flatMap { drawing in
      map?.overlaid(on: picture, by: drawing.colorMap, overlay: look.overlay)
    }
    return (
      ContactSheet.Cell(
        drawing?.picture(.overlay), note: augmented.explanation.findings.scoreText.input),
      ContactSheet.Cell(back, note: augmented.answer.text)
    )
  }

  private var heading: [String] {
    [
      photo.picture.fileName, explanation.findings.scoreText.summary,
      "does the map follow what it shows? cosine 1: the same map, once turned back",
    ]
  }
}
