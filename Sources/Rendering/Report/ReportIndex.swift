/// A page that lists the pages of many explained pictures, to be sorted and searched.
public struct ReportIndex: Sendable {
  /// An explained picture.
  public struct Entry: Codable, Sendable {
    /// The path of its page, relative to the index.
    public var pagePath: String
    /// The name of the picture.
    public var imageName: String
    /// The picture and its overlay.
    public var thumbnail: ReportThumbnail
    /// The explained class.
    public var label: String
    /// The score that is explained, to sort by.
    public var score: Double
    /// The same for people, with its unit or kind.
    public var scoreText: String
    /// The completeness gap as a share of the change of the score; nil if there is none to check.
    public var gap: Double?
    /// The score at the photo minus the score at the baseline; nil without a baseline.
    public var scoreChange: Double?
    /// How many warnings the page has.
    public var warningCount: Int

    /// Makes an entry.
    public init(
      pagePath: String, imageName: String, thumbnail: ReportThumbnail, label: String,
      score: Double, scoreText: String, gap: Double?, scoreChange: Double?, warningCount: Int
    ) {
      self.pagePath = pagePath
      self.imageName = imageName
      self.thumbnail = thumbnail
      self.label = label
      (self.score, self.scoreText) = (score, scoreText)
      self.gap = gap
      self.scoreChange = scoreChange
      self.warningCount = warningCount
    }
  }

  /// A picture that could not be explained.
  public struct Failure: Hashable, Sendable {
    /// The name of the picture.
    public var imageName: String
    /// Why there is no page for it.
    public var reason: String

    /// Makes a failure.
    public init(imageName: String, reason: String) {
      self.imageName = imageName
      self.reason = reason
    }
  }

  /// What the page is about, such as the name of the folder.
  public var heading: String
  /// What holds for all pictures, such as the network and the method.
  public var facts: [ReportFact] = []
  /// The explained pictures, in the order in which they are listed at first.
  public var entries: [Entry]
  /// The pictures that could not be explained.
  public var failures: [Failure] = []
  /// The command line that makes all pages again, quoted for a shell; empty for none.
  public var command = ""
  /// The version of the program.
  public var version: String

  /// Makes an index with what every index has; the rest is set afterwards.
  public init(heading: String, entries: [Entry], version: String) {
    self.heading = heading
    self.entries = entries
    self.version = version
  }
}
