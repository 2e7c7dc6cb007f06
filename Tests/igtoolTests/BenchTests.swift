import Foundation
import Testing

/// `igtool bench`: figures that fit together, whatever they are here.
struct BenchTests {
  private let sandbox = Sandbox()

  private struct Figures: Decodable {
    struct Layer: Decodable {
      let name: String
      let kind: String
      let forward: Double
      let backward: Double
    }
    struct Share: Decodable {
      let kind: String
      let count: Int
      let milliseconds: Double
      let share: Double
    }
    let model: String
    let threads: Int
    let steps: Int
    let seconds: Double
    let fastest: Double
    let blas: String
    let sgemm: Double
    let roofline: Double
    let workspaceBytes: Int
    let peakBytes: Int
    let operators: [Share]
    let layers: [Layer]
  }

  private func bench(_ arguments: String...) throws -> String {
    let outcome = try sandbox.run(
      ["bench", "--model", "shapes", "--steps", "2", "--repetitions", "2"] + arguments)
    try #require(outcome.status == 0, "\(outcome.error)")
    return outcome.output
  }

  @Test("the layers' times make up those of the kinds, whose shares make up the whole")
  func figures() throws {
    let text = try bench("--json", "--threads", "1")
    let figures = try JSONDecoder().decode(Figures.self, from: Data(text.utf8))
    #expect(figures.model == "shapes" && figures.threads == 1 && figures.steps == 2)
    #expect(figures.fastest > 0 && figures.fastest <= figures.seconds)
    #expect(figures.sgemm > 0 && figures.roofline > 0 && !figures.blas.isEmpty)
    #expect(figures.peakBytes > figures.workspaceBytes && figures.workspaceBytes > 0)
    #expect(abs(figures.operators.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    for kind in figures.operators {
      let layers = figures.layers.filter { $0.kind == kind.kind }
      #expect(layers.count == kind.count)
      let sum = layers.reduce(0) { $0 + $1.forward + $1.backward }
      #expect(abs(sum - kind.milliseconds) <= 1e-9 * kind.milliseconds)
    }
  }

  @Test("layers are listed on request, and BLAS does the products on request")
  func text() throws {
    let short = try bench()
    let long = try bench("--layers", "--blas")
    #expect(short.contains("Convolution") && !short.contains("backward"))
    #expect(long.contains("forward  backward"))
    #expect(
      long.split(separator: "\n").count > short.split(separator: "\n").count + 5)
  }
}
