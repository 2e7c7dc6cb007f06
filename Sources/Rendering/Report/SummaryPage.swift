import Imaging

/// A page about a whole run: what failed, and for every method the maps that its pictures have in
/// common, and lists of explanations that somebody should look at.
///
/// It is one HTML file, looks like the other pages and asks the network for nothing; it only leads to the
/// pages of explanations. All texts may come from outside; the page shows them as text.
public struct SummaryPage: Sendable {
  /// What the page is about.
  public var heading: String
  /// What matters most, shown large below the heading.
  public var headline: [ReportFact] = []
  /// Why inputs failed.
  public var failures: Table?
  /// What each method says.
  public var groups: [Group] = []
  /// The command line that makes this page again, quoted for a shell.
  public var command: String
  /// The version of the program.
  public var version: String

  /// Makes a page with what every page has; the rest is set afterwards.
  public init(heading: String, command: String, version: String) {
    (self.heading, self.command, self.version) = (heading, command, version)
  }

  /// What one method says.
  public struct Group: Sendable {
    /// The method, and of what.
    public var title: String
    /// What the reader must know first.
    public var findings: [String] = []
    /// Figures of the whole.
    public var facts: [ReportFact] = []
    /// Maps that pictures have in common.
    public var maps: [Map] = []
    /// How to read them.
    public var mapCaption = ""
    /// Plots.
    public var figures: [ReportPage.Figure] = []
    /// Lists.
    public var tables: [Table] = []

    /// Makes a group; the rest is set afterwards.
    public init(title: String) { self.title = title }
  }

  /// A map that pictures have in common.
  public struct Map: Sendable {
    /// Which pictures.
    public var title: String
    /// How many, in words.
    public var note: String
    /// The map.
    public var picture: MeanMapPicture

    /// Makes a map.
    public init(title: String, note: String, picture: MeanMapPicture) {
      (self.title, self.note, self.picture) = (title, note, picture)
    }
  }

  /// A table, some of whose cells lead to pages.
  public struct Table: Sendable {
    /// What the table is about.
    public var title: String
    /// How to read it; nothing where empty.
    public var caption = ""
    /// The columns, from left to right.
    public var columns: [TextTable.Column]
    /// The cells, row by row.
    public var rows: [[Cell]]

    /// Makes a table.
    public init(title: String, columns: [TextTable.Column], rows: [[Cell]]) {
      (self.title, self.columns, self.rows) = (title, columns, rows)
    }
  }

  /// A cell of a table.
  public struct Cell: Hashable, Sendable {
    /// What it says.
    public var text: String
    /// The path of the page that it leads to, relative to this one; nil for none.
    public var pagePath: String?

    /// Makes a cell.
    public init(_ text: String, pagePath: String? = nil) {
      (self.text, self.pagePath) = (text, pagePath)
    }
  }
}
