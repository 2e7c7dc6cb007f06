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
    let tables: [ReportParts.Grid]
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
      (tables, hasTables) = (page.tables.map(ReportParts.Grid.init), !page.tables.isEmpty)
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

extension ReportParts.Grid {
  fileprivate init(_ table: FeatureReportPage.Table) {
    self.init(
      title: table.title, caption: table.caption,
      columns: table.columns.map { ($0.name, $0.isNumeric) },
      rows: table.rows.map { row in row.map { ($0, nil) } })
  }
}
