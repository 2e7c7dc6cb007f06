import Inputs

/// Samples that are explained one after another: while one is explained, the next one is read, and what
/// was found about the one before is passed on. A crew of several explains groups of samples in the same
/// way. One sample that fails does not keep the others from being explained.
public struct ExplanationBatch: Sendable {
  /// What there is to tell of a sample, in this order.
  public enum Finding: Sendable {
    /// What was found wrong with it while it was read; never empty.
    case warnings(Sample)
    /// The explanation of one target.
    case explanation(Explanation)
    /// There is nothing more to tell of it, and it has not failed.
    case end(InputSource)
  }

  /// Who is told what happens, always in the order of the samples. What any of them throws is a failure
  /// of the sample, but what `failure` throws ends everything.
  public struct Audience: Sendable {
    /// Told how far work is: called for a sample, or the last one of a group, it returns what is told
    /// evaluations, or samples of the group, done and of all, and nil when they are done.
    public typealias Progress = ((done: Int, all: Int)?) -> Void

    let progress: @Sendable (InputSource) -> Progress
    let finding: @Sendable (Finding) throws -> Void
    let failure: @Sendable (InputSource, any Error) throws -> Void

    /// Makes an audience: `progress` is called on the caller's thread, the others on one behind.
    public init(
      progress: @escaping @Sendable (InputSource) -> Progress = { _ in { _ in } },
      finding: @escaping @Sendable (Finding) throws -> Void,
      failure: @escaping @Sendable (InputSource, any Error) throws -> Void
    ) {
      (self.progress, self.finding, self.failure) = (progress, finding, failure)
    }
  }

  private let queue: SampleQueue
  private let crew: ExplainerCrew

  /// Prepares to explain all samples of a queue.
  public init(_ queue: SampleQueue, by crew: ExplainerCrew) {
    (self.queue, self.crew) = (queue, crew)
  }

  /// Explains every target of every sample.
  ///
  /// - Throws: what the audience's `failure` throws.
  public func run(_ audience: Audience) throws {
    if crew.members.count > 1 { return try runGroups(audience) }
    let pipeline = Pipeline<InputSource, Sample, Finding>(
      isLarge: \.isLarge, prepare: { [queue] in try queue.readAndMeasured($0) },
      work: { sample, handOn in
        try explain(sample, by: crew.first, { audience.progress(sample.source) }, handOn)
      },
      finish: audience.finding,
      fail: audience.failure)
    try pipeline.run(queue.sources)
  }

  /// What became of one sample of a group.
  private struct Outcome {
    let source: InputSource
    var findings: [Finding] = []
    var failure: (any Error)?
  }

  /// Explains group after group.
  private func runGroups(_ audience: Audience) throws {
    let pipeline = Pipeline<ArraySlice<InputSource>, ArraySlice<InputSource>, [Outcome]>(
      prepare: { $0 },
      work: { group, handOn in
        let progress = group.last.map(audience.progress) ?? { _ in }
        progress((0, group.count))
        let outcomes = crew.map(group) { outcome(of: $0, by: $1) }
        progress(nil)
        try handOn(outcomes)
      },
      finish: { outcomes in for outcome in outcomes { try tell(outcome, to: audience) } },
      fail: { throw $1 })
    try pipeline.run(crew.groups(of: queue.sources))
  }

  /// Reads and explains a sample.
  private func outcome(of source: InputSource, by explainer: Explainer) -> Outcome {
    var outcome = Outcome(source: source)
    do {
      let sample = try queue.readAndMeasured(source)
      try explain(sample, by: explainer, { { _ in } }) { outcome.findings.append($0) }
    } catch {
      outcome.failure = error
    }
    return outcome
  }

  /// Passes on what was found about a sample.
  ///
  /// - Throws: what the audience's `failure` throws.
  private func tell(_ outcome: Outcome, to audience: Audience) throws {
    do {
      for finding in outcome.findings { try audience.finding(finding) }
      if let failure = outcome.failure { throw failure }
    } catch {
      try audience.failure(outcome.source, error)
    }
  }

  /// Passes on explanations that have waited, with their samples read anew.
  ///
  /// - Throws: what the audience's `failure` throws.
  public func show(_ held: [HeldExplanation], to audience: Audience) throws {
    let pipeline = Pipeline<ArraySlice<HeldExplanation>, [Explanation], Finding>(
      isLarge: { $0.contains(where: \.sample.isLarge) },
      prepare: { [queue] in try $0.map { try $0.explanation(reading: queue.read) } },
      work: { explanations, handOn in
        for explanation in explanations { try handOn(.explanation(explanation)) }
        if let source = explanations.first?.sample.source { try handOn(.end(source)) }
      },
      finish: audience.finding,
      fail: { if let held = $0.first { try audience.failure(held.source, $1) } })
    try pipeline.run(Self.bySource(held))
  }

  /// The explanations of one sample after another.
  private static func bySource(_ held: [HeldExplanation]) -> [ArraySlice<HeldExplanation>] {
    var groups: [ArraySlice<HeldExplanation>] = []
    var rest = held[...]
    while let first = rest.first {
      groups.append(rest.prefix { $0.source == first.source })
      rest = rest.drop { $0.source == first.source }
    }
    return groups
  }

  /// Explains every target of a sample; `begin` is called for what is told how far a few of them are.
  private func explain(
    _ sample: Sample, by explainer: Explainer, _ begin: () -> Audience.Progress,
    _ handOn: (Finding) throws -> Void
  ) throws {
    if !sample.warnings.isEmpty { try handOn(.warnings(sample)) }
    let ranking = try explainer.classify(sample)
    for some in explainer.groups(try explainer.quantities(ranking)) {
      let progress = begin()
      let explanations = try explainer.explainAndStudy(sample, some, ranking: ranking) {
        progress(($0, $1))
      }
      progress(nil)
      for explanation in explanations { try handOn(.explanation(explanation)) }
    }
    try handOn(.end(sample.source))
  }
}

extension Sample {
  /// Pixels of a photo that is the only one in memory.
  private static let manyPixels = 25_000_000

  /// Whether there is not to be another sample beside it in memory.
  fileprivate var isLarge: Bool {
    photo.map { $0.decoded.image.samples.count >= 3 * Self.manyPixels } ?? false
  }
}

extension SampleQueue {
  /// Reads a sample; the time is that of its reading where its reader does not tell stages apart.
  fileprivate func readAndMeasured(_ source: InputSource) throws -> Sample {
    let stopwatch = Stopwatch()
    var sample = try read(source)
    if sample.stages == StageSeconds() { sample.stages[.read] = stopwatch.seconds }
    return sample
  }
}
