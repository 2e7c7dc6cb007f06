import Evaluation
import Explaining
import Rendering

extension RunSummary.Measures {
  /// What was measured, of what.
  var title: String {
    let methods = zip(all.methods, all.areControls).filter { !$1 }.map(\.0)
    return "How good maps are: " + methods.joined(separator: ", ")
      + (model.map { " on \($0)" } ?? "")
  }

  /// The tables of all inputs, and those of each class, of at most so many classes.
  func tables(most: Int) -> [SummaryPage.Table] {
    all.tables + (classes.isEmpty ? [] : all.fills.map { classTable($0, most: most) })
  }

  /// What the metrics of a fill say of each class and method.
  private func classTable(_ fill: String?, most: Int) -> SummaryPage.Table {
    let some = all.groups.filter { $0.fill == fill }
    var table = SummaryPage.Table(
      title: "By class. " + all.title(of: fill) + ": mean ± standard error",
      columns: [.init("class"), .init("of", isNumeric: true), .init("method")]
        + some.map { .init($0.heading, isNumeric: true) },
      rows: classes.prefix(most).flatMap { rows(of: $0, some) })
    if classes.count > most { table.caption = "… \(classes.count - most) more; --json has all" }
    return table
  }

  /// A row for every method.
  private func rows(
    of entry: ClassMeasures, _ groups: [EvaluationSummary.Group]
  ) -> [[SummaryPage.Cell]] {
    entry.summary.methods.enumerated().map { place, method in
      let means = groups.map { group in
        entry.summary.groups.first { $0.entry.name == group.entry.name && $0.fill == group.fill }?
          .means[place]
      }
      return [
        .init(place == 0 ? entry.label.firstSynonym : ""),
        .init(place == 0 ? "\(entry.summary.count)" : ""),
        .init(method + (entry.summary.areControls[place] ? " (control)" : "")),
      ] + means.map { .init(EvaluationSummary.text($0 ?? nil)) }
    }
  }

  /// The same as a part of a page, with curves.
  func page(number: Int, most: Int) -> SummaryPage.Group {
    var page = SummaryPage.Group(title: title)
    page.tables = tables(most: most)
    page.figures = all.groups(id: "measured-\(number)").flatMap(\.figures)
    return page
  }
}
