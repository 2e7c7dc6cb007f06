import Explaining
import Foundation
import Inputs

/// `igtool evaluate --truth` and `--sanity`: several methods on the same samples.
struct MapCheckRun {
  private let methods: [EvaluatedMethod]
  private let queue: SampleQueue
  private let running: RunningOptions
  private let json: Bool

  /// Prepares to check methods of one network, one at least.
  init(
    _ methods: [EvaluatedMethod], queue: SampleQueue, running: RunningOptions, json: Bool
  ) {
    (self.methods, self.queue, self.running, self.json) = (methods, queue, running, json)
  }

  /// Checks what options ask for.
  ///
  /// - Throws: `TruthError`; what explaining throws; `Failure` where some samples have failed, when the
  ///   others are done.
  func run(_ options: MapCheckOptions) throws {
    if let truth = options.truth { return try tellTruth(truth) }
    try tellSanity()
  }

  private var network: ExplainableNetwork { methods[0].explainer.network }

  // MARK: truth

  /// Measures how much of maps lies on what is known to matter.
  private func tellTruth(_ text: String) throws {
    let truth = try GroundTruth(text, for: network.reader.kind)
    var batch = Batch(
      count: queue.sources.count, of: network.reader.kind.samples, isQuiet: running.quiet)
    var findings = [[TruthStudy.Finding]](repeating: [], count: methods.count)
    for (place, source) in queue.sources.enumerated() {
      try batch.attempt {
        let sample = try queue.read(source)
        // A sample counts by every method, or not at all.
        let found = try methods.map { method in
          let bar = bar(
            "\(source.displayName), \(method.name)", "input", place, of: queue.sources.count)
          defer { bar.finish() }
          return try TruthStudy(truth, of: method.explainer).findings(on: sample, at: place) {
            bar.update($0, of: $1)
          }
        }
        for (method, some) in found.enumerated() { findings[method] += some }
      }
    }
    if let first = findings.first, !first.isEmpty {
      let kind = network.reader.kind
      let counted = first.count == 1 ? "1 map" : "\(first.count) maps"
      let answer = TruthAnswer(
        "\(counted) of \(kind.samples), what matters by \(text)", network.name,
        zip(methods, findings).map { TruthSummary($0.name, $1) }, TruthSummary.controls(first))
      if json {
        try Console.output(try JSONText.line(answer))
      } else {
        for line in answer.lines { try Console.output(line) }
      }
    }
    try batch.finish()
  }

  // MARK: sanity

  /// Checks what maps depend on; one answer for each method. A sample that fails by one method is left
  /// out of those behind it.
  private func tellSanity() throws {
    var batch = Batch(
      count: queue.sources.count, of: network.reader.kind.samples, isQuiet: running.quiet)
    var rest = queue
    for (place, method) in methods.enumerated() where !rest.sources.isEmpty {
      let bar = bar(method.name, "method", place, of: methods.count)
      defer { bar.finish() }
      var failed: Set<InputSource> = []
      let checks = SanityChecks(
        method.explainer, running: method.running, references: method.references)
      let report = try checks.report(on: rest) { source, error in
        failed.insert(source)
        try batch.tell(error, of: source.displayName)
      } progress: {
        bar.update($0, of: $1)
      }
      bar.finish()
      if let report { try tell(SanityAnswer(model: network.name, report: report)) }
      rest = rest.only(rest.sources.filter { !failed.contains($0) })
    }
    for _ in rest.sources { batch.addDone() }
    try batch.finish()
  }

  private func tell(_ answer: SanityAnswer) throws {
    if json { return try Console.output(try JSONText.line(answer)) }
    for line in answer.lines { try Console.output(line) }
  }

  private func bar(
    _ label: String, _ noun: String, _ place: Int, of count: Int
  ) -> ProgressBar {
    ProgressBar(
      label,
      place: ProgressBar.Place(noun: noun, number: place + 1, count: count, clock: Stopwatch()),
      unit: .evaluations, isQuiet: running.quiet)
  }
}
