import Files

/// What was typed behind the program's name, in the form in which the parser reads it as it is meant.
package enum ArgumentWords {
  /// The words of this process's command line, with names of files that are not UTF-8 as `FileName` has
  /// them.
  static func ofProcess() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { place in
      CommandLine.unsafeArgv[place].map { FileName.text($0) }
    }
  }

  /// Returns the words with a negative number joined to the option before it: `--target=-1` for
  /// `--target -1`, which would be taken for an option.
  package static func normalized(_ words: [String]) -> [String] {
    if words.first == "---completion" { return words }
    let end = words.firstIndex(of: "--") ?? words.count
    var result: [String] = []
    for word in words[..<end] {
      if let last = result.last, isOption(last), isNegativeNumber(word) {
        result[result.count - 1] = last + "=" + word
      } else {
        result.append(word)
      }
    }
    return result + words[end...]
  }

  private static func isOption(_ word: String) -> Bool {
    word.count > 1 && word.hasPrefix("-") && !word.contains("=") && !isNegativeNumber(word)
  }

  private static func isNegativeNumber(_ word: String) -> Bool {
    word.hasPrefix("-") && word.count > 1 && word.dropFirst().first != "-"
      && word.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
        Double($0)?.isFinite == true
      }
  }
}
