import Attribution
import Explaining
import Foundation
import Inputs
import Synchronization
import TestSupport
import Testing

/// Samples that are explained one after another.
@Suite("Batches of samples") struct ExplanationBatchTests {
  /// What an audience was told, in order.
  private final class Told: Sendable {
    enum Event: Equatable {
      case progress(String, done: Bool)
      case warnings(String)
      case explanation(String)
      case end(String)
      case failure(String)
    }
    private let events = Mutex<[Event]>([])
    private let kept = Mutex<[Explanation]>([])

    var all: [Event] { events.withLock { $0 } }
    var explanations: [Explanation] { kept.withLock { $0 } }

    func note(_ event: Event) { events.withLock { $0.append(event) } }

    /// An audience that notes all that it is told, and throws what `refuse` does of an explanation.
    func audience(
      refusing refuse: @escaping @Sendable (Explanation) throws -> Void = { _ in }
    ) -> ExplanationBatch.Audience {
      ExplanationBatch.Audience(
        progress: { source in
          { counts in
            if counts == nil { self.note(.progress(source.displayName, done: true)) }
          }
        },
        finding: { finding in
          switch finding {
          case .warnings(let sample): self.note(.warnings(sample.source.displayName))
          case .explanation(let explanation):
            try refuse(explanation)
            self.note(.explanation(explanation.sample.source.displayName))
            self.kept.withLock { $0.append(explanation) }
          case .end(let source): self.note(.end(source.displayName))
          }
        },
        failure: { source, _ in self.note(.failure(source.displayName)) })
    }
  }

  private struct Refused: Error {}

  private let texts = "great\nugly\nnice\n"

  private func batch(
    _ model: String, _ path: String, _ change: (inout RequestDraft) throws -> Void = { _ in }
  ) throws -> ExplanationBatch {
    let samples = try ExplainedSamples(model, change)
    let queue = try samples.network.reader.queue(
      SampleRequest(sources: [InputSource(path: path)]), ReadingRequest())
    return ExplanationBatch(queue, by: ExplainerCrew(samples.explainer))
  }

  @Test("Everything is told in the order of the samples, every target of each")
  func order() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("texts.txt", Data(texts.utf8))
    let told = Told()
    try batch("mood", path) { $0.targets = [.top(count: 2)] }.run(told.audience())
    let lines = (1...3).map { "\(path) line \($0)" }
    let found = told.all.filter {
      if case .explanation = $0 { true } else { false }
    }
    #expect(found == lines.flatMap { [.explanation($0), .explanation($0)] })
    #expect(told.all.count { $0 == .progress(lines[0], done: true) } == 1)
    let ends = told.all.indices.filter { if case .end = told.all[$0] { true } else { false } }
    #expect(ends.map { told.all[$0] } == lines.map { .end($0) })
    for (end, line) in zip(ends, lines) {
      #expect(told.all[end...].contains(.explanation(line)) == false)
    }
  }

  @Test("A sample that fails, at whatever stage, does not keep the others from being explained")
  func failures() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "great ", count: 400)
    let path = try folder.write("texts.txt", Data("great\n\u{FEFF}\n\(long)\nnice\n".utf8))
    let told = Told()
    let last = "\(path) line 4"
    try batch("mood", path).run(
      told.audience { if $0.sample.source.displayName == last { throw Refused() } })
    #expect(told.all.contains(.explanation("\(path) line 1")))
    #expect(told.all.contains(.warnings("\(path) line 3")))
    #expect(told.all.contains(.explanation("\(path) line 3")))
    #expect(told.all.last == .failure(last))
    #expect(!told.all.contains(.end(last)) && told.all.contains(.end("\(path) line 3")))
  }

  /// A batch that so many threads explain.
  private func batch(threads: Int, _ model: String, _ path: String) throws -> (
    batch: ExplanationBatch, explainers: Int
  ) {
    let samples = try ExplainedSamples(model)
    let queue = try samples.network.reader.queue(
      SampleRequest(sources: [InputSource(path: path)]), ReadingRequest())
    var count = 0
    let crew = try ExplainerCrew(
      for: queue, of: samples.network, running: Running(threads: threads)
    ) {
      count += 1
      return try Explainer(samples.request, of: samples.network, running: $0)
    }
    return (ExplanationBatch(queue, by: crew), count)
  }

  @Test("Several explainers tell the same as one, in the same order, failures in their turn")
  func groups() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<200).map { "\(5 + $0 % 3),3.5,\($0 % 5).4,0.2" }
    let header = "sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)"
    let path = try folder.write("rows.csv", Data(([header] + rows).joined(separator: "\n").utf8))
    let refuse = { @Sendable (explanation: Explanation) throws in
      if explanation.sample.source.part == .row(71) { throw Refused() }
    }
    let (alone, together) = (Told(), Told())
    let one = try batch(threads: 1, "iris", path)
    let three = try batch(threads: 3, "iris", path)
    #expect(one.explainers == 1 && three.explainers == 3)
    try one.batch.run(alone.audience(refusing: refuse))
    try three.batch.run(together.audience(refusing: refuse))
    func shown(_ told: Told) -> [Told.Event] {
      told.all.filter { if case .progress = $0 { false } else { true } }
    }
    #expect(shown(together) == shown(alone))
    #expect(shown(alone).contains(.failure("\(path) row 71")))
    #expect(together.explanations.count == 199)
    #expect(together.explanations.map(\.attributions) == alone.explanations.map(\.attributions))
    #expect(together.explanations.map(\.map.sum) == alone.explanations.map(\.map.sum))
  }

  @Test("What is thrown when a failure is told ends a run of several explainers too")
  func groupsEnd() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "texts.txt", Data(String(repeating: "great\n", count: 300).utf8))
    let told = Told()
    let batch = try batch(threads: 2, "mood", path).batch
    let audience = ExplanationBatch.Audience(
      finding: { finding in
        guard case .explanation(let explanation) = finding else { return }
        if explanation.sample.source.part == .line(100) { throw Refused() }
        told.note(.explanation(explanation.sample.source.displayName))
      }, failure: { _, error in throw error })
    #expect(throws: Refused.self) { try batch.run(audience) }
    #expect(told.all.count == 99)
  }

  @Test("One explainer has all threads where samples are few, or the network is large")
  func crews() throws {
    let folder = try TemporaryFolder()
    let few = try folder.write("few.txt", Data("great\nugly\n".utf8))
    #expect(try batch(threads: 2, "mood", few).explainers == 1)
    let many = try folder.write("many.txt", Data(String(repeating: "great\n", count: 64).utf8))
    #expect(try batch(threads: 2, "mood", many).explainers == 2)
  }

  @Test("Explanations that waited are the same, with their samples read anew")
  func held() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("texts.txt", Data(texts.utf8))
    let batch = try batch("mood", path)
    let (first, second) = (Told(), Told())
    try batch.run(first.audience())
    try batch.show(first.explanations.map(HeldExplanation.init), to: second.audience())
    #expect(second.explanations.count == 3)
    #expect(second.explanations.map(\.attributions) == first.explanations.map(\.attributions))
    #expect(second.explanations.map(\.sample.point) == first.explanations.map(\.sample.point))
    #expect(second.all.count { if case .end = $0 { true } else { false } } == 3)
  }

  @Test("A tally counts what was done, what failed, and gaps above the limit")
  func tally() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("texts.txt", Data(texts.utf8))
    let told = Told()
    try batch("mood", path) { $0.set(.steps, to: .number(1)) }.run(told.audience())
    var strict = BatchTally(count: 4, of: "texts", gapLimit: 1e-9)
    let verdicts = told.explanations.map { strict.verdict(on: $0) }
    #expect(verdicts[0].problem?.hasPrefix("\(path) line 1: completeness gap ") == true)
    for verdict in verdicts {
      strict.add(verdict)
      strict.addDone()
    }
    #expect(!strict.meetsGapLimit && strict.warning?.contains("of 3 explanations miss") == true)
    #expect(strict.summary == "3 of 4 texts done, 1 not tried")
    strict.add(Refused())
    #expect(strict.done == 3 && strict.failures.count == 1)
    #expect(strict.summary == "3 of 4 texts done, 1 failed")
    var lax = BatchTally(count: 3, of: "texts", gapLimit: 1e9)
    for explanation in told.explanations {
      lax.add(lax.verdict(on: explanation))
      lax.addDone()
    }
    #expect(lax.meetsGapLimit && lax.summary == nil)
  }

  @Test("A tally of a run that goes on counts what was done before")
  func tallyOfMore() {
    var tally = BatchTally(
      count: 5, of: "pictures", gapLimit: 0.1, doneBefore: 3, problems: ["a.png: gap"])
    #expect(!tally.meetsGapLimit)
    tally.addDone()
    tally.add(Refused())
    #expect(tally.summary == "1 of 5 pictures done, 3 done before, 1 failed")
  }

  @Test("A method without a promised sum fails every limit")
  func noSum() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("texts.txt", Data("great\n".utf8))
    let told = Told()
    try batch("mood", path) { try $0.change(method: "gradient") }.run(told.audience())
    var tally = BatchTally(count: 1, of: "texts", gapLimit: 0.5)
    let verdict = tally.verdict(on: try #require(told.explanations.first))
    tally.add(verdict)
    #expect(verdict.problem?.contains("no completeness gap") == true && !tally.meetsGapLimit)
  }
}
