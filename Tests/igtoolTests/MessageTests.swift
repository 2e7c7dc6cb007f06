import Foundation
import Testing
import igtool

/// `--version`, `--verbose` and `--log-format`.
struct MessageTests {
  private let sandbox = Sandbox()

  private struct Message: Decodable {
    let time: String
    let level: String
    let message: String
    let input: String?
  }

  private func messages(_ outcome: Outcome) throws -> [Message] {
    try outcome.errorLines.map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
  }

  @Test("--version says what networks are computed with")
  func version() throws {
    let outcome = try sandbox.run("--version")
    expectSuccess(outcome)
    let lines = outcome.output.split(separator: "\n")
    let first = #/igtool \d+\.\d+\.\d+, (built from source|commit [0-9a-f]{12}, \d{4}-\d\d-\d\d)/#
    #expect(lines[0].wholeMatch(of: first) != nil, "\(lines[0])")
    #expect(lines[1].hasPrefix("OpenBLAS ") && lines[1].contains(", kernels "))
    #expect(lines[2].contains("avx") || lines[2].contains("baseline"))
    #expect(lines.count == 4 && !lines[3].isEmpty)
  }

  @Test("exported sources know their commit, a working copy knows none")
  func origin() {
    let exported = SourceOrigin(stamp: String(repeating: "0123456789", count: 4) + " 2026-01-31")
    #expect(exported.description == "commit 012345678901, 2026-01-31")
    let longer = SourceOrigin(stamp: String(repeating: "ab", count: 32) + " 2026-01-31")
    #expect(longer.commit == "abababababab" && longer.date == "2026-01-31")
    #expect(SourceOrigin(stamp: "$" + "Format:%H %cs$").description == "built from source")
    #expect(SourceOrigin(stamp: "").commit == nil)
  }

  @Test("--verbose tells how long each stage took, in the order of stages")
  func stages() throws {
    let outcome = try sandbox.explain(Samples.star, "--save", "mask,npy", "--verbose")
    #expect(outcome.status == 0)
    let line = try #require(outcome.errorLines.first { $0.contains(": read ") })
    let pattern =
      #/igtool: .*star\.png: read [0-9.]+ s, prepare [0-9.]+ s, forward [0-9.]+ s, gradients [0-9.]+ s, draw [0-9.]+ s, encode [0-9.]+ s, write [0-9.]+ s/#
    #expect(line.wholeMatch(of: pattern) != nil, "\(line)")
    #expect(outcome.error.contains(" loaded in "))
    let row = try sandbox.run(
      "explain", Samples.models + "/iris/samples.csv", "--rows", "1", "--model", "iris", "-v")
    let ofRow = try #require(row.errorLines.first { $0.contains(": read ") }, "\(row.error)")
    #expect(!ofRow.contains("draw"))
  }

  @Test("messages are objects where programs read them: errors, warnings, and those of arguments")
  func objects() throws {
    try sandbox.write([], to: "empty.jpg")
    let outcome = try sandbox.explain(
      Samples.star, "empty.jpg", "--log-format", "json", "--verbose", "--quiet")
    #expect(outcome.status == 1)
    let found = try messages(outcome)
    #expect(found.map(\.level) == ["error", "note"])
    #expect(found[0].input == "empty.jpg" && found[0].message.hasPrefix("empty file"))
    #expect(found[1].message.contains("1 of 2"))
    #expect(found[0].time.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/#) != nil)
    let usage = try sandbox.run("explain", "x.png", "--frobnicate", "--log-format=json")
    #expect(usage.status == 64 && usage.output == "")
    let complaint = try messages(usage)
    #expect(complaint.count == 1 && complaint[0].message.contains("--frobnicate"))
    let warned = try sandbox.explain(
      Samples.star, "--method", "gradient", "--baseline", "white", "--log-format", "json", "-v")
    #expect(try messages(warned).allSatisfy { ["warning", "note", "error"].contains($0.level) })
    expectUsageError(try sandbox.explain(Samples.star, "--log-format", "xml"), "xml")
  }

  @Test(
    "what looks for a network tells its errors so, too",
    arguments: [
      ["model", "info"], ["model", "classes"], ["model", "verify"], ["model", "remove"],
      ["model", "pull", "--offline"], ["run", "--input", "x.npy"], ["methods", "--model"],
    ])
  func objectsOfOtherCommands(command: [String]) throws {
    let outcome = try sandbox.run(command + ["nothing-of-this-name", "--log-format", "json"])
    #expect(outcome.status != 0 && outcome.status != 64 && outcome.output == "")
    let found = try messages(outcome)
    #expect(found.count == 1 && found[0].level == "error")
    let listed = try sandbox.run("model", "list", "--log-format", "json")
    #expect(listed.status == 0)
  }

  @Test("words behind -- are no options, and the last of several counts")
  func words() {
    #expect(LogFormat(in: ["explain", "--log-format", "json"]) == .json)
    #expect(LogFormat(in: ["--log-format=json", "--log-format", "text"]) == .text)
    #expect(LogFormat(in: ["explain", "--", "--log-format", "json"]) == .text)
    #expect(LogFormat(in: ["--log-format"]) == .text)
    let message = LogMessage(
      .warning, "a.png: dark", input: "a.png", at: Date(timeIntervalSince1970: 0))
    #expect(
      message.line
        == #"{"input":"a.png","level":"warning","message":"dark","time":"1970-01-01T00:00:00.000Z"}"#
    )
    #expect(!LogMessage(.note, "line\nend", input: nil).line.contains("\n"))
  }
}
