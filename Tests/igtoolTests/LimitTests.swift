import Foundation
import Testing

/// The most that a network may take of the machine.
struct LimitTests {
  private let sandbox = Sandbox()

  @Test(
    "A network beyond a limit is refused with what it takes, the limit and its option; nothing is written",
    arguments: [
      (
        ["--memory-limit", "100k"],
        "of memory, which exceeds the limit of 100 kB; use --memory-limit"
      ),
      (
        ["--work-limit", "1e3"],
        "multiplications for each evaluation, which exceeds the limit of 1.0 k; "
          + "use --work-limit"
      ),
    ])
  func refused(options: [String], message: String) throws {
    for command in [["explain", "-o", "maps"], ["classify"]] {
      let outcome = try sandbox.run(command + [Samples.star, "--model", "shapes"] + options)
      #expect(outcome.status == 65)
      #expect(outcome.error.contains(message), "\(outcome.error)")
      #expect(sandbox.files.isEmpty)
    }
  }

  @Test(
    "A file beyond a limit is refused, and read where the limit is raised",
    arguments: [
      ("--max-rows", "14", "15"), ("--max-row-bytes", "60", "80"),
      ("--max-file-bytes", "100", "1k"),
    ])
  func files(option: String, low: String, high: String) throws {
    let iris = Samples.models + "/iris/samples.csv"
    for command in ["explain", "classify"] {
      let words = [command, iris, "--model", "iris", option]
      expectFailure(try sandbox.run(words + [low]), status: 65, option)
      #expect(try sandbox.run(words + [high]).status == 0)
    }
  }

  @Test("Limits stand in the report, and are those of the next run that is like it")
  func like() throws {
    let first = try sandbox.run(
      "explain", "--text", "great", "--model", "mood", "--max-text-bytes", "5", "--save", "json",
      "--quiet")
    #expect(first.status == 0, "\(first.error)")
    let text = String(decoding: try sandbox.bytes("text.json"), as: UTF8.self)
    #expect(text.contains("\"text_bytes\" : 5"))
    let again = ["explain", "--text", "great!", "--model", "mood", "--like", "text.json"]
    expectFailure(try sandbox.run(again), status: 65, "expected at most 5 bytes, found 6")
    #expect(try sandbox.run(again + ["--max-text-bytes", "6"]).status == 0)
    expectFailure(
      try sandbox.run(again + ["--max-text-bytes", "34M"]), status: 64, "1 to 33554432")
  }

  @Test("Amounts that are none are bad usage")
  func amounts() throws {
    for amount in ["0", "much", "-1", "nan", "1e30"] {
      let outcome = try sandbox.run(
        ["explain", Samples.star, "--model", "shapes", "--memory-limit=\(amount)"])
      #expect(outcome.status == 64)
    }
  }
}
