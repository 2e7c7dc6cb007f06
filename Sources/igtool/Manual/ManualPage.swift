import ArgumentParser

/// The manual page of a command, in man(7): what its help says, with what all commands have in common.
package struct ManualPage {
  /// `igtool-explain.1`.
  package let fileName: String
  /// The page.
  package let text: String

  /// The pages of the program and of all commands that help shows.
  package static func all() throws -> [ManualPage] {
    let program = try CommandDescription.program()
    return program.all.map { ManualPage($0, of: program) }
  }

  private init(_ command: CommandDescription, of program: CommandDescription) {
    fileName = command.pageName + ".1"
    let parts = HelpText.parts(of: command.discussion ?? "")
    let lines =
      Self.head(command) + Self.synopsis(command) + Self.description(command, parts)
      + Self.commands(command) + Self.options(command) + Self.statuses + Self.variables
      + Self.examples(parts) + Self.others(command, program)
    text = lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Sections

  private static func head(_ command: CommandDescription) -> [String] {
    [
      ".\\\" Written by igtool \(Igtool.version) from its help: igtool generate-manual",
      ".TH \"\(Roff.text(command.pageName.uppercased()))\" 1 \"\(SourceOrigin.current.date ?? "")\""
        + " \"igtool \(Igtool.version)\" \"User Commands\"",
      // Names of options are neither hyphenated nor spaced out.
      ".nh", ".ad l",
      Roff.section("Name"),
      "\(Roff.text(command.pageName)) \\- \(Roff.text(summary(command)))",
    ]
  }

  /// The abstract without its full stop, as lists of pages have it.
  private static func summary(_ command: CommandDescription) -> String {
    let abstract = command.abstract ?? ""
    return abstract.hasSuffix(".") ? String(abstract.dropLast()) : abstract
  }

  private static func synopsis(_ command: CommandDescription) -> [String] {
    let arguments = command.shownArguments
    var words = [Roff.bold(command.words.joined(separator: " "))]
    if !command.shownSubcommands.isEmpty { words.append(Roff.italic("command")) }
    words += ["[\(Roff.italic("options"))]"]
    words += arguments.filter { $0.kind == .option && !$0.isOptional }.map { argument in
      call(argument, as: argument.spellings.last) + (argument.isRepeating ? " ..." : "")
    }
    words += arguments.filter { $0.kind == .positional }.map { argument in
      let word = call(argument, as: nil) + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(word)]" : word
    }
    return [Roff.section("Synopsis"), words.joined(separator: " ")]
  }

  private static func description(
    _ command: CommandDescription, _ parts: [HelpText]
  ) -> [String] {
    let lines = parts.flatMap { part -> [String] in
      switch part {
      case .paragraph(let text): [".PP", Roff.text(text)]
      case .list(let terms): terms.flatMap { Roff.item(Roff.bold($0.term), $0.meaning) }
      case .examples: []
      }
    }
    return [Roff.section("Description"), Roff.text(command.abstract ?? "")] + lines
  }

  private static func examples(_ parts: [HelpText]) -> [String] {
    let lines = parts.flatMap { part -> [String] in
      if case .examples(let lines) = part { lines } else { [] }
    }
    return lines.isEmpty ? [] : [Roff.section("Examples")] + Roff.verbatim(lines)
  }

  private static func commands(_ command: CommandDescription) -> [String] {
    let shown = command.shownSubcommands
    guard !shown.isEmpty else { return [] }
    return [Roff.section("Commands")]
      + shown.flatMap { Roff.item(Roff.bold($0.commandName), $0.abstract ?? "") }
  }

  private static func others(
    _ command: CommandDescription, _ program: CommandDescription
  ) -> [String] {
    let parents = program.all.filter {
      command.words.starts(with: $0.words) && $0.words.count < command.words.count
    }
    let pages = (parents + command.shownSubcommands).map {
      Roff.bold($0.pageName) + "(1)"
    }
    return [Roff.section("See also"), pages.joined(separator: ",\n")]
  }

  // MARK: - Options

  private static func options(_ command: CommandDescription) -> [String] {
    let arguments = command.shownArguments
    let inverted = invertedFlags(command)
    var titles: [String] = []
    for title in arguments.map(title) where !titles.contains(title) { titles.append(title) }
    let ordered = titles.filter { $0 != generalTitle } + titles.filter { $0 == generalTitle }
    let sections = ordered.flatMap { title in
      (ordered.count > 1 ? [Roff.subsection(title)] : [])
        + arguments.filter { Self.title($0) == title }.flatMap { option($0, inverted) }
    }
    return [Roff.section("Options")] + sections
  }

  /// What arguments without a section of their own come under.
  private static let generalTitle = "General"

  private static func title(_ argument: ArgumentDescription) -> String {
    argument.sectionTitle ?? (argument.kind == .positional ? "Arguments" : generalTitle)
  }

  /// The flags that can be taken back, which only the help's text tells.
  private static func invertedFlags(_ command: CommandDescription) -> Set<String> {
    let type = CommandChain(Array(command.words.dropFirst())).command
    let help = Igtool.helpMessage(for: type, columns: 1000)
    return Set(help.matches(of: /(--[a-z-]+)\/--no-/).map { String($0.1) })
  }

  private static func option(
    _ argument: ArgumentDescription, _ inverted: Set<String>
  ) -> [String] {
    var names = argument.spellings
    for name in names where inverted.contains(name) {
      names.append("--no-" + name.dropFirst(2))
    }
    let marked =
      names.isEmpty
      ? call(argument, as: nil)
      : names.dropLast().map { Roff.bold($0) + ", " }.joined() + call(argument, as: names.last)
    var sentences = [argument.abstract ?? ""]
    if let values = argument.allValues, argument.kind != .flag {
      sentences.append("Values: \(values.joined(separator: ", ")).")
    }
    if let value = argument.defaultValue, !(argument.abstract ?? "").contains("[\(value)]") {
      sentences.append("Default: \(value).")
    }
    let meaning = sentences.filter { !$0.isEmpty }.joined(separator: " ")
    return Roff.item(marked, meaning)
      + [argument.discussion].compactMap(\.self)
      .flatMap { [".IP", Roff.text($0)] }
  }

  /// How an argument is typed: its name, if it has one, and its value.
  private static func call(_ argument: ArgumentDescription, as name: String?) -> String {
    let value = argument.kind == .flag ? nil : argument.valueName.map(Roff.italic)
    return [name.map(Roff.bold), value].compactMap(\.self).joined(separator: " ")
  }

  // MARK: - What all commands have in common

  private static var statuses: [String] {
    [Roff.section("Exit status")] + Roff.item(Roff.bold("0"), "Done.")
      + ExitStatus.allCases.flatMap { Roff.item(Roff.bold(String($0.rawValue)), $0.meaning) }
  }

  private static var variables: [String] {
    [Roff.section("Environment")]
      + EnvironmentVariable.all.flatMap { Roff.item(Roff.bold($0.name), $0.meaning) }
  }
}
