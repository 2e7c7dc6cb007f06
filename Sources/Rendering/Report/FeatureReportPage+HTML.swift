import CReport

extension ReportAssets {
  /// The page of rows and texts.
  static let features = Layout(
    template: creport_features_template,
    styles: [creport_page_style, creport_report_style, creport_features_style],
    styleDigest: "K84QpoKIpuLNG8bkNK7kb+xE+DAbBpzGc17hMzLXWnk=",
    scripts: [creport_theme_script],
    scriptDigest: "zzpSbfaAJMeXWCCu5kLzt+UA7EAz+dBvVMssj9Vswwg=")
}

extension FeatureReportPage {
  /// Returns the whole page. The same page gives the same text.
  public func html() -> String {
    let layout = ReportAssets.features
    return layout.template.render(Filling(self, layout: layout))
  }

  /// The values of the template, by the names that it calls them.
  fileprivate struct Filling {
    struct Marked {
      let title: String
      let hasTitle: Bool
      let note: String
      let html: String
      let hasScale: Bool
      let low: String
      let high: String
    }
    struct Grid {
      let title: String
      let hasCaption: Bool
      let caption: String
      let columns: [Cell]
      let rows: [Row]
    }
    struct Row {
      let cells: [Cell]
    }
    struct Cell {
      let text: String
      let isNumeric: Bool
    }

    let policy: String
    let style: String
    let script: String
    let icon = ReportAssets.icon
    let version: String
    let heading: String
    let headline: [ReportFact]
    let hasWarnings: Bool
    let warningsTitle: String
    let warnings: [String]
    let hasTexts: Bool
    let texts: [Marked]
    let hasFigures: Bool
    let figures: [ReportParts.Plot]
    let hasTables: Bool
    let tables: [Grid]
    let hasTop: Bool
    let top: [ReportParts.ClassRow]
    let hasFacts: Bool
    let sections: [ReportParts.FactGroup]
    let command: String
    let hasFiles: Bool
    let files: [ReportParts.Link]

    init(_ page: FeatureReportPage, layout: ReportAssets.Layout) {
      (policy, style, script) = (layout.policy, layout.style, layout.script)
      (version, heading, headline) = (page.version, page.heading, page.headline)
      (warnings, hasWarnings) = (page.warnings, !page.warnings.isEmpty)
      warningsTitle = warnings.count == 1 ? "Warning" : "\(warnings.count) warnings"
      (texts, hasTexts) = (page.texts.map(Marked.init), !page.texts.isEmpty)
      (figures, hasFigures) = (page.figures.map(ReportParts.Plot.init), !page.figures.isEmpty)
      (tables, hasTables) = (page.tables.map(Grid.init), !page.tables.isEmpty)
      (top, hasTop) = (page.top.map(ReportParts.ClassRow.init), !page.top.isEmpty)
      sections = page.sections.map(ReportParts.FactGroup.init)
      hasFacts = !sections.isEmpty
      command = page.command
      (files, hasFiles) = (page.files.map(ReportParts.Link.init), !page.files.isEmpty)
    }
  }
}

extension FeatureReportPage.Filling.Marked {
  fileprivate init(_ text: FeatureReportPage.Text) {
    (title, hasTitle) = (text.title, !text.title.isEmpty)
    note = text.note
    html = text.text.html
    let scale = text.text.scale
    hasScale = scale > 0 && scale.isFinite
    (low, high) = (NumberLabel.signed(-scale), text.text.labelled(scale))
  }
}

extension FeatureReportPage.Filling.Grid {
  fileprivate init(_ table: FeatureReportPage.Table) {
    (title, caption, hasCaption) = (table.title, table.caption, !table.caption.isEmpty)
    columns = table.columns.map { .init(text: $0.name, isNumeric: $0.isNumeric) }
    rows = table.rows.map { row in
      .init(
        cells: table.columns.enumerated().map { index, column in
          .init(text: index < row.count ? row[index] : "", isNumeric: column.isNumeric)
        })
    }
  }
}
