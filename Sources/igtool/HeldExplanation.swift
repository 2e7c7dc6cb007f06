import Explaining
import Inputs
import Rendering

/// An explanation that waits for others before it is drawn, since all are to have one scale. The photo
/// is left out, because many photos would not fit into memory, and read again.
struct HeldExplanation: Sendable {
  let picture: InputPicture
  /// The attribution that the map by itself would show as the full colour.
  let scale: Double
  /// The photo of standard input, which cannot be read twice.
  private let photo: Photo?
  private let findings: Findings

  /// Holds an explanation that is going to look so.
  init(_ held: Explanation, look: Look) {
    picture = held.photo.picture
    // What has no rows and columns is not drawn.
    scale =
      held.attributions.shape.rank == 3
      ? ReducedMap(held.attributions, style: look.map).scale(look.map) : 0
    photo = picture.isStandardInput ? held.photo : nil
    findings = held.findings
  }

  /// The explanation, with its photo, which `read` gets.
  func explanation(reading read: (InputPicture) throws -> Photo) throws -> Explanation {
    Explanation(photo: try photo ?? read(picture), findings: findings)
  }
}
