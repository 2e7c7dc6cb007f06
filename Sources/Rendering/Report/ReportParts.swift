/// What pages have in common, with the names that their templates call it by.
enum ReportParts {
  /// Sections of more facts are folded together at first.
  static let longestOpenSection = 16

  /// A row of the table of classes.
  struct ClassRow {
    let label: String
    let classIndex: Int
    let probabilityText: String
    /// How long the bar is, as a share of the cell.
    let barWidth: String
    let isTarget: Bool

    init(_ ranked: ReportPage.RankedClass) {
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

  /// A section of facts.
  struct FactGroup {
    let title: String
    let facts: [ReportFact]
    let isOpen: Bool

    init(_ section: ReportPage.Section) {
      title = section.title
      facts = section.facts
      isOpen = section.facts.count <= ReportParts.longestOpenSection
    }
  }

  /// A plot.
  struct Plot {
    let anchor: String
    let hasTitle: Bool
    let title: String
    let caption: String
    let svg: String

    init(_ figure: ReportPage.Figure) {
      (anchor, caption, svg) = (figure.id, figure.caption, figure.svg)
      (title, hasTitle) = (figure.title, !figure.title.isEmpty)
    }
  }

  /// A table.
  struct Grid {
    /// A row of it.
    struct Row {
      let cells: [Cell]
    }
    /// A cell, or what stands above a column.
    struct Cell {
      let text: String
      let isNumeric: Bool
      let isLink: Bool
      let address: String

      init(_ text: String, isNumeric: Bool, pagePath: String? = nil) {
        (self.text, self.isNumeric, isLink) = (text, isNumeric, pagePath != nil)
        address = pagePath.map(ReportText.address(ofFile:)) ?? ""
      }
    }

    let title: String
    let hasCaption: Bool
    let caption: String
    let columns: [Cell]
    let rows: [Row]

    /// Cells have a text, and a page that they lead to; those that a row lacks are empty.
    init(
      title: String, caption: String, columns: [(title: String, isNumeric: Bool)],
      rows: [[(text: String, pagePath: String?)]]
    ) {
      (self.title, self.caption, hasCaption) = (title, caption, !caption.isEmpty)
      self.columns = columns.map { Cell($0.title, isNumeric: $0.isNumeric) }
      self.rows = rows.map { row in
        Row(
          cells: columns.enumerated().map { index, column in
            let cell = index < row.count ? row[index] : ("", nil)
            return Cell(cell.0, isNumeric: column.isNumeric, pagePath: cell.1)
          })
      }
    }
  }

  /// A link to a file beside the page.
  struct Link {
    let name: String
    let address: String

    init(_ file: ReportPage.File) {
      name = file.name
      address = ReportText.address(ofFile: file.path)
    }
  }
}
