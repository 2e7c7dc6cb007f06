import Imaging

/// A page about one explained picture: one HTML file that shows the attributions over the photo, in
/// colours and with limits that the reader chooses, and all facts about them.
///
/// It is complete in itself: pictures, maps, style and script are within it, and it asks the network
/// for nothing. All texts may come from outside; the page shows them as text.
public struct ReportPage: Sendable {
  /// What the page is about, such as the name of the picture's file.
  public var heading: String
  /// What matters most, shown large below the heading; the first one is emphasised.
  public var headline: [ReportFact] = []
  /// The picture in its own size, as the placement has it.
  public var photo: Image
  /// The attributions over the photo, for readers without JavaScript.
  public var overlay: Image
  /// Where the photo lies on the network's input.
  public var placement: Placement
  /// The attributions.
  public var maps: Maps
  /// How the attributions are shown at first.
  public var view = View()
  /// The classes with the highest probabilities, in the order in which they are shown.
  public var top: [RankedClass] = []
  /// Everything else that is known, in sections.
  public var sections: [Section] = []
  /// What the reader must know before trusting the picture.
  public var warnings: [String] = []
  /// The command line that makes this page again, quoted for a shell.
  public var command: String
  /// Plots.
  public var figures: [Figure] = []
  /// Files beside the page.
  public var files: [File] = []
  /// The path of the index that lists this page, relative to it; nil if there is none.
  public var indexPath: String?
  /// The version of the program.
  public var version: String

  /// Makes a page with what every page has; the rest is set afterwards.
  ///
  /// `photo` has the size `placement.photo`; `overlay` may have another one.
  public init(
    heading: String, photo: Image, overlay: Image, placement: Placement, maps: Maps,
    command: String, version: String
  ) {
    precondition(
      placement.photo == Size(width: photo.width, height: photo.height),
      "the placement is that of another photo")
    self.heading = heading
    self.photo = photo
    self.overlay = overlay
    self.placement = placement
    self.maps = maps
    self.command = command
    self.version = version
  }
}

extension ReportPage {
  /// Attributions per pixel of the network's input, or per cell of a coarser map that covers it.
  public struct Maps: Sendable {
    /// Σ a_c over the channels of a pixel: what it adds to the score, with sign.
    public var sum: Plane
    /// Σ |a_c| over the channels of a pixel: how much it matters, whichever way.
    public var absoluteSum: Plane
    /// The reduction of `View.style` where it cannot be had from the two sums.
    public var own: Plane?
    /// Number of channels that were summed up.
    public var channels: Int
    /// What an attribution is counted in: "probability per pixel", "logit per cell", ….
    public var unit: String

    /// Makes the maps, which have the same size; numbers that are not finite count as 0.
    public init(
      sum: Plane, absoluteSum: Plane, own: Plane? = nil, channels: Int = 1, unit: String
    ) {
      precondition(channels > 0, "channels were summed up")
      precondition(
        [absoluteSum, own ?? sum].allSatisfy { $0.width == sum.width && $0.height == sum.height },
        "all maps have the same size")
      (self.sum, self.absoluteSum, self.own) = (sum, absoluteSum, own)
      (self.channels, self.unit) = (channels, unit)
    }
  }

  /// How attributions are shown: with the values of the picture files, the page begins with what
  /// they show.
  public struct View: Sendable {
    /// The colours.
    public var colorMap: ColorMap
    /// How attributions become importance. A reduction other than a sum, a sum of magnitudes or a
    /// mean needs `Maps.own`.
    public var style: MapStyle
    /// The attribution that is shown as the full colour; nil for what the style's clip says.
    public var scale: Double?
    /// How colours are laid over the photo.
    public var overlay: Overlay

    /// Makes a view; by default that of `Heatmap` and `Overlay`.
    public init(
      colorMap: ColorMap = .inferno, style: MapStyle = MapStyle(), scale: Double? = nil,
      overlay: Overlay = Overlay()
    ) {
      self.colorMap = colorMap
      self.style = style
      self.scale = scale
      self.overlay = overlay
    }
  }

  /// A class with its probability.
  public struct RankedClass: Sendable {
    /// The position in the network's output.
    public var index: Int
    /// The name.
    public var label: String
    /// The probability, from 0 to 1, or the number.
    public var probability: Double
    /// Whether the number is no probability.
    public var isNumber: Bool
    /// Whether this class is explained.
    public var isTarget: Bool

    /// Makes a class.
    public init(
      index: Int, label: String, probability: Double, isNumber: Bool = false, isTarget: Bool
    ) {
      self.index = index
      self.label = label
      self.probability = probability
      self.isNumber = isNumber
      self.isTarget = isTarget
    }
  }

  /// Facts of one kind.
  public struct Section: Sendable {
    /// What kind of facts these are.
    public var title: String
    /// The facts, in order.
    public var facts: [ReportFact]

    /// Makes a section.
    public init(title: String, facts: [ReportFact]) {
      self.title = title
      self.facts = facts
    }
  }

  /// A plot.
  public struct Figure: Sendable {
    /// A short name, unique on the page, for links to the plot.
    public var id: String
    /// What is plotted; empty if the drawing says it.
    public var title: String
    /// How to read it.
    public var caption: String
    /// An `svg` element, which goes into the page as it is: texts in it are escaped already. It has a
    /// `viewBox`, and no `style` attributes or elements, which the page's policy forbids. Elements of
    /// the classes `background`, `text`, `muted`, `axis`, `grid`, `series-1`, `series-2`, … are drawn
    /// in the `currentColor` of the page, which suits light and dark.
    public var svg: String

    /// Makes a plot.
    public init(id: String, title: String, caption: String, svg: String) {
      self.id = id
      self.title = title
      self.caption = caption
      self.svg = svg
    }
  }

  /// A file that belongs to the page.
  public struct File: Sendable {
    /// What the link says.
    public var name: String
    /// The path, relative to the page.
    public var path: String

    /// Makes a file.
    public init(name: String, path: String) {
      self.name = name
      self.path = path
    }
  }
}

/// A name with its value.
public struct ReportFact: Hashable, Sendable {
  /// What it is.
  public var name: String
  /// The value, for people.
  public var value: String

  /// Makes a fact.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
