import Foundation
import Testing
import igtool

/// `igtool generate-manual`: pages that say what help says.
struct ManualTests {
  private let sandbox = Sandbox()

  /// The pages by the commands that they are about.
  private func pages() throws -> [String: String] {
    expectSuccess(try sandbox.run("generate-manual", "manual/man1"))
    var pages: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(
      atPath: sandbox.folder + "/manual/man1")
    {
      let text = try String(
        contentsOfFile: sandbox.folder + "/manual/man1/" + file, encoding: .utf8)
      #expect(file.hasPrefix("igtool") && file.hasSuffix(".1"))
      pages[String(file.dropFirst("igtool".count).dropLast(2)).replacing("-", with: " ")] = text
    }
    return pages
  }

  @Test("every command has a page, with every option that its help names")
  func options() throws {
    let pages = try pages()
    let commands = try sandbox.run("--help").output.matches(of: /(?m)^ {2}([a-z]+) {2}/).map {
      " " + String($0.1)
    }
    #expect(commands.count >= 9)
    #expect(Set(commands + ["", " model pull", " model list"]).isSubset(of: Set(pages.keys)))
    #expect(!pages.keys.contains { $0.contains("generate") || $0 == " help" })
    for (command, page) in pages {
      let words = command.split(separator: " ").map(String.init)
      let help = try sandbox.run(words + ["--help"]).output
      let options = help.matches(of: /(?m)^ +(?:-., )?(--[a-z-]+)(?:\/(--no-[a-z-]+))?/)
      #expect(!options.isEmpty)
      for name in options.flatMap({ [String($0.1), $0.2.map(String.init)] }).compactMap(\.self) {
        #expect(page.contains("\\fB\(Roff.text(name))\\fR"), "\(command) \(name)")
      }
      for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "SEE ALSO"] {
        #expect(page.contains("\n.SH \"\(section)\"\n"), "\(command) \(section)")
      }
    }
  }

  @Test("a page has nothing that steers it but what is meant to")
  func requests() throws {
    let meant = [
      ".\\\"", ".TH ", ".nh", ".ad l", ".SH ", ".SS ", ".TP", ".PP", ".IP", ".nf", ".fi", ".RS",
      ".RE",
    ]
    for (command, page) in try pages() {
      for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
        #expect(meant.contains(where: line.hasPrefix), "\(command): \(line)")
      }
      let escapes = page.matches(of: /\\[^\\]/).map { String($0.0) }
      #expect(Set(escapes).isSubset(of: ["\\-", "\\f", "\\(", "\\e", "\\&", "\\\""]), "\(command)")
    }
  }

  @Test("all variables that doctor knows are in the pages, and examples have their hyphens")
  func variables() throws {
    let page = try #require(try pages()[""])
    let doctor = try sandbox.run(["doctor"], environment: ["IGTOOL_BOGUS": "1"]).output
    let known = try #require(doctor.firstMatch(of: /igtool reads ([A-Z_, ]+) and not this/))
    for name in known.1.split(separator: ", ") {
      #expect(page.contains("\\fB\(name)\\fR"), "\(name)")
    }
    #expect(page.contains("\nigtool explain photo.jpg \\-\\-model shapes  "))
  }

  @Test("sentences, terms and command lines of a help text are told from each other")
  func parts() {
    let text = """
      One sentence: igtool reads
      files. It goes on.

      igtool explain a.png
      cat a.png | igtool explain -

      mean map: the mean; of all.
      gap: what is missed.

      ok        all is well
      warning   something is not
      """
    #expect(
      HelpText.parts(of: text) == [
        .paragraph("One sentence: igtool reads files. It goes on."),
        .examples(["igtool explain a.png", "cat a.png | igtool explain -"]),
        .list([
          .init(term: "mean map", meaning: "the mean; of all."),
          .init(term: "gap", meaning: "what is missed."),
        ]),
        .list([
          .init(term: "ok", meaning: "all is well"),
          .init(term: "warning", meaning: "something is not"),
        ]),
      ])
    #expect(HelpText.parts(of: "") == [])
  }

  @Test(
    "text is printed as it stands",
    arguments: [
      (".nf", "\\&.nf"), ("'a' \"b\"", "\\(aqa\\(aq \\(dqb\\(dq"), ("a\\n", "a\\en"),
      ("--save", "\\-\\-save"), ("~/.cache", "\\(ti/.cache"), ("a\nb", "a b"), ("…", "…"),
    ])
  func escapes(text: String, expected: String) {
    #expect(Roff.text(text) == expected)
  }
}
