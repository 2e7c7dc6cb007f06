import Foundation

extension ReportIndex {
  /// Returns the whole page. The same index gives the same text.
  public func html() -> String {
    let frame = frame(count: entries.count)
    return frame.head + entries.map(Self.row).joined() + frame.tail
  }

  /// Returns what the page of `count` entries has before their rows and behind them, so that it can be
  /// written row by row.
  public func frame(count: Int) -> (head: String, tail: String) {
    let layout = ReportAssets.index
    let page = layout.template.render(Filling(self, count: count, layout: layout))
    guard let mark = page.range(of: ReportAssets.rowMark) else { return (page, "") }
    return (String(page[..<mark.lowerBound]), String(page[mark.upperBound...]))
  }

  /// Returns the row of an entry.
  public static func row(_ entry: Entry) -> String {
    ReportAssets.indexRow.render(Filling.Row(entry))
  }

  /// The values of the template, by the names that it calls them.
  fileprivate struct Filling {
    struct Row {
      let address: String
      let imageName: String
      let label: String
      let thumbnailSource: String
      let thumbnailWidth: Int
      let thumbnailHeight: Int
      let numbers: [Number]
    }
    struct Number {
      let title: String
      let text: String
      let exact: String
      let isAlarming: Bool
    }

    let policy: String
    let style: String
    let script: String
    let icon = ReportAssets.icon
    let version: String
    let heading: String
    let summary: String
    let hasFacts: Bool
    let facts: [ReportFact]
    let hasEntries: Bool
    let hasFailures: Bool
    let failureCount: String
    let failures: [Failure]
    let hasCommand: Bool
    let command: String

    init(_ index: ReportIndex, count: Int, layout: ReportAssets.Layout) {
      (policy, style, script) = (layout.policy, layout.style, layout.script)
      (version, heading, command) = (index.version, index.heading, index.command)
      summary = count == 1 ? "1 explanation" : "\(count) explanations"
      failureCount = "\(index.failures.count) not explained"
      (facts, hasFacts) = (index.facts, !index.facts.isEmpty)
      hasEntries = count > 0
      (failures, hasFailures) = (index.failures, !index.failures.isEmpty)
      hasCommand = !command.isEmpty
    }
  }
}

extension ReportIndex.Filling.Row {
  fileprivate init(_ entry: ReportIndex.Entry) {
    address = ReportText.address(ofFile: entry.pagePath)
    (imageName, label) = (entry.imageName, entry.label)
    let picture = entry.thumbnail.picture
    thumbnailSource = picture.source
    (thumbnailWidth, thumbnailHeight) = (picture.size.width, picture.size.height)
    let count = entry.warningCount
    numbers = [
      .init("Score", entry.score) { _ in entry.scoreText },
      .init("Gap", entry.gap, as: ReportNumber.percent),
      .init("Score change", entry.scoreChange, as: ReportNumber.short),
      .init("Warnings", Double(count), isAlarming: count > 0) { "\(Int($0))" },
    ]
  }
}

extension ReportIndex.Filling.Number {
  fileprivate init(
    _ title: String, _ number: Double?, isAlarming: Bool = false, as format: (Double) -> String
  ) {
    self.title = title
    text = number.map(format) ?? "–"
    exact = ReportNumber.exact(number)
    self.isAlarming = isAlarming
  }
}
