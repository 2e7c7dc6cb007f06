import Foundation
import Testing

/// `igtool methods`.
struct MethodListTests {
  private let sandbox = Sandbox()

  private struct Answer: Decodable {
    struct Method: Decodable {
      let name: String
      let summary: String
      let paper: String
      let evaluations: Int?
      let at_most: Bool?
      let promises_sum: Bool
    }
    let model: String
    let methods: [Method]
  }

  @Test("every method has a line with its cost on the network, and whether it adds up")
  func lines() throws {
    let outcome = try sandbox.run("methods", "--model", "shapes")
    expectSuccess(outcome)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == QuickMethod.all.count + 1 && lines[0].contains("on shapes"))
    for method in QuickMethod.all {
      let line = try #require(lines.first { $0.hasPrefix(method.name + " ") }, "\(method.name)")
      #expect(line.contains(method.promisesSum ? "  yes " : "  no "), "\(line)")
    }
    #expect(lines.contains { $0.hasPrefix("rise ") && $0.contains(" 4001 ") })
    #expect(lines.contains { $0.hasPrefix("ig ") && $0.contains(" ≤ 400 ") })
  }

  @Test("costs are those of the chosen network, and what it cannot be explained by has none")
  func networks() throws {
    func answer(_ model: String) throws -> Answer {
      let outcome = try sandbox.run("methods", "--model", model, "--json")
      expectSuccess(outcome)
      return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    }
    let (pictures, rows) = (try answer("shapes"), try answer("iris"))
    func cost(_ answer: Answer, _ name: String) -> Int? {
      answer.methods.first { $0.name == name }?.evaluations
    }
    #expect(cost(pictures, "occlusion") == 26 && cost(rows, "occlusion") == 5)
    #expect(cost(pictures, "xrai") == 400 && cost(rows, "xrai") == nil)
    #expect(pictures.methods.allSatisfy { !$0.summary.isEmpty && !$0.paper.isEmpty })
    let found = try sandbox.explain(Samples.star, "--method", "occlusion", "--json").report()
    #expect(found.evaluations == cost(pictures, "occlusion"))
  }
}
