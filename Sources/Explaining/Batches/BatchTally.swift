import Foundation

/// What has become of the samples of a batch: how many were explained, how well attributions add up, and
/// which failed.
public struct BatchTally: Sendable {
  /// What there is to count of an explanation.
  public struct Verdict: Sendable {
    /// What is wrong with its gap, in a line; nil for nothing.
    public let problem: String?
    fileprivate let isComplete: Bool?
  }

  /// Samples in all.
  public let count: Int
  /// What people call several of them.
  public let noun: String
  /// How many were done.
  public private(set) var done = 0
  /// The errors of samples that failed, in their order.
  public private(set) var failures: [any Error] = []
  /// Whether every gap so far was small enough.
  public private(set) var meetsGapLimit = true
  /// The largest completeness gap that is no failure, as a share of the change of the score; nil for any.
  private let gapLimit: Double?
  /// How many an earlier run has done.
  private let before: Int
  private var explained = 0
  private var incomplete = 0

  /// Begins to count; `before` were done by an earlier run, and `problems` are what was wrong with their
  /// gaps.
  public init(
    count: Int, of noun: String, gapLimit: Double? = nil, doneBefore before: Int = 0,
    problems: [String] = []
  ) {
    (self.count, self.noun, self.gapLimit, self.before) = (count, noun, gapLimit, before)
    meetsGapLimit = problems.isEmpty
  }

  /// Counts a sample that failed.
  public mutating func add(_ failure: any Error) { failures.append(failure) }

  /// Counts a sample that did not.
  public mutating func addDone() { done += 1 }

  /// Says how well the attributions of an explanation add up.
  public func verdict(on explanation: Explanation) -> Verdict {
    Verdict(
      problem: gapLimit.flatMap { explanation.problem(withGapAbove: $0) },
      isComplete: explanation.isComplete)
  }

  /// Counts an explanation.
  public mutating func add(_ verdict: Verdict) {
    explained += 1
    if verdict.isComplete == false { incomplete += 1 }
    if verdict.problem != nil { meetsGapLimit = false }
  }

  /// What is to be said of several explanations whose attributions do not add up, in a line.
  public var warning: String? {
    guard incomplete > 0 && explained > 1 else { return nil }
    return "\(incomplete) of \(explained) explanations miss the change of the score by more than "
      + "\(Report.percent(Findings.gapWarning))"
  }

  /// How many samples were done, by this run and before, failed, and were not tried, in a line; nil where
  /// this run has done all.
  public var summary: String? {
    let untried = count - done - before - failures.count
    let others = [
      (before, "\(before) done before"), (failures.count, "\(failures.count) failed"),
      (untried, "\(untried) not tried"),
    ].filter { $0.0 > 0 }.map(\.1)
    return others.isEmpty
      ? nil : (["\(done) of \(count) \(noun) done"] + others).joined(separator: ", ")
  }
}

extension Explanation {
  /// What is wrong with the completeness gap where a share of the change of the score is the largest one
  /// that is allowed.
  fileprivate func problem(withGapAbove limit: Double) -> String? {
    let (label, name) = (findings.quantity.label, sample.source.displayName)
    guard let isReached = findings.completeness.isReached(within: limit) else {
      return "\(name): --require-gap: this method has no completeness gap"
    }
    if isReached { return nil }
    guard let gap = findings.completeness.relativeGap else {
      return
        "\(name): the score of \"\(label)\" does not change, and its attributions do not add up to 0"
    }
    return "\(name): completeness gap \(Self.percent(gap)) of \"\(label)\" is above "
      + Self.percent(limit)
  }

  /// A share as a percentage with the digits that it takes to tell it from a limit.
  private static func percent(_ share: Double) -> String {
    share > 10 ? Report.percent(share) : String(format: "%.4g %%", share * 100)
  }
}
