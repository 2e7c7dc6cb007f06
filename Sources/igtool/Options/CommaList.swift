import ArgumentParser
import Foundation

/// Texts between commas, with or without blanks beside these.
struct CommaList {
  let items: [String]

  /// Reads a list.
  ///
  /// - Throws: `ValidationError` where there is nothing between two commas, or before or after one: a
  ///   shell has cut the list at a blank.
  init(_ text: String) throws {
    items = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    if items.contains(where: \.isEmpty) {
      throw ValidationError(
        "expected items between commas, without blanks or in quotes, found \"\(text)\"")
    }
  }
}
