import ArgumentParser
import Classification
import Foundation
import Models

/// What shells offer where names are typed that no list of this program's options has.
package enum Completions {
  /// Some of these names, between commas: what is typed already stays in front.
  package static func list(_ names: [String]) -> CompletionKind {
    .custom { arguments, place, _ in items(names, after: typed(arguments, place)) }
  }

  /// Networks by name, and files.
  static let models: CompletionKind = .custom { arguments, place, _ in
    let names = (try? StoreOptions.modelStore(in: nil).list().map(\.name)) ?? []
    return names + files(typed(arguments, place))
  }

  /// One of these words, or a file.
  static func words(_ words: [String]) -> CompletionKind {
    .custom { arguments, place, _ in words + files(typed(arguments, place)) }
  }

  /// These words, and the classes of the network that the words before name.
  static func classes(besides words: [String]) -> CompletionKind {
    .custom { arguments, _, _ in words + classes(of: model(in: arguments)) }
  }

  /// What a list may go on with: its items but the last, and each name that is not among them.
  package static func items(_ names: [String], after typed: String) -> [String] {
    let before = typed.split(separator: ",", omittingEmptySubsequences: false).dropLast()
    let start = before.map { $0 + "," }.joined()
    return names.filter { !before.contains($0[...]) }.map { start + $0 }
  }

  /// The network that words name; the standard one where they do not.
  package static func model(in words: [String]) -> String {
    for (place, word) in words.enumerated().reversed() {
      if let name = ["--model=", "-m="].lazy.filter(word.hasPrefix).first {
        return String(word.dropFirst(name.count))
      }
      if ["--model", "-m"].contains(word), words.indices.contains(place + 1) {
        return words[place + 1]
      }
    }
    return ModelOptions.standardModel
  }

  /// The first synonym of every class, with hyphens for blanks, as far as it is nothing to shells; none
  /// where the network is not here.
  private static func classes(of model: String) -> [String] {
    guard let files = try? StoreOptions.modelStore(in: nil).locate(model),
      let classes = try? NetworkInspection(files, options: Classifier.Options()).classes()
    else { return [] }
    return classes.map { String($0.label.prefix { $0 != "," }).replacing(" ", with: "-") }
      .filter { $0.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) } }
  }

  private static func typed(_ arguments: [String], _ place: Int) -> String {
    arguments.indices.contains(place) ? arguments[place] : ""
  }

  /// Files and folders that begin with what is typed.
  private static func files(_ start: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    let pattern = start.filter { !"*?[".contains($0) } + "*"
    guard glob(pattern, GLOB_MARK, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
  }
}
