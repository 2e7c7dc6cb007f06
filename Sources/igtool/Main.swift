import ArgumentParser
import Foundation

/// Where the program begins: reads the arguments, runs the command, turns errors into a line on
/// standard error and an exit status.
@main
enum Main {
  static func main() {
    StandardStreams.prepare()
    // Swift reads the command line from /proc; without any word, there is not even the program's name.
    guard CommandLine.argc > 0 else {
      Console.error("the command line cannot be read from /proc/self/cmdline: is /proc mounted?")
      exit(ExitStatus.inputOutput.rawValue)
    }
    Interruption.prepare()
    let words = ArgumentWords.normalized(ArgumentWords.ofProcess())
    LogFormat.current = LogFormat(in: words)
    var command: any ParsableCommand
    do {
      if let brief = BriefHelp.text(for: words) { throw CleanExit.message(brief) }
      if words.first == "--version" { throw CleanExit.message(VersionText().text) }
      if words.first == "help", let complaint = CommandChain(words).complaint {
        throw ValidationError(complaint)
      }
      command = try Igtool.parseAsRoot(words)
    } catch {
      endOfArguments(error, words)
    }
    do {
      try command.run()
    } catch is ClosedPipe {
      exit(0)
    } catch {
      // The command that shows help ends with an error, too.
      if error is ValidationError || Igtool.exitCode(for: error).isSuccess {
        endOfArguments(error, words)
      }
      let failure = Failure(error)
      if let message = failure.message { Console.error(message) }
      exit(failure.status.rawValue)
    }
  }

  /// Ends with the help that was asked for on standard output, or with one line about what is wrong with
  /// the arguments.
  private static func endOfArguments(_ error: any Error, _ arguments: [String]) -> Never {
    let status = Igtool.exitCode(for: error)
    let text = Igtool.fullMessage(for: error)
    if status.isSuccess { endWithHelp(text) }
    guard text.hasPrefix("Error: ") else { Igtool.exit(withError: error) }
    let lines = text.dropFirst("Error: ".count).split(separator: "\n").map(String.init)
    let problem = lines.prefix { !$0.hasPrefix("Usage:") && !$0.hasPrefix("Help:") }
    var words = problem.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
      .replacing(": - ", with: ": ").replacing(" - ", with: ", ")
    if words.hasSuffix(".") { words.removeLast() }
    words = CommandChain(arguments).complaint ?? suggesting(words)
    let isHelpNamed = lines.contains { $0.contains(/See '.*' for more/) }
    let manual = CommandChain(arguments).names.joined(separator: " ") + " --help"
    let start = words.prefix(1).lowercased()
    Console.error(start + words.dropFirst() + (isHelpNamed ? " (see \(manual))" : ""))
    exit(status.rawValue)
  }

  /// Ends with a text on standard output, which may have been closed or be full like any other.
  private static func endWithHelp(_ text: String) -> Never {
    do {
      if !text.isEmpty { try Console.output(text) }
      exit(0)
    } catch is ClosedPipe {
      exit(0)
    } catch {
      let failure = Failure(error)
      if let message = failure.message { Console.error(message) }
      exit(failure.status.rawValue)
    }
  }

  /// A complaint about a value, with the values like it in the place of the list of all where there are
  /// some.
  private static func suggesting(_ complaint: String) -> String {
    let pattern =
      /(The value '(.*)' is invalid for '.*')\. Please provide one of (?:the following: )?(.*)/
    guard let match = complaint.wholeMatch(of: pattern) else { return complaint }
    let names = match.3.replacing(" or ", with: ", ").split(separator: ", ").map {
      String($0).replacing("'", with: "")
    }
    let typed = match.2.split(separator: ",").map(String.init)
    if typed.count > 1, typed.allSatisfy(names.contains) {
      return
        "\(match.1): expected one of these names, found \(typed.count); where several can be given, "
        + "each is an option of its own"
    }
    let near = Suggestion.text(for: String(match.2), among: names)
    return near.hasPrefix("did you mean") ? "\(match.1); \(near)" : complaint
  }
}

/// The command without a subcommand.
struct Igtool: ParsableCommand {
  /// The version by https://semver.org, the one place that says it; `CHANGELOG.md` tells what is in it.
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
      igtool evaluate photos/ --method ig --method idgi
      igtool classify photo.jpg --top 3
      igtool summarize maps
      igtool methods
      igtool model list
      """,
    version: version,
    subcommands: [
      Explain.self, Compare.self, Evaluate.self, InteractionsCommand.self, Classify.self,
      Summarize.self, Check.self, Methods.self, Model.self, Run.self, Bench.self, Doctor.self,
      GenerateManual.self,
    ]
  )
}
