import Classification
import Foundation
import Imaging
import Rendering
import Tensors

extension Explanation {
  /// The page about this explanation.
  func page(
    _ report: Report, _ drawing: Drawing, look: Look, command: String, indexPath: String?
  ) -> ReportPage {
    var page = ReportPage(
      heading: photo.picture.fileName,
      photo: photo.decoded.image, overlay: pageOverlay(drawing, look: look),
      placement: photo.prepared.placement, maps: maps, command: command, version: report.version)
    page.headline = headline
    page.view = view(drawing, look: look)
    page.top = ranking.top.map {
      ReportPage.RankedClass(
        index: $0.label.index, label: $0.label.label, probability: $0.probability,
        isNumber: $0.isNumber, isTarget: $0.label.index == quantity.classIndex)
    }
    page.sections = report.sections
    page.warnings = report.warnings
    page.figures = plots(drawing, look: look).map { name, figure in
      ReportPage.Figure(
        id: name, title: "", caption: figure.description, svg: figure.svg)
    }
    page.files = report.outputs.filter { !$0.hasSuffix(".html") }.map { path in
      let name = (path as NSString).lastPathComponent
      return ReportPage.File(name: name, path: name)
    }
    page.indexPath = indexPath
    return page
  }

  private var headline: [ReportFact] {
    var facts = [ReportFact(quantity.classIndex == nil ? "target" : "class", quantity.shortLabel)]
    if let probability {
      facts.append(ReportFact("probability", Report.percent(probability)))
    }
    let input = setting.text(ofScore: map.scoreAtInput)
    if let baseline = map.scoreAtBaseline {
      facts.append(
        ReportFact(
          "\(setting.scoreKind), baseline to picture",
          setting.text(ofScore: baseline) + " → " + input))
    } else if setting.scoreKind != ScoreKind.probability.rawValue {
      facts.append(ReportFact(setting.scoreKind, input))
    }
    if let gap = map.relativeCompletenessGap {
      facts.append(ReportFact("completeness gap", Report.percent(gap)))
    }
    return facts
  }

  /// What the page begins with: what the picture files show, as far as it can.
  private func view(_ drawing: Drawing, look: Look) -> ReportPage.View {
    let isSigned = look.map.reduction.isSigned
    let polarity: Polarity = isSigned ? look.map.polarity : .absolute
    return ReportPage.View(
      colorMap: drawing.colorMap, polarity: polarity, clip: look.map.clip,
      opacity: look.overlay.opacity)
  }

  /// Both reductions of the attributions that the page lets its reader choose from.
  private var maps: ReportPage.Maps {
    func plane(_ reduction: ChannelReduction) -> Plane {
      let map = ReducedMap(attributions, style: MapStyle(reduction: reduction))
      return Plane(width: map.width, height: map.height, values: map.values.map(Float.init))
    }
    return ReportPage.Maps(
      sum: plane(.sum), absoluteSum: plane(.absoluteSum), unit: setting.unit)
  }

  /// The overlay at the photo's size.
  private func pageOverlay(_ drawing: Drawing, look: Look) -> Image {
    if look.canvas == .photo { return drawing.overlay }
    var large = look
    large.canvas = .photo
    return Drawing(self, look: large, scale: drawing.heatmap.scale).overlay
  }

  /// The line about this explanation in the index.
  func indexEntry(
    pagePath: String, _ drawing: Drawing, warningCount: Int
  ) throws(ImagingError) -> ReportIndex.Entry {
    ReportIndex.Entry(
      pagePath: pagePath, imageName: photo.picture.fileName,
      thumbnail: try ReportThumbnail(photo: drawing.photo, overlay: drawing.overlay),
      label: quantity.shortLabel, probability: probability, gap: map.relativeCompletenessGap,
      scoreChange: map.expectedSum, warningCount: warningCount)
  }
}
