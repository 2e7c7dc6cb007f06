import Foundation
import Imaging
import Testing

/// Pictures that `igtool explain --preview` draws in a terminal, a real pseudo-terminal.
struct PreviewTests {
  private let sandbox = Sandbox()

  /// The program, which waits as long for an answer as through a network: the machine may be busy.
  private func program(
    _ options: [String], environment: [String: String] = [:]
  ) -> Program {
    sandbox.program(
      ["explain", Samples.star, "--model", "shapes", "--steps", "2", "--preview"] + options,
      environment: ["TERM": "xterm-256color", "SSH_CONNECTION": "::1 1 ::1 22"]
        .merging(environment) { $1 })
  }

  private func explain(
    in terminal: Terminal, _ options: String..., environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Terminal.Screen {
    let screen = try terminal.run(program(options, environment: environment))
    #expect(screen.outcome.status == 0, "\(screen.text)", sourceLocation: sourceLocation)
    #expect(screen.isRestored, sourceLocation: sourceLocation)
    #expect(screen.text.contains("star.overlay.png"), sourceLocation: sourceLocation)
    return screen
  }

  @Test("a terminal that knows the kitty protocol gets the overlay in it, below the result")
  func kitty() throws {
    let screen = try explain(in: try Terminal(.kitty))
    let parts = screen.text.components(separatedBy: "\u{1b}_Ga=T,f=100,q=2,c=74,r=37,m=")
    #expect(parts.count == 2)
    #expect(parts.first?.contains("star.overlay.png") == true)
    let payload = (parts.last ?? "").components(separatedBy: "\u{1b}\\").dropLast()
      .map { String($0.split(separator: ";", omittingEmptySubsequences: false).last ?? "") }
    let file = try #require(Data(base64Encoded: payload.joined()))
    #expect(try Image.decode([UInt8](file)).image == (try sandbox.picture("star.overlay.png")))
    #expect(screen.unread == "")
  }

  @Test("iTerm2 gets an inline image, though it says that it has sixels too")
  func iterm() throws {
    let screen = try explain(in: try Terminal(.iterm), "--preview-of", "mask")
    #expect(screen.text.contains("\u{1b}]1337;File=inline=1;size="))
    #expect(!screen.text.contains("\u{1b}P0;1;0q"))
    #expect(screen.unread == "")
  }

  @Test("a terminal with sixels gets them, in no more colours than it has")
  func sixel() throws {
    let screen = try explain(in: try Terminal(.sixel))
    #expect(screen.text.contains("\u{1b}P0;1;0q\"1;1;740;740#0;2;"))
    #expect(screen.text.contains("#63;2;") && !screen.text.contains("#64;2;"))
    #expect(screen.unread == "")
  }

  @Test("a silent terminal gets half blocks before long", arguments: [false, true])
  func silent(hasTrueColor: Bool) throws {
    let screen = try explain(
      in: try Terminal(.silent), environment: hasTrueColor ? ["COLORTERM": "truecolor"] : [:])
    #expect(screen.isAsked)
    // It waits for a second at most; the rest is what a busy machine may take to draw.
    #expect(try #require(screen.secondsToBlocks) < 20)
    #expect(screen.text.contains("\u{1b}[38;2;") == hasTrueColor)
    #expect(screen.text.contains("\u{1b}[38;5;") != hasTrueColor)
    // 37 rows of 74 characters.
    #expect(screen.text.count { $0 == "▀" } == 74 * 37)
  }

  @Test("an answer that never ends leaves half blocks, and nothing for the shell to read")
  func broken() throws {
    let screen = try explain(in: try Terminal(.broken))
    #expect(screen.isAsked && screen.text.contains("▀"))
    #expect(screen.unread == "")
  }

  @Test("where somebody has typed already, nothing is asked, and the keys are left to the shell")
  func typed() throws {
    let terminal = try Terminal(.kitty)
    terminal.type("ls -l")
    let screen = try explain(in: terminal)
    #expect(!screen.isAsked && screen.text.contains("▀"))
    #expect(screen.unread == "ls -l")
  }

  @Test(
    "no terminal is asked that must not be, or need not be",
    arguments: [
      (["TERM": "dumb"], [], "░"), (["NO_COLOR": "1"], [], "░"),
      ([:], ["--graphics", "blocks"], "▀"), ([:], ["--graphics", "kitty"], "\u{1b}_Ga=T"),
    ])
  func notAsked(environment: [String: String], options: [String], drawn: String) throws {
    let screen = try Terminal(.kitty).run(program(options, environment: environment))
    #expect(screen.outcome.status == 0)
    #expect(!screen.isAsked)
    #expect(screen.text.contains(drawn))
    if environment["TERM"] == "dumb" { #expect(!screen.text.contains("\u{1b}")) }
  }

  @Test("an interruption during the question leaves the terminal as it was, and dies of the signal")
  func interrupted() throws {
    let screen = try Terminal(.broken).run(program([])) { $0.send(SIGINT) }
    #expect(screen.outcome.signal == SIGINT)
    #expect(screen.isRestored && screen.isAsked)
    #expect(screen.unread == "")
  }

  @Test("where standard output is no terminal, there is no preview and no escape byte")
  func redirected() throws {
    let plain = try sandbox.explain(Samples.star)
    let outcome = try sandbox.explain(Samples.star, "--preview", "--graphics", "kitty")
    #expect(outcome.status == 0)
    #expect(!(outcome.output + outcome.error).contains("\u{1b}"))
    #expect(
      outcome.output.split(separator: "\n").count == plain.output.split(separator: "\n").count)
  }

  @Test("in a terminal whose standard output is a file, nothing is asked and nothing drawn there")
  func file() throws {
    let terminal = try Terminal(.kitty)
    var shell = program([])
    let command = ([Sandbox.tool] + shell.arguments).map { "'\($0)'" }.joined(separator: " ")
    shell.path = "/bin/sh"
    shell.arguments = ["-c", command + " > results.txt"]
    let screen = try terminal.run(shell)
    #expect(screen.outcome.status == 0 && !screen.isAsked)
    let results = String(decoding: try sandbox.bytes("results.txt"), as: UTF8.self)
    #expect(results.contains("star.overlay.png") && !results.contains("\u{1b}"))
  }

  @Test(
    "options that do not go together are refused",
    arguments: [
      (["--graphics", "kitty"], "--graphics means nothing without --preview"),
      (["--preview-of", "mask"], "--preview-of means nothing without --preview"),
      (["--preview", "--json"], "--json forbids it"),
      (["--preview", "--quiet"], "--quiet forbids it"),
      (["--preview", "--preview-of", "npy"], "'npy' is invalid"),
      (["--preview", "--graphics", "ascii"], "'ascii' is invalid"),
      (
        ["--preview", "--save", "npy", "--method", "conductance", "--layer", "features"],
        "without rows and columns there is no overlay"
      ),
    ])
  func usage(options: [String], text: String) throws {
    expectUsageError(
      try sandbox.run(["explain", Samples.star, "--model", "shapes"] + options), text)
    #expect(sandbox.files.isEmpty)
  }
}
