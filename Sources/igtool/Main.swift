import ArgumentParser
import Foundation

/// Where the program begins: reads the arguments, runs the command, turns errors into a line on
/// standard error and an exit status.
@main
enum Main {
  static func main() {
    Interruption.prepare()
    var command: any ParsableCommand
    do { command = try Igtool.parseAsRoot() } catch { endOfArguments(error) }
    do {
      try command.run()
    } catch is ClosedPipe {
      exit(0)
    } catch {
      // The command that shows help ends with an error, too.
      if error is ValidationError || Igtool.exitCode(for: error).isSuccess {
        endOfArguments(error)
      }
      let failure = Failure(error)
      if let message = failure.message { Console.error(message) }
      exit(failure.status.rawValue)
    }
  }

  /// Ends as ArgumentParser wants to, with help on standard output, or with one line about what is
  /// wrong with the arguments.
  private static func endOfArguments(_ error: any Error) -> Never {
    let status = Igtool.exitCode(for: error)
    let text = Igtool.fullMessage(for: error)
    guard !status.isSuccess, text.hasPrefix("Error: ") else { Igtool.exit(withError: error) }
    let lines = text.dropFirst("Error: ".count).split(separator: "\n").map(String.init)
    let problem = lines.prefix { !$0.hasPrefix("Usage:") && !$0.hasPrefix("Help:") }
    var words = problem.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
      .replacing(": - ", with: ": ").replacing(" - ", with: ", ")
    if words.hasSuffix(".") { words.removeLast() }
    let manual = lines.compactMap { $0.firstMatch(of: /See '(.*)' for more/)?.1 }.first
    let start = words.prefix(1).lowercased()
    Console.error(start + words.dropFirst() + (manual.map { " (see \($0))" } ?? ""))
    exit(status.rawValue)
  }
}

/// The command without a subcommand.
struct Igtool: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "igtool",
    abstract: "Which parts of the input made this network say that?",
    discussion: """
      Splits the score that a network gives to a class among the pixels of a photo, the columns of a \
      row or the words of a text, by Integrated Gradients, and checks that the parts add up.

      igtool explain photo.jpg                    with GoogLeNet, which is fetched
      igtool explain photo.jpg --model shapes     with the network in this program
      igtool explain rows.csv --model iris        rows of a table
      igtool explain --text "…" --model mood      a text
      igtool explain *.jpg -o maps --save mask,npy,json
      igtool compare photo.jpg --method ig --method guided-ig --method grad-cam
      igtool classify photo.jpg --top 3
      igtool model list
      """,
    version: version,
    subcommands: [Explain.self, Compare.self, Classify.self, Model.self, Run.self, Bench.self]
  )
}
