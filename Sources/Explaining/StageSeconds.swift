import Foundation

/// How long the stages of explaining an input took.
public struct StageSeconds: Hashable, Sendable {
  /// A stage, in the order in which an input passes through them.
  public enum Stage: String, CaseIterable, Sendable {
    /// Reading the file, and decoding its pixels.
    case read
    /// Bringing it to the size and into the numbers that the network reads.
    case prepare
    /// The network's answer.
    case forward
    /// Everything that the method evaluates, forwards and backwards.
    case gradients
    /// Making pictures of attributions.
    case draw
    /// Making bytes of pictures and arrays.
    case encode
    /// Writing files.
    case write
  }

  private var seconds: [Stage: Double] = [:]

  /// Nothing has been done.
  public init() {}

  /// The seconds of a stage; nil where it was not passed through.
  public subscript(stage: Stage) -> Double? {
    get { seconds[stage] }
    set { seconds[stage] = newValue }
  }

  /// Does something, and adds the time that it takes to a stage.
  ///
  /// - Throws: what `body` throws.
  public mutating func measure<Value>(_ stage: Stage, _ body: () throws -> Value) rethrows -> Value
  {
    let stopwatch = Stopwatch()
    defer { seconds[stage, default: 0] += stopwatch.seconds }
    return try body()
  }

  /// All stages that were passed through, in their order, for people: `read 0.004 s, draw 0.120 s`.
  public var text: String {
    Stage.allCases.compactMap { stage in
      seconds[stage].map { "\(stage.rawValue) \(String(format: "%.3f s", $0))" }
    }.joined(separator: ", ")
  }
}

extension Explanation {
  /// How long it took until there was something to draw. What an input's targets share, its reading
  /// and the network's answer, counts for each of them.
  public var stages: StageSeconds {
    var stages = sample.stages
    stages[.forward] = findings.ranking.seconds
    stages[.gradients] = findings.seconds
    return stages
  }
}
