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
      photo: photo.decoded.image, overlay: drawing.overlayOnPhoto,
      placement: photo.prepared.placement, maps: maps(drawing), command: command,
      version: Igtool.version)
    page.headline = headline
    page.view = drawing.pageView
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

  /// What the page needs of the attributions.
  private func maps(_ drawing: Drawing) -> ReportPage.Maps {
    func plane(_ reduction: ChannelReduction) -> Plane {
      let map = ReducedMap(findings.attributions, style: MapStyle(reduction: reduction))
      return Plane(width: map.width, height: map.height, values: map.values.map(Float.init))
    }
    let reduction = drawing.pageView.style.reduction
    return ReportPage.Maps(
      sum: plane(.sum), absoluteSum: plane(.absoluteSum),
      own: [.maximum, .l2].contains(reduction) ? plane(reduction) : nil,
      channels: findings.attributions.shape[2], unit: drawing.unit)
  }

  /// The line about this explanation in the index.
  func indexEntry(
    pagePath: String, _ photo: Image, _ drawing: Drawing, warningCount: Int
  ) throws(ImagingError) -> ReportIndex.Entry {
    ReportIndex.Entry(
      pagePath: pagePath, imageName: sample.source.fileName,
      thumbnail: try ReportThumbnail(photo: photo, overlay: drawing.overlayOnPhoto),
      label: findings.quantity.shortLabel, score: findings.map.scoreAtInput,
      scoreText: findings.scoreText.input, gap: findings.completeness.relativeGap,
      scoreChange: findings.map.expectedSum, warningCount: warningCount)
  }
}
