import CReport
import Foundation
import Imaging

extension ReportAssets {
  /// The page of a whole run.
  static let summary = Layout(
    template: creport_summary_template,
    styles: [
      creport_page_style, creport_report_style, creport_features_style, creport_summary_style,
    ],
    styleDigest: "zO0dRtUeOkkZoHRWfPtPii8oL5Wr9wnPS6j0lATNg3I=",
    scripts: [creport_theme_script],
    scriptDigest: "zzpSbfaAJMeXWCCu5kLzt+UA7EAz+dBvVMssj9Vswwg=")
}

extension SummaryPage {
  /// Returns the whole page. The same page gives the same text.
  ///
  /// - Throws: `ImagingError` where a map cannot be encoded.
  public func html() throws(ImagingError) -> String {
    let layout = ReportAssets.summary
    return layout.template.render(try Filling(self, layout: layout))
  }

  /// The values of the template, by the names that it calls them.
  fileprivate struct Filling {
    struct Section {
      let anchor: String
      let title: String
      let hasFindings: Bool
      let findings: [String]
      let facts: [ReportFact]
      let hasMaps: Bool
      let maps: [Tile]
      let mapCaption: String
      let hasFigures: Bool
      let figures: [ReportParts.Plot]
      let tables: [ReportParts.Grid]
    }
    struct Tile {
      let title: String
      let note: String
      let source: String
      let width: Int
      let height: Int
    }

    let policy: String
    let style: String
    let script: String
    let icon = ReportAssets.icon
    let version: String
    let heading: String
    let headline: [ReportFact]
    let hasFailures: Bool
    let failures: [ReportParts.Grid]
    let groups: [Section]
    let command: String

    init(_ page: SummaryPage, layout: ReportAssets.Layout) throws(ImagingError) {
      (policy, style, script) = (layout.policy, layout.style, layout.script)
      (version, heading, headline) = (page.version, page.heading, page.headline)
      failures = [page.failures].compactMap(\.self).map(ReportParts.Grid.init)
      hasFailures = !failures.isEmpty
      var sections: [Section] = []
      for group in page.groups {
        sections.append(try Section(group, number: sections.count + 1))
      }
      groups = sections
      command = page.command
    }
  }
}

extension SummaryPage.Filling.Section {
  fileprivate init(_ group: SummaryPage.Group, number: Int) throws(ImagingError) {
    anchor = "method-\(number)"
    (title, facts, mapCaption) = (group.title, group.facts, group.mapCaption)
    (findings, hasFindings) = (group.findings, !group.findings.isEmpty)
    var tiles: [SummaryPage.Filling.Tile] = []
    for map in group.maps { tiles.append(try .init(map)) }
    (maps, hasMaps) = (tiles, !tiles.isEmpty)
    (figures, hasFigures) = (group.figures.map(ReportParts.Plot.init), !group.figures.isEmpty)
    tables = group.tables.map(ReportParts.Grid.init)
  }
}

extension SummaryPage.Filling.Tile {
  /// The picture has a pixel for each cell; the style sheet shows these as squares.
  fileprivate init(_ map: SummaryPage.Map) throws(ImagingError) {
    (title, note) = (map.title, map.note)
    let image = map.picture.image
    (width, height) = (image.width, image.height)
    source = "data:image/png;base64," + Data(try image.pngData()).base64EncodedString()
  }
}

extension ReportParts.Grid {
  fileprivate init(_ table: SummaryPage.Table) {
    self.init(
      title: table.title, caption: table.caption,
      columns: table.columns.map { ($0.title, $0.isNumeric) },
      rows: table.rows.map { row in row.map { ($0.text, $0.pagePath) } })
  }
}
