import Explaining
import Imaging
import Inputs
import Rendering
import Tensors

/// The pictures of one explanation, at the size that is asked for.
struct Drawing {
  /// The photo at that size.
  let photo: Image
  /// The map at that size.
  let heatmap: Heatmap
  /// One number per pixel, before it was scaled and enlarged.
  let reduced: ReducedMap
  private let explanation: Explanation
  private let sample: Photo
  private let look: Look

  /// Draws an explanation; nil where there is no picture, or attributions have no rows and columns.
  /// `scale` is the attribution that is shown as the full colour; nil for what
  /// the map's own clip says.
  ///
  /// - Parameters:
  ///   - explanation: what is drawn.
  ///   - look: how it is drawn.
  ///   - scale: see above.
  ///   - photo: the photo at the size to draw at, if it is not its own.
  ///   - placement: where that lies on the network's input.
  init?(
    _ explanation: Explanation, look: Look, scale: Double?, photo: Image? = nil,
    placement: Placement? = nil
  ) {
    guard let sample = explanation.photo, explanation.attributions.shape.rank == 3 else {
      return nil
    }
    self.explanation = explanation
    self.sample = sample
    self.look = look
    reduced = ReducedMap(explanation.attributions, style: look.map)
    let size = sample.prepared.picture
    let found = Heatmap(reduced, style: look.map, scale: scale)
    let isBelowZero = look.map.polarity == .negative && look.colorMap?.isDiverging == true
    let map = (isBelowZero ? found.negated : found)
      .mapPlane { $0.resampled(width: size.width, height: size.height) }
    switch look.canvas {
    case .model:
      self.photo = size
      heatmap = map
    case .photo:
      let placement = placement ?? sample.prepared.placement
      self.photo = photo ?? sample.decoded.image
      heatmap = map.mapPlane { placement.onPhoto($0) }
    }
  }

  /// The colours of the map.
  var colorMap: ColorMap { look.colorMap ?? heatmap.defaultColorMap }

  /// The map in colours over the photo.
  var overlay: Image { heatmap.overlaid(on: photo, by: colorMap, overlay: look.overlay) }

  /// Returns a picture with its frame; nil for what is none.
  func picture(_ product: Product) -> Image? {
    switch product {
    case .mask: framed(heatmap.mask(), colors: .grays)
    case .overlay: framed(overlay, colors: colorMap)
    case .heatmap: framed(heatmap.colored(by: colorMap), colors: colorMap)
    case .panel: panel
    case .masked: framed(heatmap.masked(photo, keep: look.maskedShare))
    case .scaled: framed(heatmap.scaled(photo))
    case .alpha: heatmap.translucent(photo)
    case .outline: framed(Outline().image(of: heatmap, on: photo))
    case .contours: framed(Contours().image(of: heatmap, on: photo))
    case .strip: explanation.strip?.image(scale: 2)
    case .npy, .csv, .bars, .json, .html, .plots: nil
    }
  }

  private func framed(_ picture: Image, colors: ColorMap? = nil) -> Image {
    PictureFrame(
      legend: look.hasLegend ? colors.map(legend) : nil,
      caption: look.hasCaption ? explanation.caption : []
    ).image(around: picture)
  }

  private func legend(_ colors: ColorMap) -> Legend {
    Legend(heatmap, colorMap: colors, unit: explanation.setting.unit)
  }

  private var panel: Image {
    let baseline = look.panel == .square ? baselinePicture : nil
    let isTitled = look.hasCaption || baseline != nil
    var cells = [("Photo", photo), ("Attribution mask", mask), ("Overlay", overlay)]
    if let baseline { cells.insert(("Baseline", baseline), at: 0) }
    let pictures = cells.map { title, picture in
      PictureFrame(title: isTitled ? title : "").image(around: picture.rgb)
    }
    let panel = Panel(
      pictures, columns: baseline == nil ? nil : 2, gap: max(4, photo.width / 60)
    ).image
    return PictureFrame(
      legend: look.hasLegend ? legend(colorMap) : nil,
      caption: look.hasCaption ? explanation.caption : [],
      textSize: PictureFrame.textSize(forWidth: photo.width)
    ).image(around: panel)
  }

  /// The mask of a panel: in colours where the look has a square figure.
  private var mask: Image {
    look.panel == .square ? heatmap.colored(by: colorMap) : heatmap.mask()
  }

  /// The first baseline, at the size of the photo.
  private var baselinePicture: Image? {
    guard let picture = explanation.baselines.first?.image else { return nil }
    return look.canvas == .model
      ? picture : sample.prepared.placement.onPhoto(picture)
  }
}
