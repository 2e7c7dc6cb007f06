import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Rendering
import Tensors

extension Explanation {
  /// The page about this explanation of a picture, with links to the files beside it. `indexPath` is
  /// that of the page that lists pages, if there is one.
  func page(
    of photo: Photo, _ published: PublishedReport, _ drawing: Drawing, look: Look, command: String,
    pagePath: String, indexPath: String?
  ) -> ReportPage {
    var page = ReportPage(
      heading: sample.source.fileName,
      photo: photo.decoded.image, overlay: pageOverlay(drawing, look: look),
      placement: photo.prepared.placement, maps: maps, command: command, version: Igtool.version)
    page.headline = headline
    page.view = view(drawing, look: look)
    page.top = findings.ranking.top.map {
      ReportPage.RankedClass(
        index: $0.label.index, label: $0.label.label, probability: $0.probability,
        isNumber: $0.isNumber, isTarget: $0.label.index == findings.quantity.classIndex)
    }
    page.sections = published.sections
    page.warnings = published.report.warnings
    page.figures = plots(drawing, look: look).map { name, figure in
      ReportPage.Figure(
        id: name, title: "", caption: figure.description, svg: figure.svg)
    }
    page.files = published.files(from: pagePath)
    page.indexPath = indexPath.map { RelativePath.path(to: $0, from: pagePath) }
    return page
  }

  private var headline: [ReportFact] {
    let score = findings.scoreText
    var facts = [
      ReportFact(findings.quantity.classIndex == nil ? "target" : "class", score.summary)
    ]
    if findings.map.scoreAtBaseline != nil {
      facts.append(ReportFact("\(score.kind), baseline to picture", score.change))
    }
    if let gap = findings.completeness.relativeGap {
      facts.append(ReportFact("completeness gap", Report.percent(gap)))
    }
    return facts + findings.remarks.map { ReportFact("remark", $0) }
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
      let map = ReducedMap(findings.attributions, style: MapStyle(reduction: reduction))
      return Plane(width: map.width, height: map.height, values: map.values.map(Float.init))
    }
    return ReportPage.Maps(
      sum: plane(.sum), absoluteSum: plane(.absoluteSum), unit: findings.setting.unit)
  }

  /// The overlay at the photo's size.
  private func pageOverlay(_ drawing: Drawing, look: Look) -> Image {
    if look.canvas == .photo { return drawing.overlay }
    var large = look
    large.canvas = .photo
    return Drawing(self, look: large, scale: drawing.heatmap.scale)?.overlay ?? drawing.overlay
  }

  /// The line about this explanation in the index.
  func indexEntry(
    pagePath: String, _ drawing: Drawing, warningCount: Int
  ) throws(ImagingError) -> ReportIndex.Entry {
    ReportIndex.Entry(
      pagePath: pagePath, imageName: sample.source.fileName,
      thumbnail: try ReportThumbnail(photo: drawing.photo, overlay: drawing.overlay),
      label: findings.quantity.shortLabel, score: findings.map.scoreAtInput,
      scoreText: findings.scoreText.input, gap: findings.completeness.relativeGap,
      scoreChange: findings.map.expectedSum, warningCount: warningCount)
  }
}
