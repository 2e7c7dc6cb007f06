import Foundation
import Testing
import igtool

/// `igtool check`.
struct CheckTests {
  private let sandbox = Sandbox()

  /// Writes down the explanation of a sample.
  private func store(_ picture: String, _ arguments: String...) throws {
    let outcome = try sandbox.run(
      ["explain", picture, "--save", "npy,json", "-o", "expected"] + arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  private struct Answer: Decodable {
    struct Measure: Decodable {
      let name: String
      let value: Double?
      let limit: Double
      let passes: Bool
    }
    let report: String
    let passes: Bool
    let measures: [Measure]
  }

  @Test("an explanation agrees with itself: every number is what it is for equal maps")
  func same() throws {
    try store(Samples.star, "--model", "shapes")
    let outcome = try sandbox.run("check", "expected", "--json")
    expectSuccess(outcome)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    #expect(answer.report == "star.json" && answer.passes)
    #expect(answer.measures.map(\.name) == ["score", "cosine", "overlap", "ssim", "gap"])
    let values = answer.measures.compactMap(\.value)
    #expect(values.count == 5 && values[0] == 0 && values[2] == 1)
    #expect(abs(values[1] - 1) < 1e-12 && abs(values[3] - 1) < 1e-12)
  }

  @Test(
    "another picture is no reason to say that a network has changed, unless its report is named")
  func anotherPicture() throws {
    try store(Samples.star, "--model", "shapes")
    expectUsageError(
      try sandbox.run("check", "expected", Samples.ring),
      "no report in expected is about a file of that name")
    let named = try sandbox.run("check", "expected/star.json", Samples.ring)
    #expect(named.status == 3 && named.output.contains("FAILED"), "\(named.error)")
  }

  @Test("the map of another class than the network's own is found, with status 3 and in every file")
  func other() throws {
    try store(Samples.star, "--model", "shapes", "--target", "star")
    try store(Samples.ring, "--model", "shapes")
    // The report on the star, held against another picture.
    try sandbox.write(try Samples.bytes(Samples.ring), to: "moved/star.png")
    let outcome = try sandbox.run(
      "check", "expected", "moved/star.png", "--junit", "check.xml", "--save", "html")
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("star.json  star  "))
    #expect(
      outcome.output.contains(
        "FAILED\n  class: the most probable one is \"ring\", expected \"star\""))
    #expect(outcome.output.contains("(--cosine)"))
    let xml = String(decoding: try sandbox.bytes("check.xml"), as: UTF8.self)
    #expect(xml.contains("tests=\"2\" failures=\"1\" errors=\"0\""))
    #expect(xml.contains("<failure message=\"class: the most probable one is &quot;ring&quot;"))
    #expect(XMLCheck.isBalanced(xml))
    let page = String(decoding: try sandbox.bytes("check.html"), as: UTF8.self)
    #expect(page.contains("star.json: failed") && page.contains("ring.json: ok"))
    #expect(page.components(separatedBy: "<svg").count - 1 == 2)
  }

  @Test("limits decide")
  func limits() throws {
    try store(Samples.star, "--model", "shapes", "--steps", "4", "--rule", "left")
    expectSuccess(try sandbox.run("check", "expected", "--gap", "10"))
    let strict = try sandbox.run("check", "expected", "--gap", "0")
    #expect(strict.status == 3 && strict.output.contains("expected at most 0.0 % (--gap)"))
  }

  @Test("rows and texts are found again by what the report says of them")
  func kinds() throws {
    let table = try sandbox.run(
      "explain", Samples.models + "/iris/samples.csv", "--model", "iris", "--rows", "12",
      "--baseline", "mean", "--save", "npy,json", "-o", "expected")
    #expect(table.status == 0, "\(table.error)")
    let text = try sandbox.run(
      "explain", "--text", "The walk was quite great.", "--model", "mood", "--save", "npy,json",
      "-o", "expected")
    #expect(text.status == 0, "\(text.error)")
    let outcome = try sandbox.run("check", "expected", "--quiet")
    expectSuccess(outcome)
  }

  @Test("what cannot be checked is said: no report, no array, no such input")
  func refusals() throws {
    expectFailure(try sandbox.run("check", "nowhere"), status: 66, "no such file or folder")
    try sandbox.write(Array("{}".utf8), to: "empty/a.json")
    expectFailure(
      try sandbox.run("check", "empty"), status: 65, "empty/a.json: expected a \"request\"")
    let json = try sandbox.run(
      "explain", Samples.star, "--model", "shapes", "--save", "json", "-o", "alone")
    #expect(json.status == 0)
    expectFailure(
      try sandbox.run("check", "alone"), status: 65, "explain with --save npy,json")
    try store(Samples.star, "--model", "shapes")
    try store(Samples.ring, "--model", "shapes")
    expectFailure(
      try sandbox.run("check", "expected", Samples.folder + "/scene.png"), status: 64,
      "no report in expected is about a file of that name")
    try sandbox.write(Array("damaged".utf8), to: "expected/star.attribution.npy")
    let some = try sandbox.run("check", "expected")
    #expect(some.status == 1 && some.error.contains("star.attribution.npy"))
    expectUsageError(try sandbox.run("check", "expected", "--top", "0"), "--top 0")
  }
}

/// A rough look at XML.
private enum XMLCheck {
  /// Whether every element that begins ends, in the right order.
  static func isBalanced(_ xml: String) -> Bool {
    var open: [Substring] = []
    for match in xml.matches(of: #/<(/?)([a-z]+)[^>]*?(/?)>/#) {
      if !match.3.isEmpty { continue }
      if match.1.isEmpty { open.append(match.2) } else if open.popLast() != match.2 { return false }
    }
    return open.isEmpty
  }
}
