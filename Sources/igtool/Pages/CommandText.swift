import Foundation

/// The command line of this process, as a shell would take it again.
package enum CommandText {
  /// Returns the command for one of several pictures: the arguments that are the other pictures are
  /// left out, if it is sure which ones those are.
  static func text(
    _ arguments: [String] = CommandLine.arguments, pictures: [String], only picture: String
  ) -> String {
    // A run that is resumed ends as one that was never stopped.
    var words = ["igtool"] + arguments.dropFirst().filter { $0 != "--resume" }
    let mentioned = words.indices.filter { pictures.contains(words[$0]) }
    if pictures.count > 1 && mentioned.count == pictures.count {
      for index in mentioned.reversed() where words[index] != picture { words.remove(at: index) }
    }
    return words.map(quoted).joined(separator: " ")
  }

  /// Returns a word that a POSIX shell reads as it is.
  package static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
            || "-_./=:,+@%".unicodeScalars.contains($0))
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
