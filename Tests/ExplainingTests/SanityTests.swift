import Evaluation
import Explaining
import Foundation
import Inputs
import Testing

@Suite("Sanity checks of maps") struct SanityTests {
  private static let shapes = ["heart", "star", "circle", "ring"].map {
    InputSource(path: "\(ExplainedSamples.models)/shapes/samples/\($0).png")
  }

  private func report(
    _ model: String = "shapes", _ samples: SampleRequest = SampleRequest(sources: shapes),
    _ change: (inout RequestDraft) throws -> Void = { _ in }
  ) throws -> SanityReport {
    let explained = try ExplainedSamples(model, change)
    let queue = try explained.network.reader.queue(samples, ReadingRequest())
    return try SanityChecks(explained.explainer, running: Running(threads: 2))
      .report(on: queue) { _, _ in }
  }

  @Test("Without its weights a network's maps have nothing in common with what they were")
  func weights() throws {
    let report = try report { $0.set(.steps, to: .number(20)) }
    #expect(report.maps == 4 && report.stages.count == SanityChecks.mostStages)
    #expect(report.stages[0].layers == 1)
    #expect(report.weights.verdict == .passes)
    let last = try #require(report.stages.last?.likeness.unsigned)
    #expect(last.mean < 0.25 && last.maps == 4)
    let first = try #require(report.stages[0].likeness.absolute)
    // The last layer alone chooses among features that are still there.
    #expect(first.mean > (report.stages.last?.likeness.absolute?.mean ?? 1))
    #expect(report.otherClass.verdict == .passes)
    #expect(report.seed.likeness?.isExact == true && report.seed.verdict == .passes)
    #expect(report.steps.text.contains("40 steps instead of 20"))
  }

  @Test("Random numbers are told from none, and adaptive rules are made stricter")
  func seeds() throws {
    let one = SampleRequest(sources: [Self.shapes[0]])
    let random = try report("shapes", one) {
      try $0.change(method: "rise")
      $0.set(.samples, to: .number(50))
    }
    #expect(random.seed.likeness?.isExact == false)
    #expect(random.steps.text.contains("100 samples instead of 50"))
    let adaptive = try report("shapes", one)
    #expect(adaptive.steps.text.contains("half the tolerance, 2.5 %"))
    #expect(adaptive.steps.verdict == .passes)
    let single = try report("shapes", one) { try $0.change(method: "gradient") }
    #expect(single.steps.verdict == .none && single.steps.likeness == nil)
  }

  @Test("Texts of any length see a network without its weights, and rows do")
  func otherKinds() throws {
    let texts = try ["The walk was quite great.", "It's very ugly, and the hat was a mess."].map {
      try report("mood", SampleRequest(text: $0)) { $0.set(.steps, to: .number(20)) }
    }
    for report in texts {
      #expect((report.stages.last?.likeness.difference?.mean ?? 0) > 0.5)
    }
    let rows = SampleRequest(
      sources: [InputSource(path: "\(ExplainedSamples.models)/iris/samples.csv")])
    let table = try report("iris", rows) { $0.set(.steps, to: .number(20)) }
    #expect((table.stages.last?.likeness.difference?.mean ?? 0) > 0.5)
    #expect(table.weights.likeness?.structural == nil)
  }
}
