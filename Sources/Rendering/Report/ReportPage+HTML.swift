import Imaging

extension ReportPage {
  /// Sections of more facts are folded together at first.
  fileprivate static let longestOpenSection = 16
  /// Pixels of the longest side that the photo has in the page.
  static let longestSide = 1200

  /// Returns the whole page. The same page gives the same text, with the same libjpeg.
  ///
  /// - Throws: `ImagingError` where the photo cannot be encoded.
  public func html() throws(ImagingError) -> String {
    let layout = ReportAssets.page
    return layout.template.render(
      Filling(
        self, layout: layout, photo: try ReportPicture(photo, longestSide: Self.longestSide),
        still: try ReportPicture(overlay, longestSide: Self.longestSide, quality: 80)))
  }

  /// The values of the template, by the names that it calls them.
  fileprivate struct Filling {
    struct Row {
      let label: String
      let classIndex: Int
      let probabilityText: String
      let barWidth: String
      let isTarget: Bool
    }
    struct Group {
      let title: String
      let facts: [ReportFact]
      let isOpen: Bool
    }
    struct Plot {
      let anchor: String
      let hasTitle: Bool
      let title: String
      let caption: String
      let svg: String
    }
    struct Link {
      let name: String
      let address: String
    }
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
    let hasTop: Bool
    let top: [Row]
    let hasFigures: Bool
    let figures: [Plot]
    let hasFacts: Bool
    let sections: [Group]
    let command: String
    let hasFiles: Bool
    let files: [Link]

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
      (top, hasTop) = (page.top.map(Row.init), !page.top.isEmpty)
      (figures, hasFigures) = (page.figures.map(Plot.init), !page.figures.isEmpty)
      (sections, hasFacts) = (page.sections.map(Group.init), !page.sections.isEmpty)
      command = page.command
      files = page.files.map {
        Link(name: $0.name, address: ReportText.address(ofFile: $0.path))
      }
      hasFiles = !files.isEmpty
    }
  }
}

extension ReportPage.Filling.Row {
  fileprivate init(_ ranked: ReportPage.RankedClass) {
    let isShare = ranked.probability.isFinite && !ranked.isNumber
    let share = isShare ? min(max(ranked.probability, 0), 1) : 0
    label = ranked.label
    classIndex = ranked.index
    probabilityText =
      ranked.isNumber
      ? ReportNumber.short(ranked.probability) : ReportNumber.percent(ranked.probability)
    barWidth = "\((share * 10_000).rounded() / 100)%"
    isTarget = ranked.isTarget
  }
}

extension ReportPage.Filling.Group {
  fileprivate init(_ section: ReportPage.Section) {
    title = section.title
    facts = section.facts
    isOpen = section.facts.count <= ReportPage.longestOpenSection
  }
}

extension ReportPage.Filling.Plot {
  fileprivate init(_ figure: ReportPage.Figure) {
    (anchor, caption, svg) = (figure.id, figure.caption, figure.svg)
    (title, hasTitle) = (figure.title, !figure.title.isEmpty)
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
