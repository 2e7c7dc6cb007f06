import Foundation
import Testing

/// What commands say of networks whose answers are no classes.
struct HeadOptionTests {
  private let sandbox = Sandbox()

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("numbers are explained as numbers, without percentages")
  func numbers() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--head", "number", "--target", "3", "--json", "--save", "npy")
    let report = try object(outcome.output)
    let score = try #require(report["score"] as? [String: Any])
    #expect(score["kind"] as? String == "number")
    let top = try #require(report["top"] as? [[String: Any]])
    #expect(top.allSatisfy { Set($0.keys) == ["index", "label", "number"] })
    let output = try #require(report["output"] as? [String: Any])
    #expect(output["head"] as? String == "number")
    let classified = try sandbox.run(
      "classify", Samples.star, "--model", "shapes", "--head", "number")
    #expect(!classified.output.contains("%"))
  }

  @Test("a probability of a number is refused")
  func probability() throws {
    let outcome = try sandbox.explain(Samples.star, "--head", "number", "--score", "probability")
    #expect(outcome.status == 64 && outcome.error.contains("no probability"))
  }

  @Test("what was assumed stands in the JSON and is said once")
  func assumed() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--head", "sigmoid", "--json", "--save", "json")
    let report = try object(outcome.output)
    #expect(report["assumed"] is [String])
    #expect((report["warnings"] as? [String])?.contains { $0.contains("sigmoid head") } == true)
  }

  @Test("an output, a head or a fit that does not exist is refused")
  func unknown() throws {
    for options in [["--output", "nowhere"], ["--head", "tanh"], ["--fit", "crop:2"]] {
      let outcome = try sandbox.run(
        ["explain", Samples.star, "--model", "shapes"] + options)
      #expect(outcome.status != 0)
    }
    expectSuccess(
      try sandbox.run("classify", Samples.star, "--model", "shapes", "--fit", "crop:0.875"))
  }
}
