import Imaging

extension ReportPage {
  /// Pixels of the longest side that the photo has in the page: a fifth more than it takes beside the
  /// map on a wide screen.
  static let longestSide = 512
  /// The same of the still picture, which readers without JavaScript see.
  static let longestSideOfStill = 256

  /// Returns the whole page. The same page gives the same text, with the same libjpeg.
  ///
  /// - Throws: `ImagingError` where the photo cannot be encoded.
  public func html() throws(ImagingError) -> String {
    let layout = ReportAssets.page
    return layout.template.render(
      Filling(
        self, layout: layout,
        photo: try ReportPicture(
          photo, longestSide: Self.longestSide, quality: Self.quality(of: photo)),
        still: try ReportPicture(overlay, longestSide: Self.longestSideOfStill, quality: 75)))
  }

  /// The quality of the photo's JPEG: what is enlarged on screens shows its traces, what is reduced does not.
  private static func quality(of photo: Image) -> Int {
    max(photo.width, photo.height) > longestSide / 2 ? 80 : 92
  }

  /// The values of the template, by the names that it calls them.
  fileprivate struct Filling {
    struct Choice {
      let key: String
      let title: String
    }

    let policy: String
    let style: String
    let script: String
    let data: String
    let icon = ReportAssets.icon
    let version: String
    let heading: String
    let index: String?
    let headline: [ReportFact]
    let hasWarnings: Bool
    let warningsTitle: String
    let warnings: [String]
    let photoSource: String
    let photoSize: String
    let shownWidth: Int
    let shownHeight: Int
    let stillSource: String
    let stillWidth: Int
    let stillHeight: Int
    let unit: String
    let colorMaps: [Choice]
    let reductions: [Choice]
    let hasTop: Bool
    let top: [ReportParts.ClassRow]
    let hasFigures: Bool
    let figures: [ReportParts.Plot]
    let hasFacts: Bool
    let sections: [ReportParts.FactGroup]
    let command: String
    let hasFiles: Bool
    let files: [ReportParts.Link]

    init(
      _ page: ReportPage, layout: ReportAssets.Layout, photo: ReportPicture, still: ReportPicture
    ) {
      (policy, style, script) = (layout.policy, layout.style, layout.script)
      data = ScriptData(page).json
      (version, heading, headline) = (page.version, page.heading, page.headline)
      index = page.indexPath.map(ReportText.address(ofFile:))
      (warnings, hasWarnings) = (page.warnings, !page.warnings.isEmpty)
      warningsTitle = warnings.count == 1 ? "Warning" : "\(warnings.count) warnings"
      photoSource = photo.source
      (shownWidth, shownHeight) = (photo.size.width, photo.size.height)
      let size = "\(page.photo.width) × \(page.photo.height) pixels"
      photoSize =
        photo.size == page.placement.photo
        ? size : size + ", shown at \(shownWidth) × \(shownHeight)"
      (stillSource, stillWidth, stillHeight) = (still.source, still.size.width, still.size.height)
      unit = page.maps.unit
      colorMaps = ColorMap.allCases.map { Choice(key: $0.rawValue, title: $0.title) }
      reductions = Self.reductions(page.view)
      (top, hasTop) = (page.top.map(ReportParts.ClassRow.init), !page.top.isEmpty)
      (figures, hasFigures) = (page.figures.map(ReportParts.Plot.init), !page.figures.isEmpty)
      (sections, hasFacts) = (page.sections.map(ReportParts.FactGroup.init), !page.sections.isEmpty)
      command = page.command
      files = page.files.map(ReportParts.Link.init)
      hasFiles = !files.isEmpty
    }

    /// The reductions that the page can show: those of both sums, and the one of the view.
    private static func reductions(_ view: View) -> [Choice] {
      let own = Choice(
        key: view.reductionKey,
        title: view.style.reduction.title
          + (view.style.choosesSignOfChannels ? " of one sign’s parts" : ""))
      let all = [ChannelReduction.absoluteSum, .sum, .mean].map {
        Choice(key: $0.rawValue, title: $0.title)
      }
      return all.contains { $0.key == own.key } ? all : all + [own]
    }
  }
}

extension ChannelReduction {
  /// The name for people.
  fileprivate var title: String {
    switch self {
    case .absoluteSum: "Sum of magnitudes"
    case .sum: "Sum"
    case .mean: "Mean"
    case .maximum: "Largest"
    case .l2: "Length"
    }
  }
}

extension ColorMap {
  /// The name for people.
  fileprivate var title: String {
    switch self {
    case .inferno: "Inferno"
    case .viridis: "Viridis"
    case .magma: "Magma"
    case .turbo: "Turbo"
    case .grays: "Grays"
    case .redGreen: "Red and green"
    case .redBlue: "Red and blue"
    }
  }
}
