/// A page about explained rows of a table, or texts: one HTML file with marked texts, figures,
/// tables and all facts about them.
///
/// It looks like the page of a picture, is complete in itself, and asks the network for nothing;
/// without JavaScript it only lacks the button that turns it light or dark. All texts may come from
/// outside; the page shows them as text.
public struct FeatureReportPage: Sendable {
  /// What the page is about, such as the name of the table's file.
  public var heading: String
  /// What matters most, shown large below the heading; the first one is emphasised.
  public var headline: [ReportFact] = []
  /// What the reader must know before trusting the page.
  public var warnings: [String] = []
  /// Texts with marked words.
  public var texts: [Text] = []
  /// Plots.
  public var figures: [ReportPage.Figure] = []
  /// Tables of numbers and texts.
  public var tables: [Table] = []
  /// The classes with the highest probabilities, in the order in which they are shown.
  public var top: [ReportPage.RankedClass] = []
  /// Everything else that is known, in sections.
  public var sections: [ReportPage.Section] = []
  /// The command line that makes this page again, quoted for a shell.
  public var command: String
  /// Files beside the page.
  public var files: [ReportPage.File] = []
  /// The version of the program.
  public var version: String

  /// Makes a page with what every page has; the rest is set afterwards.
  public init(heading: String, command: String, version: String) {
    self.heading = heading
    self.command = command
    self.version = version
  }
}

extension FeatureReportPage {
  /// A text with marked words.
  public struct Text: Sendable {
    /// What stands above, such as the class that is explained; nothing where empty.
    public var title: String
    /// What stands beside the title in small letters, such as how the score changes.
    public var note: String
    /// The text.
    public var text: MarkedText

    /// Makes a text.
    public init(title: String, note: String = "", text: MarkedText) {
      self.title = title
      self.note = note
      self.text = text
    }
  }

  /// A table.
  public struct Table: Sendable {
    /// A column of a table.
    public struct Column: Hashable, Sendable {
      /// What stands above.
      public var name: String
      /// Whether the cells are numbers, which stand at the right edge.
      public var isNumeric: Bool

      /// Makes a column.
      public init(_ name: String, isNumeric: Bool = false) {
        self.name = name
        self.isNumeric = isNumeric
      }
    }

    /// What the table is about.
    public var title: String
    /// How to read it; nothing where empty.
    public var caption: String
    /// The columns, from left to right.
    public var columns: [Column]
    /// The texts of the cells, row by row. Missing ones are empty, and those beyond the last column
    /// are left out.
    public var rows: [[String]]

    /// Makes a table.
    public init(title: String, caption: String = "", columns: [Column], rows: [[String]]) {
      self.title = title
      self.caption = caption
      self.columns = columns
      self.rows = rows
    }
  }
}
