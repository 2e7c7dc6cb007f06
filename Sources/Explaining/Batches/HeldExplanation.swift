import Inputs

/// An explanation that waits for others before it is shown, since they are to have something in common.
/// The sample is left out, because many photos would not fit into memory, and read again.
public struct HeldExplanation: Sendable {
  /// Where the sample comes from.
  public let source: InputSource
  /// The sample of standard input, which cannot be read twice.
  private let sample: Sample?
  private let findings: Findings

  /// Holds an explanation.
  public init(_ held: Explanation) {
    source = held.sample.source
    sample = source.isStandardInput ? held.sample : nil
    findings = held.findings
  }

  /// The explanation, with its sample, which `read` gets.
  ///
  /// - Throws: what `read` throws.
  public func explanation(reading read: (InputSource) throws -> Sample) throws -> Explanation {
    Explanation(sample: try sample ?? read(source), findings: findings)
  }
}
