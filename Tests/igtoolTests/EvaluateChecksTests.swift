import Foundation
import Testing
import igtool

/// `igtool evaluate` with `--truth`, `--sanity` and `--builtin`.
struct EvaluateChecksTests {
  private let sandbox = Sandbox()

  private struct Mean: Decodable {
    let mean: Double
    let maps: Int
  }

  private struct Measures: Decodable {
    let pointing: Mean
    let energy_inside: Mean
    let rank_accuracy: Mean
  }

  private struct Truth: Decodable {
    struct Row: Decodable {
      let name: String
      let control: Bool
      let signed: Measures
      let absolute: Measures
      let evaluations: Double?
    }
    let model: String
    let methods: [Row]
    let controls: [Row]
  }

  private struct Sanity: Decodable {
    struct Check: Decodable {
      let verdict: String
      let text: String
    }
    struct Report: Decodable {
      struct Stage: Decodable { let layers: Int }
      let maps: Int
      let stages: [Stage]
      let weights: Check
      let other_class: Check
      let seed: Check
      let steps: Check
    }
    let report: Report
  }

  private func answers<Value: Decodable>(_ type: Value.Type, _ outcome: Outcome) throws -> [Value] {
    #expect(outcome.status == 0, "\(outcome.error)")
    return try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(type, from: Data($0.utf8))
    }
  }

  private let samples = Samples.folder

  @Test("Maps are measured by masks, methods in their order, controls apart")
  func truth() throws {
    let outcome = try sandbox.run(
      "evaluate", "\(samples)/heart.png", "\(samples)/star.png", "--model", "shapes", "--method",
      "ig", "--method", "gradient", "--truth", "\(samples)/masks", "--json")
    let answer = try #require(try answers(Truth.self, outcome).first)
    #expect(answer.methods.map(\.name) == ["ig", "gradient"])
    #expect(answer.controls.map(\.name) == ["chance", "random numbers", "edges (Sobel)"])
    #expect(answer.controls.allSatisfy(\.control) && !answer.methods.contains { $0.control })
    let chance = answer.controls[0].signed.energy_inside
    #expect(chance.maps == 2 && chance.mean > 0.05 && chance.mean < 0.5)
    #expect(answer.methods[0].signed.energy_inside.mean > 1.5 * chance.mean)
    #expect(answer.methods[1].evaluations == 1)
    #expect(abs(answer.controls[1].signed.energy_inside.mean - chance.mean) < 0.1)
  }

  @Test("A photo without a mask fails, and the others are told")
  func missingMask() throws {
    let outcome = try sandbox.run(
      "evaluate", "\(samples)/heart.png", "\(samples)/scene.png", "--model", "shapes", "--method",
      "gradient", "--truth", "\(samples)/masks/heart.png")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("expected 640x480 pixels"))
    #expect(outcome.output.contains("1 map"))
  }

  @Test("Sanity checks are told one in a line, and in JSON")
  func sanity() throws {
    let arguments = [
      "evaluate", "\(samples)/heart.png", "--model", "shapes", "--method", "gradient", "--sanity",
    ]
    let answer = try #require(
      try answers(Sanity.self, try sandbox.run(arguments + ["--json"])).first?.report)
    #expect(answer.maps == 1 && answer.stages.first?.layers == 1)
    #expect(answer.seed.verdict == "passes" && answer.seed.text.hasPrefix("exact"))
    #expect(answer.steps.verdict == "none")
    let text = try sandbox.run(arguments)
    for name in ["weights", "other class", "seed", "steps"] {
      #expect(text.output.contains("\n  \(name) "))
    }
    #expect(text.output.contains("layers in a random order"))
  }

  @Test("A photo that cannot be read fails by itself, once, and the others are checked")
  func sanityOfOthers() throws {
    try sandbox.write(Array("no picture".utf8), to: "bad.png")
    let outcome = try sandbox.run(
      "evaluate", "bad.png", "\(samples)/heart.png", "--model", "shapes", "--method", "gradient",
      "--method", "deconvnet", "--sanity")
    #expect(outcome.status == 1)
    #expect(outcome.error.components(separatedBy: "bad.png").count == 2, "\(outcome.error)")
    #expect(outcome.error.contains("1 of 2 pictures done, 1 failed"))
    #expect(outcome.output.contains("gradient on shapes, 1 map\n"))
    #expect(outcome.output.contains("deconvnet on shapes, 1 map\n"))
  }

  @Test("Built-in networks are measured as Scripts/ground-truth measures them")
  func builtIn() throws {
    let outcome = try sandbox.run(
      "evaluate", "--builtin", "--method", "gradient", "--method", "guided-backprop", "--json")
    let answers = try answers(Truth.self, outcome)
    try #require(answers.count == 3)
    // Scripts/ground-truth.md, in per cent to one digit: pointing and energy inside of numbers as they
    // are, then of absolute values.
    let gradient = try #require(answers[0].methods.first { $0.name == "Gradient" })
    let guided = try #require(answers[0].methods.first { $0.name == "Guided backpropagation" })
    for (row, expected) in [
      (gradient, [38.3, 28.1, 48.3, 28.2]), (guided, [45.0, 41.6, 43.3, 41.8]),
    ] {
      let found = [
        row.signed.pointing, row.signed.energy_inside, row.absolute.pointing,
        row.absolute.energy_inside,
      ]
      #expect(zip(found, expected).allSatisfy { abs(100 * $0.mean - $1) < 0.05 + 1e-9 })
    }
    let rows = try #require(answers[1].methods.first { $0.name == "Gradient" })
    #expect(rows.signed.pointing.maps == 100)
    #expect(abs(100 * rows.signed.energy_inside.mean - 85.4) < 0.05 + 1e-9)
    #expect(abs(100 * rows.signed.rank_accuracy.mean - 42.7) < 0.05 + 1e-9)
    let texts = try #require(answers[2].methods.first { $0.name == "Gradient" })
    #expect(texts.signed.pointing.maps == 110)
    #expect(abs(100 * texts.absolute.rank_accuracy.mean - 90.3) < 0.05 + 1e-9)
  }

  @Test(
    "Checks that exclude each other are refused, and inputs are asked for where there must be some")
  func usage() throws {
    let both = try sandbox.run("evaluate", "x.png", "--sanity", "--builtin")
    #expect(both.status == 64 && both.error.contains("--sanity and --builtin"))
    let none = try sandbox.run("evaluate", "--sanity")
    #expect(
      none.status == 64
        && none.error.contains(
          "missing expected argument '<input> ...' (see igtool evaluate --help)")
    )
    let truth = try sandbox.run(
      "evaluate", "\(samples)/heart.png", "--model", "shapes", "--truth", "none.png")
    #expect(truth.status == 66 && truth.error.contains("no such file"))
  }
}
