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
    let isInOnePiece = product.stripFormat == nil || isFramed(product)
    let size = size(isForPeople: product.isForPeople, isInOnePiece: isInOnePiece)
    let photo = photo(at: size)
    switch product {
    case .mask: return framed(drawn(product, on: photo), legend(heatmap, .grays))
    case .overlay, .heatmap: return framed(drawn(product, on: photo), legend(colored, colorMap))
    case .scaled: return framed(drawn(product, on: photo))
    case .alpha: return drawn(product, on: photo)
    case .panel: return panel(of: photo)
    case .masked:
      let keep = look.maskedShare ?? (look.map.cut == nil ? 20 : 100)
      return framed(placed(uncut, at: size).masked(photo, keep: keep, cut: look.map.cut))
    case .outline: return framed(Outline().image(of: placed(heatmap, at: size), on: photo))
    case .contours: return framed(Contours().image(of: placed(heatmap, at: size), on: photo))
    case .augment: return AugmentPicture(explanation, look: look)?.image()
    case .error: return ErrorPicture(explanation, look: look)?.image()
    case .strip: return explanation.strip?.image(scale: 2)
    case .npy, .csv, .bars, .json, .html, .plots, .animation: return nil
    }
  }

  /// A picture without its frame; of those that are drawn strip by strip some rows, if so wanted.
  private func drawn(_ product: Product, on photo: Image, rows: Range<Int>? = nil) -> Image {
    let size = Size(width: photo.width, height: photo.height)
    let map = placed(product.isColored ? colored : heatmap, at: size, rows: rows)
    let photo = rows.map(photo.rows) ?? photo
    switch product {
    case .overlay: return map.overlaid(on: photo, by: colorMap, overlay: look.overlay)
    case .heatmap: return map.colored(by: colorMap)
    case .scaled: return map.scaled(photo)
    case .alpha: return map.translucent(photo)
    default: return map.mask()
    }
  }

  /// Returns what makes the PNG of a picture with its frame; nil for what is no picture.
  ///
  /// A large picture whose pixels are drawn one by one, and that has no frame, is drawn and encoded in
  /// strips: beside the photo only its compressed bytes are in memory.
  func png(_ product: Product) -> (() throws -> [UInt8])? {
    guard let format = product.stripFormat, !isFramed(product) else {
      return picture(product).map { picture in { try picture.pngData() } }
    }
    return {
      let photo = photo(at: size(isForPeople: product.isForPeople))
      return try Image.pngData(
        width: photo.width, height: photo.height, format: format,
        strips: Self.strips(width: photo.width, height: photo.height)
      ) { drawn(product, on: photo, rows: $0) }
    }
  }

  /// Pixels of a strip.
  static let stripPixels = 1 << 22

  /// The rows of a picture, a few million pixels at a time.
  static func strips(width: Int, height: Int) -> [Range<Int>] {
    let count = max(1, stripPixels / width)
    return stride(from: 0, to: height, by: count).map { $0..<min($0 + count, height) }
  }

  /// The map in colours over the photo at one of the sizes of pictures.
  private func overlay(on photo: Image) -> Image { drawn(.overlay, on: photo) }

  /// The map in colours over the photo at its own size, whatever size other pictures have; reduced
  /// where that is more than can be drawn in one piece.
  var overlayOnPhoto: Image {
    let size = Canvas.inOnePiece(sample.prepared.placement.photo)
    let photo = sample.decoded.image
      .resampled(width: size.width, height: size.height, filter: .bicubic)
    return onPhoto(colored, at: size)
      .overlaid(on: photo, by: colorMap, overlay: look.overlay)
  }

  /// The map in colours at a size of the photo.
  func coloredMap(at size: Size) -> Heatmap { onPhoto(colored, at: size) }

  /// The map with everything that its cut and the share that is shown would leave out.
  private var uncut: Heatmap {
    var style = look.map
    (style.cut, style.keep) = (nil, 100)
    return Heatmap(reduced, style: style)
  }
}

// MARK: - Sizes

extension Drawing {
  private func size(isForPeople: Bool, isInOnePiece: Bool = false) -> Size {
    if let photo { return Size(width: photo.width, height: photo.height) }
    let model = sample.prepared.picture
    return look.canvas.size(
      of: sample.prepared.placement.photo, model: Size(width: model.width, height: model.height),
      isForPeople: isForPeople, isInOnePiece: isInOnePiece)
  }

  private func photo(at size: Size) -> Image {
    let picture =
      photo ?? (look.canvas == .model ? sample.prepared.picture : sample.decoded.image)
    return picture.resampled(width: size.width, height: size.height, filter: .bicubic)
  }

  /// Returns a map, smoothly enlarged to the size of a picture.
  private func placed(_ map: Heatmap, at size: Size, rows: Range<Int>? = nil) -> Heatmap {
    guard look.canvas == .model && photo == nil else { return onPhoto(map, at: size, rows: rows) }
    let map = whole(map)
    guard let rows else { return map }
    return map.mapPlane { $0.cropped(columns: 0..<$0.width, rows: rows) }
  }

  /// Returns a map at the size of the network's input.
  private func whole(_ map: Heatmap) -> Heatmap {
    let model = sample.prepared.picture
    return map.mapPlane { $0.resampled(width: model.width, height: model.height) }
  }

  private func onPhoto(_ map: Heatmap, at size: Size, rows: Range<Int>? = nil) -> Heatmap {
    map.onPhoto(sample.prepared.placement.scaled(to: size), rows: rows)
  }
}

// MARK: - What stands around

extension Drawing {
  /// Whether something stands around a picture.
  private func isFramed(_ product: Product) -> Bool {
    let hasLegend = look.hasLegend && product != .scaled
    return product != .alpha && (hasLegend || look.hasCaption && !explanation.caption.isEmpty)
  }

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
