import Explaining
import Imaging
import Inputs
import Rendering
import Tensors

/// The pictures of one explanation.
struct Drawing {
  /// The map as masks show it, at its own size.
  let heatmap: Heatmap
  /// The map as it is shown in colours, at its own size.
  let colored: Heatmap
  /// One number per pixel of masks, before it was scaled.
  let reduced: ReducedMap
  /// How numbers become the map in colours.
  let coloredStyle: MapStyle
  private let explanation: Explanation
  private let sample: Photo
  private let look: Look
  private let scales: MapScales?
  /// The photo that is drawn on, where not the sample's own.
  private let photo: Image?

  /// Draws an explanation; nil where there is no picture, or attributions have no rows and columns.
  ///
  /// - Parameters:
  ///   - explanation: what is drawn.
  ///   - look: how it is drawn.
  ///   - scales: the attributions that are shown as the full colour; nil for what the map's own
  ///     clip says.
  ///   - photo: the photo at another size, if it is not to be drawn on its own.
  init?(_ explanation: Explanation, look: Look, scales: MapScales?, photo: Image? = nil) {
    let attributions = explanation.attributions
    guard let sample = explanation.photo, attributions.shape.rank == 3 else { return nil }
    self.explanation = explanation
    self.sample = sample
    self.look = look
    (self.photo, self.scales) = (photo, scales)
    let reduced = ReducedMap(attributions, style: look.map)
    let style = look.coloredMap(Size(width: reduced.width, height: reduced.height))
    (self.reduced, coloredStyle) = (reduced, style)
    heatmap = Heatmap(reduced, style: look.map, scale: scales?.mask)
    let shown =
      style == look.map
      ? heatmap : Heatmap(attributions: attributions, style: style, scale: scales?.colored)
    let isBelowZero = look.map.polarity == .negative && look.colorMap?.isDiverging == true
    colored = isBelowZero ? shown.negated : shown
  }

  /// The colours of the map.
  var colorMap: ColorMap { look.colorMap ?? colored.defaultColorMap }

  /// What a pixel of the map counts attributions in.
  var unit: String {
    let size = sample.prepared.picture
    let isOfPixels = reduced.width == size.width && reduced.height == size.height
    return explanation.setting.unit(ofOne: isOfPixels ? "pixel" : "cell")
  }

  /// What a page begins with: what the pictures in colours show.
  var pageView: ReportPage.View {
    ReportPage.View(
      colorMap: colorMap, style: coloredStyle, scale: scales?.colored, overlay: look.overlay)
  }

  /// Returns a picture with its frame; nil for what is none.
  func picture(_ product: Product) -> Image? {
    let size = size(isForPeople: product.isForPeople)
    let photo = photo(at: size)
    switch product {
    case .mask: return framed(placed(heatmap, at: size).mask(), legend(heatmap, .grays))
    case .overlay: return framed(overlay(on: photo), legend(colored, colorMap))
    case .heatmap:
      let picture = placed(colored, at: size).colored(by: colorMap)
      return framed(picture, legend(colored, colorMap))
    case .panel: return panel(of: photo)
    case .masked:
      let keep = look.maskedShare ?? (look.map.cut == nil ? 20 : 100)
      return framed(placed(uncut, at: size).masked(photo, keep: keep, cut: look.map.cut))
    case .scaled: return framed(placed(heatmap, at: size).scaled(photo))
    case .alpha: return placed(heatmap, at: size).translucent(photo)
    case .outline: return framed(Outline().image(of: placed(heatmap, at: size), on: photo))
    case .contours: return framed(Contours().image(of: placed(heatmap, at: size), on: photo))
    case .strip: return explanation.strip?.image(scale: 2)
    case .npy, .csv, .bars, .json, .html, .plots, .animation: return nil
    }
  }

  /// The map in colours over the photo at one of the sizes of pictures.
  private func overlay(on photo: Image) -> Image {
    placed(colored, at: Size(width: photo.width, height: photo.height))
      .overlaid(on: photo, by: colorMap, overlay: look.overlay)
  }

  /// The map in colours over the photo at its own size, whatever size other pictures have.
  var overlayOnPhoto: Image {
    let photo = sample.decoded.image
    return onPhoto(colored, at: Size(width: photo.width, height: photo.height))
      .overlaid(on: photo, by: colorMap, overlay: look.overlay)
  }

  /// The map with everything that its cut and the share that is shown would leave out.
  private var uncut: Heatmap {
    var style = look.map
    (style.cut, style.keep) = (nil, 100)
    return Heatmap(reduced, style: style)
  }
}

// MARK: - Sizes

extension Drawing {
  private func size(isForPeople: Bool) -> Size {
    if let photo { return Size(width: photo.width, height: photo.height) }
    let model = sample.prepared.picture
    return look.canvas.size(
      of: sample.prepared.placement.photo, model: Size(width: model.width, height: model.height),
      isForPeople: isForPeople)
  }

  private func photo(at size: Size) -> Image {
    let picture =
      photo ?? (look.canvas == .model ? sample.prepared.picture : sample.decoded.image)
    return picture.resampled(width: size.width, height: size.height, filter: .bicubic)
  }

  /// Returns a map, smoothly enlarged to the size of a picture.
  private func placed(_ map: Heatmap, at size: Size) -> Heatmap {
    look.canvas == .model && photo == nil ? whole(map) : onPhoto(map, at: size)
  }

  /// Returns a map at the size of the network's input.
  private func whole(_ map: Heatmap) -> Heatmap {
    let model = sample.prepared.picture
    return map.mapPlane { $0.resampled(width: model.width, height: model.height) }
  }

  private func onPhoto(_ map: Heatmap, at size: Size) -> Heatmap {
    let placement = sample.prepared.placement.scaled(to: size)
    return whole(map).mapPlane { placement.onPhoto($0) }
  }
}

// MARK: - What stands around

extension Drawing {
  private func framed(_ picture: Image, _ legend: Legend? = nil) -> Image {
    PictureFrame(
      legend: look.hasLegend ? legend : nil, caption: look.hasCaption ? explanation.caption : []
    ).image(around: picture)
  }

  private func legend(_ map: Heatmap, _ colors: ColorMap) -> Legend {
    Legend(map, colorMap: colors, unit: unit)
  }

  private func panel(of photo: Image) -> Image {
    let size = Size(width: photo.width, height: photo.height)
    let isSquare = look.panel == .square
    let mask =
      isSquare
      ? placed(colored, at: size).colored(by: colorMap) : placed(heatmap, at: size).mask()
    var cells = [("Photo", photo), ("Attribution mask", mask), ("Overlay", overlay(on: photo))]
    let baseline = isSquare ? baselinePicture(at: size) : nil
    if let baseline { cells.insert(("Baseline", baseline), at: 0) }
    let pictures = cells.map { PictureFrame(title: $0).image(around: $1.rgb) }
    let panel = Panel(
      pictures, columns: baseline == nil ? nil : 2, gap: max(4, photo.width / 60)
    ).image
    return PictureFrame(
      legend: look.hasLegend ? legend(colored, colorMap) : nil,
      caption: look.hasCaption ? explanation.caption : [],
      textSize: PictureFrame.textSize(forWidth: photo.width)
    ).image(around: panel)
  }

  /// The first baseline, at a size of the photo.
  private func baselinePicture(at size: Size) -> Image? {
    guard let picture = explanation.baselines.first?.image else { return nil }
    return look.canvas == .model
      ? picture : sample.prepared.placement.scaled(to: size).onPhoto(picture)
  }
}
