import ArgumentParser
import Files

/// The command that words lead to, through its subcommands.
struct CommandChain {
  /// The last command that is named.
  let command: any ParsableCommand.Type
  /// The words behind its name.
  let rest: [String]
  /// The names up to it.
  let names: [String]

  /// Follows words from the program itself.
  init(_ words: [String]) {
    var (command, names) = (Igtool.self as any ParsableCommand.Type, ["igtool"])
    var rest = words[...]
    while let word = rest.first, let next = Self.subcommand(word, of: command) {
      (command, rest) = (next, rest.dropFirst())
      names.append(word)
    }
    (self.command, self.rest, self.names) = (command, Array(rest), names)
  }

  /// What to say of a word in the place of a subcommand that is none; nil where it is one, or an option.
  var complaint: String? {
    let known = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
      .map { $0._commandName }
    guard !known.isEmpty, let word = rest.first, !word.hasPrefix("-") else { return nil }
    if word == "help" { return CommandChain(Array(rest.dropFirst())).complaint }
    let name = names.joined(separator: " ")
    if names.count == 1 && FileKind(word) != .missing {
      return
        "\(name) \(word): what is to be done with it? As in: igtool explain \(CommandText.quoted(word))"
    }
    return "\(name) has no command \"\(word)\"; " + Suggestion.text(for: word, among: known)
  }

  private static func subcommand(
    _ word: String, of command: any ParsableCommand.Type
  ) -> (any ParsableCommand.Type)? {
    command.configuration.subcommands.first { $0._commandName == word }
  }
}
