import Foundation

/// What has become of the samples of a batch: how many were explained, how well attributions add up, and
/// which failed.
public struct BatchTally: Sendable {
  /// Samples in all.
  public let count: Int
  /// What people call several of them.
  public let noun: String
  /// The errors of samples that failed, in their order.
  public private(set) var failures: [any Error] = []
  /// Whether every gap so far was small enough.
  public private(set) var meetsGapLimit = true
  /// The largest completeness gap that is no failure, as a share of the change of the score; nil for any.
  private let gapLimit: Double?
  private var explained = 0
  private var incomplete = 0

  /// Begins to count.
  public init(count: Int, of noun: String, gapLimit: Double? = nil) {
    (self.count, self.noun, self.gapLimit) = (count, noun, gapLimit)
  }

  /// Counts a sample that failed.
  public mutating func add(_ failure: any Error) { failures.append(failure) }

  /// Counts an explanation; returns what is wrong with its gap, in a line, if that is too large.
  public mutating func add(_ explanation: Explanation) -> String? {
    explained += 1
    if explanation.isComplete == false { incomplete += 1 }
    let problem = gapLimit.flatMap { explanation.problem(withGapAbove: $0) }
    if problem != nil { meetsGapLimit = false }
    return problem
  }

  /// How many samples were done.
  public var done: Int { count - failures.count }

  /// What is to be said of several explanations whose attributions do not add up, in a line.
  public var warning: String? {
    guard incomplete > 0 && explained > 1 else { return nil }
    return "\(incomplete) of \(explained) explanations miss the change of the score by more than "
      + "\(Report.percent(Findings.gapWarning))"
  }

  /// How many samples were done, and how many failed, in a line; nil where all were done.
  public var summary: String? {
    failures.isEmpty ? nil : "\(done) of \(count) \(noun) done, \(failures.count) failed"
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
