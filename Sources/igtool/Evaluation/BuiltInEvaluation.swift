import Explaining
import Foundation
import Inputs

/// `igtool evaluate --builtin`: all methods on the built-in networks, of whose inputs it is known what
/// matters.
struct BuiltInEvaluation {
  /// Names of methods that count; all if there are none.
  let methods: [String]
  let store: StoreOptions
  let running: RunningOptions
  let json: Bool

  /// Measures everything and prints a table for each network.
  ///
  /// - Throws: `Failure` where a method cannot be measured, when the others are done.
  func run() throws {
    let known = try BuiltInCases()
    defer { known.remove() }
    var failed: [String] = []
    for some in known.cases { failed += try evaluate(some) }
    guard failed.isEmpty else {
      failed.forEach { Console.error($0) }
      throw Failure(.someFailed, nil)
    }
  }

  /// Prints the table of one network; returns what is wrong.
  private func evaluate(_ some: BuiltInCases.Case) throws -> [String] {
    let rows = try some.rows.map { row in
      (name: row.name, asked: try ExplainArguments(row.arguments(for: some, running)))
    }.filter { methods.isEmpty || methods.contains($0.asked.request.method) }
    guard let first = rows.first?.asked.request else { return [] }
    let network = try ModelOptions.load(first.network, from: store, isQuiet: true)
    let queue = try network.reader.queue(SampleRequest(sources: some.sources), first.reading)
    let clock = Stopwatch()
    var (summaries, failed): ([TruthSummary], [String]) = ([], [])
    var controls: [TruthSummary] = []
    for (place, row) in rows.enumerated() {
      let bar = ProgressBar(
        "\(some.model), \(row.name)",
        place: ProgressBar.Place(
          noun: "method", number: place + 1, count: rows.count, clock: clock),
        unit: .evaluations, isQuiet: running.quiet)
      defer { bar.finish() }
      do {
        let findings = try findings(row.asked, some, network, queue, bar)
        summaries.append(TruthSummary(row.name, findings))
        if controls.isEmpty { controls = TruthSummary.controls(findings) }
      } catch {
        failed.append("\(some.model), \(row.name): \(Failure(error).message ?? "failed")")
      }
    }
    try tell(TruthAnswer(some.title, network.name, summaries, controls))
    return failed
  }

  private func findings(
    _ asked: ExplainArguments, _ some: BuiltInCases.Case, _ network: ExplainableNetwork,
    _ queue: SampleQueue, _ bar: ProgressBar
  ) throws -> [TruthStudy.Finding] {
    let explainer = try Explainer(
      asked.request, of: network, running: asked.running, references: asked.references)
    let study = TruthStudy(some.truth, of: explainer)
    return try queue.sources.enumerated().flatMap { place, source in
      try study.findings(on: try queue.read(source), at: place) { bar.update($0, of: $1) }
    }
  }

  private func tell(_ answer: TruthAnswer) throws {
    if json { return try Console.output(try JSONText.line(answer)) }
    for line in answer.lines + [""] { try Console.output(line) }
  }
}

extension MethodRow {
  /// The arguments of `explain` that ask a built-in network so.
  fileprivate func arguments(
    for some: BuiltInCases.Case, _ running: RunningOptions
  ) -> [String] {
    some.sources.prefix(1).map(\.path)
      + ["--model", some.model, "--threads", String(running.threadCount)]
      + arguments.map { $0 == Self.references ? some.references : $0 }
  }
}
