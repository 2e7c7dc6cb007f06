import Foundation
import Testing

/// `igtool explain --explain-error`.
struct ErrorOptionTests {
  private let sandbox = Sandbox()

  private func explain(_ arguments: String...) throws -> Outcome {
    try sandbox.run(["explain", Samples.star, "--model", "shapes"] + arguments)
  }

  @Test("One picture and a few lines tell why the network errs")
  func picture() throws {
    let outcome = try explain("--explain-error", "ring")
    expectSuccess(outcome)
    #expect(sandbox.files == ["star.error.png"])
    for words in [
      "the network says: \"star\"", "the true class: \"ring\"", ", rank ",
      "most for \"star\": cells ",
      "what would change it: ", "filled with black",
    ] { #expect(outcome.output.contains(words), "\(words) in \(outcome.output)") }
    let picture = try sandbox.picture("star.error.png")
    // Four cells of 320 pixels.
    #expect(picture.width > 4 * 320)
    let right = try explain("--explain-error", "star", "-o", "right")
    expectSuccess(right)
    #expect(right.output.contains("which is right") && right.output.contains("the next class: "))
    #expect(!right.output.contains("what would change it"))
    #expect(try sandbox.picture("right/star.error.png").width < picture.width)
  }

  @Test("Other files can be asked for, and the one picture may go to standard output")
  func files() throws {
    let outcome = try explain("--explain-error", "ring", "--save", "error,json,html")
    expectSuccess(outcome)
    #expect(sandbox.files.count { $0.hasSuffix(".json") } == 3)
    #expect(sandbox.files.contains("star.error.png"))
    let name = try #require(sandbox.files.first { $0.contains("minus") && $0.hasSuffix(".json") })
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(sandbox.bytes(name))) as? [String: Any])
    let error = try #require(report["error"] as? [String: Any])
    #expect(error["is_error"] as? Bool == true)
    #expect((error["true_class"] as? [String: Any])?["label"] as? String == "ring")
    #expect((error["removal"] as? [String: Any])?["share"] is Double)
    let page = try #require(sandbox.files.first { $0.contains("minus") && $0.hasSuffix(".html") })
    #expect(String(decoding: try sandbox.bytes(page), as: UTF8.self).contains("the true class"))
    // The report asks the same again.
    let again = try explain("--like", name, "--save", "error", "-o", "again")
    expectSuccess(again)
    #expect(try sandbox.bytes("again/star.error.png") == sandbox.bytes("star.error.png"))
  }

  @Test("Columns and words are told in the terminal")
  func otherKinds() throws {
    let rows = try sandbox.run(
      "explain", "\(Samples.models)/iris/samples.csv", "--rows", "1", "--model", "iris",
      "--explain-error", "2")
    expectSuccess(rows)
    #expect(rows.output.contains("the network says: ") && rows.output.contains("columns "))
    let text = try sandbox.run(
      "explain", "--text", "The walk was quite great.", "--model", "mood", "--explain-error", "0")
    expectSuccess(text)
    #expect(text.output.contains("the network says: "))
    #expect(sandbox.files.isEmpty)
  }

  @Test(
    "What makes no sense beside it is refused",
    arguments: [
      (["--explain-error", "ring", "--target", "star"], "leave out --target"),
      (["--explain-error", "ring", "--contrast", "star"], "leave out --target"),
      (["--explain-error", "rign"], "rign"), (["--save", "error"], "--explain-error"),
      (["--explain-error", "ring", "-o", "-", "--save", "error,mask"], "one file"),
    ])
  func refused(_ arguments: [String], _ words: String) throws {
    let outcome = try sandbox.run(["explain", Samples.star, "--model", "shapes"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(sandbox.files.isEmpty)
  }

  @Test("A formula in the place of a class replaces the kind of score that was said of that")
  func formula() throws {
    expectSuccess(
      try explain("--score", "logit", "--contrast", "ring", "--save", "json"))
    let name = try #require(sandbox.files.first)
    let outcome = try explain(
      "--like", name, "--target", "p[star] - 0.5", "--save", "json", "-o", "formula")
    expectSuccess(outcome)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(sandbox.bytes("formula/star.json")))
        as? [String: Any])
    #expect((report["score"] as? [String: Any])?["kind"] as? String == "expression")
  }
}
