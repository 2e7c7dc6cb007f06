import Explaining
import Inputs
import Rendering

/// An explanation that waits for others before it is drawn, since all are to have one scale. The photo
/// is left out, because many photos would not fit into memory, and read again.
struct HeldExplanation: Sendable {
  let source: InputSource
  /// The attribution that the map by itself would show as the full colour.
  let scale: Double
  /// The sample of standard input, which cannot be read twice.
  private let sample: Sample?
  private let findings: Findings

  /// Holds an explanation that is going to look so.
  init(_ held: Explanation, look: Look) {
    source = held.sample.source
    // What has no rows and columns is not drawn.
    scale =
      held.attributions.shape.rank == 3
      ? ReducedMap(held.attributions, style: look.map).scale(look.map) : 0
    sample = source.isStandardInput ? held.sample : nil
    findings = held.findings
  }

  /// The explanation, with its photo, which `read` gets.
  func explanation(reading read: (InputSource) throws -> Sample) throws -> Explanation {
    Explanation(sample: try sample ?? read(source), findings: findings)
  }
}
