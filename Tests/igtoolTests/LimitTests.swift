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

  @Test("Amounts that are none are bad usage")
  func amounts() throws {
    for amount in ["0", "much", "-1", "nan", "1e30"] {
      let outcome = try sandbox.run(
        ["explain", Samples.star, "--model", "shapes", "--memory-limit=\(amount)"])
      #expect(outcome.status == 64)
    }
  }
}
