import ArgumentParser
import Foundation

/// Where the program begins: reads the arguments, runs the command, turns errors into a line on
/// standard error and an exit status.
@main
enum Main {
  static func main() {
    Interruption.prepare()
    do {
      var command = try Igtool.parseAsRoot()
      try command.run()
    } catch is ClosedPipe {
      exit(0)
    } catch let failure as Failure {
      if let message = failure.message { Console.error(message) }
      exit(failure.status.rawValue)
    } catch {
      Igtool.exit(withError: error)
    }
  }
}

/// The command without a subcommand.
struct Igtool: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "igtool",
    abstract: "Which pixels made this network say that?",
    discussion: """
      Splits the score that an image classifier gives to a class among the pixels of a photo, by \
      Integrated Gradients, and checks that the parts add up.

      igtool explain photo.jpg                            mask and overlay, built-in search for googlenet
      igtool explain photo.jpg --model shapes             with the network inside this program
      igtool explain *.jpg -o maps --save mask,npy,json   many photos, other outputs
      igtool classify photo.jpg --top 3
      igtool model list
      """,
    version: version,
    subcommands: [Explain.self, Classify.self, Model.self, Run.self]
  )
}
