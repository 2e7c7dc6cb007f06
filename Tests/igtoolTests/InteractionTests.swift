import Foundation
import Tensors
import Testing
import igtool

/// `igtool interactions`.
struct InteractionTests {
  private let sandbox = Sandbox()

  private struct Answer: Decodable {
    struct Pair: Decodable {
      let parts: [String]
      let value: Double
    }
    struct Part: Decodable {
      let name: String
      let effect: Double
      let features: [Int]
    }
    let target: String
    let parts: [Part]
    let pairs: [Pair]
    let evaluations: Int
    let baselines: [String]
  }

  private func answer(_ outcome: Outcome) throws -> Answer {
    #expect(outcome.status == 0, "\(outcome.error)")
    return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
  }

  @Test("a picture is cut into cells, and its strongest pairs are drawn, told and written")
  func picture() throws {
    let outcome = try sandbox.run(
      "interactions", Samples.star, "--model", "shapes", "--parts", "grid:3", "--save",
      "picture,csv,npy", "-o", "out")
    expectSuccess(outcome)
    #expect(outcome.output.contains("star.png  star 9") && outcome.output.contains("  9 parts  "))
    #expect(outcome.output.contains("46 evaluations") && outcome.output.contains(" × "))
    let square = try sandbox.array("out/star.interactions.npy")
    #expect(square.shape == [9, 9] && square.values.contains { $0 != 0 })
    for row in 0..<9 {
      for column in 0..<row {
        #expect(square.values[9 * row + column] == square.values[9 * column + row])
      }
    }
    let lines = String(decoding: try sandbox.bytes("out/star.interactions.csv"), as: UTF8.self)
      .split(separator: "\r\n")
    #expect(lines[0] == "part,with,value" && lines.count == 1 + 9 + 36)
    #expect(lines[1].hasPrefix("A1,,") && lines[10].hasPrefix("A1,B1,"))
    let picture = try sandbox.picture("out/star.interactions.png")
    // The photo seven times as large, and the words on colours below.
    #expect((picture.width, picture.height) == (672, 672 + 27))
  }

  @Test("JSON tells the parts with their pixels and effects, and pairs by their strength")
  func json() throws {
    let found = try answer(
      try sandbox.run(
        "interactions", Samples.star, "--model", "shapes", "--parts", "grid:2", "--baseline",
        "black", "--json", "--save", "csv"))
    #expect(found.target == "star" && found.baselines == ["black"])
    #expect(found.parts.map(\.name) == ["A1", "B1", "A2", "B2"])
    #expect(found.parts.map(\.features.count) == [2304, 2304, 2304, 2304])
    #expect(found.evaluations == 11 && found.pairs.count <= 6)
    let values = found.pairs.map { abs($0.value) }
    #expect(values == values.sorted(by: >))
  }

  @Test("columns and words stand for themselves")
  func kinds() throws {
    let table = try answer(
      try sandbox.run(
        "interactions", Samples.models + "/iris/samples.csv", "--model", "iris", "--rows", "12",
        "--baseline", "mean", "--json"))
    #expect(table.parts.count == 4 && table.evaluations == 11)
    #expect(table.parts[3].name == "petal width (cm)")
    let text = try answer(
      try sandbox.run(
        "interactions", "--text", "not great at all", "--model", "mood", "--json"))
    #expect(text.parts.map(\.name) == ["not", "great", "at", "all"])
    #expect(text.pairs[0].parts == ["not", "great"])
  }

  @Test("regions are the largest areas of even colour, and as many as are asked for")
  func regions() throws {
    let found = try answer(
      try sandbox.run(
        "interactions", Samples.folder + "/scene.png", "--model", "shapes", "--parts", "regions:4",
        "--json", "--save", "csv"))
    #expect((2...4).contains(found.parts.count))
    let all = found.parts.flatMap(\.features)
    #expect(Set(all).count == all.count)
  }

  @Test("what makes no sense is refused")
  func refusals() throws {
    expectUsageError(
      try sandbox.run("interactions", Samples.star, "--parts", "grid:1"), "grid:1")
    expectUsageError(
      try sandbox.run("interactions", Samples.star, "--save", "mask"), "there is no \"mask\"")
    expectFailure(
      try sandbox.run(
        "interactions", Samples.star, "--model", "shapes", "--target", "layer:conv1"), status: 64,
      "interactions are those of scores")
    expectFailure(
      try sandbox.run(
        "interactions", Samples.models + "/iris/samples.csv", "--model", "iris", "--save",
        "picture"), status: 64, "expected some of csv, npy")
  }
}
