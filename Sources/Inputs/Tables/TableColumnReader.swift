import Models

/// Reads the cells of one column.
struct TableColumnReader: Hashable, Sendable {
  /// What the column is called.
  let name: String
  /// How many numbers of the network's input it takes.
  let width: Int
  /// Whether it takes one number for each of its categories.
  let isOneHot: Bool
  /// What is subtracted from its numbers.
  let mean: Double
  /// What the differences are divided by.
  let std: Double
  /// What its cells may be.
  private let categories: [String]?
  /// Places of the categories.
  private let places: [String: Int]

  init(_ column: TableColumn) {
    (name, width, isOneHot) = (column.name, column.width, column.isOneHot)
    mean = column.isOneHot ? 0 : column.mean ?? 0
    std = column.isOneHot ? 1 : column.std ?? 1
    categories = column.categories
    // As cells are: without white space around them.
    let places = (column.categories ?? []).enumerated().map { ($1.trimmed, $0) }
    self.places = Dictionary(places, uniquingKeysWith: { first, _ in first })
  }

  /// The number of a cell, or the place of its category.
  ///
  /// - Throws: what is wrong with it, after its name.
  func value(of text: String) throws(Problem) -> Double {
    if categories != nil { return Double(try place(of: text)) }
    guard let number = text.decimalNumber ?? Self.truths[text.lowercased()] else {
      throw Problem(text: Self.problem(of: text))
    }
    guard Float((number - mean) / std).isFinite else {
      throw Problem(text: "is too large a number, \(text.shortened)")
    }
    return number
  }

  /// What programs write for yes and no.
  private static let truths = ["true": 1.0, "false": 0.0]

  private func place(of text: String) throws(Problem) -> Int {
    if let place = places[text] { return place }
    if text.isEmpty { throw Problem(text: "is empty") }
    let categories = categories ?? []
    // Where all are told, the near ones are among them.
    let near = categories.count > 10 ? NearMatches.of(text.shortened, among: categories) : []
    throw Problem(
      text: "is \"\(text.shortened)\", expected "
        + (near.isEmpty ? "one of \(categories.listed)" : "perhaps \(near.listed)"))
  }

  private static func problem(of text: String) -> String {
    if text.isEmpty { return "is empty" }
    let point = text.replacing(",", with: ".")
    if point != text, point.decimalNumber != nil {
      return "is \(text.shortened), with a decimal comma; write \(point.shortened)"
    }
    return "is \"\(text.shortened)\", expected a finite number as in 1.5"
  }

  /// What is wrong with a cell.
  struct Problem: Error {
    let text: String
  }
}
