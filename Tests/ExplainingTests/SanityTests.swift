import Evaluation
import Explaining
import Foundation
import Inputs
import Synchronization
import TestSupport
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
    let checks = SanityChecks(explained.explainer, running: Running(threads: 2))
    return try #require(
      try checks.report(on: queue) { _, error in
        throw error
      } progress: { _, _ in
      })
  }

  @Test("A sample that fails counts nowhere, at whatever round it fails")
  func failure() throws {
    let folder = try TemporaryFolder()
    let bad = try folder.write("bad.png", Data("no picture".utf8))
    let photo = try Data(contentsOf: URL(fileURLWithPath: Self.shapes[2].path))
    let lost = try folder.write("lost.png", photo)
    let explained = try ExplainedSamples("shapes") { try $0.change(method: "gradient") }
    let sources = [InputSource(path: bad), Self.shapes[1], InputSource(path: lost)]
    let queue = try explained.network.reader.queue(
      SampleRequest(sources: sources), ReadingRequest())
    // A file that is there when it is explained, and is not when it is read again.
    let reads = Mutex(0)
    let vanishing = queue.only(sources) { source in
      guard source == sources[2] else { return }
      let count = reads.withLock {
        $0 += 1
        return $0
      }
      if count == 2 { try? FileManager.default.removeItem(atPath: lost) }
    }
    let checks = SanityChecks(explained.explainer, running: Running(threads: 2))
    var failed: [InputSource] = []
    let report = try #require(
      try checks.report(on: vanishing) { source, _ in
        failed.append(source)
      } progress: { _, _ in
      })
    #expect(failed == [sources[0], sources[2]])
    let alone = try #require(
      try checks.report(on: queue.only([sources[1]])) { _, error in
        throw error
      } progress: { _, _ in
      })
    #expect(report.maps == 1 && alone.maps == 1)
    #expect(report.stages.map(\.likeness.signed?.mean) == alone.stages.map(\.likeness.signed?.mean))
    #expect(report.otherClass.text == alone.otherClass.text)
    #expect(report.seed.likeness?.signed?.maps == 1)
    let nothing = try checks.report(on: queue.only([sources[0]])) { _, _ in
    } progress: { _, _ in
    }
    #expect(nothing == nil)
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
