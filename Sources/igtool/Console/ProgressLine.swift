/// What stands in the line of a progress bar, for any width of the terminal.
package struct ProgressLine: Sendable {
  /// Cells of the bar where there is room, and where there is little.
  private static let barWidths = [24, 10, 0]
  /// Cells that the label has at least, unless it is shorter.
  private static let labelWidth = 8

  /// What work this is one of several of, as in `picture 3 of 13`.
  package var position: String?
  /// What is worked on.
  package var label: String
  /// The part that is done, from 0 to 1; nil where all is not known.
  package var share: Double?
  /// How much is done, how fast, and how long it still takes.
  package var amount: String
  package var rate: String?
  package var remaining: String?

  package init(
    position: String? = nil, label: String, share: Double?, amount: String, rate: String? = nil,
    remaining: String? = nil
  ) {
    self.position = position
    self.label = label
    self.share = share
    self.amount = amount
    self.rate = rate
    self.remaining = remaining
  }

  /// Returns the line in at most so many cells: the label is cut in its middle, then the bar becomes
  /// shorter, then the bar, the rate, the position and the label go, in this order.
  package func text(columns: Int) -> String {
    let parts = [amount, rate, remaining]
    let short = [amount, remaining]
    for (position, parts) in [(position, parts), (position, short), (nil, short)] {
      for width in Self.barWidths {
        let start = position.map { "\($0) · " } ?? ""
        let end = bar(width) + parts.compactMap(\.self).joined(separator: " · ")
        let room = columns - start.displayWidth - end.displayWidth - 1
        if room >= min(label.displayWidth, Self.labelWidth) {
          return start + label.cutInTheMiddle(columns: room) + " " + end
        }
      }
    }
    return short.compactMap(\.self).joined(separator: " · ").leading(columns: columns)
  }

  private func bar(_ width: Int) -> String {
    guard let share, width > 0 else { return "" }
    let filled = Int(min(max(share, 0), 1) * Double(width))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      + " "
  }
}
