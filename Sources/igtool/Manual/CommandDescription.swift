import ArgumentParser
import Foundation

/// A command as its help tells of it: what the argument parser knows, in the JSON that it makes of it.
struct CommandDescription: Decodable {
  let commandName: String
  let superCommands: [String]?
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool
  let subcommands: [CommandDescription]?
  let arguments: [ArgumentDescription]?

  /// The program itself, with all of its commands.
  static func program() throws -> CommandDescription {
    struct Tool: Decodable {
      let command: CommandDescription
    }
    return try JSONDecoder().decode(Tool.self, from: Data(Igtool._dumpHelp().utf8)).command
  }

  /// The words that call it: `igtool model pull`.
  var words: [String] { (superCommands ?? []) + [commandName] }

  /// What its manual page is called: `igtool-model-pull`.
  var pageName: String { words.joined(separator: "-") }

  /// The commands below it that help shows; that of help itself is the parser's own.
  var shownSubcommands: [CommandDescription] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  /// It and all commands below it that help shows, in the order of help.
  var all: [CommandDescription] { [self] + shownSubcommands.flatMap(\.all) }

  /// What can be given to it, as help shows it.
  var shownArguments: [ArgumentDescription] { (arguments ?? []).filter(\.shouldDisplay) }
}

/// An option, a flag or a word of a command.
struct ArgumentDescription: Decodable {
  enum Kind: String, Decodable {
    case positional, option, flag
  }

  struct Name: Decodable {
    let kind: String
    let name: String

    /// With its dashes.
    var text: String { (kind == "long" ? "--" : "-") + name }
  }

  let kind: Kind
  let names: [Name]?
  let valueName: String?
  let abstract: String?
  let discussion: String?
  let allValues: [String]?
  let defaultValue: String?
  let sectionTitle: String?
  let isOptional: Bool
  let isRepeating: Bool
  let shouldDisplay: Bool

  /// Its names, the short ones first.
  var spellings: [String] {
    (names ?? []).map(\.text).sorted { $0.count < $1.count }
  }
}
