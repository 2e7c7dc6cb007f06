import Rendering

/// An explanation that waits for others before it is drawn, since all are to have one scale. The photo
/// is left out, because many photos would not fit into memory, and read again.
struct HeldExplanation: Sendable {
  let picture: InputPicture
  /// The attribution that the map by itself would show as the full colour.
  let scale: Double
  /// The photo of standard input, which cannot be read twice.
  private let photo: Photo?
  private let complete: @Sendable (Photo) -> Explanation

  /// Holds an explanation that is going to look so.
  init(_ held: Explanation, look: Look) {
    picture = held.photo.picture
    // What has no rows and columns is not drawn.
    scale =
      held.attributions.shape.rank == 3
      ? ReducedMap(held.attributions, style: look.map).scale(look.map) : 0
    photo = picture.isStandardInput ? held.photo : nil
    complete = {
      [
        quantity = held.quantity, ranking = held.ranking, map = held.map,
        attributions = held.attributions, isOfPhoto = held.isOfPhoto, setting = held.setting,
        baselines = held.baselines, answers = held.baselineAnswers, seconds = held.seconds,
      ] photo in
      Explanation(
        photo: photo, quantity: quantity, ranking: ranking, map: map, attributions: attributions,
        isOfPhoto: isOfPhoto, setting: setting, baselines: baselines, baselineAnswers: answers,
        seconds: seconds)
    }
  }

  /// The explanation, with its photo, which `read` gets.
  func explanation(reading read: (InputPicture) throws -> Photo) throws -> Explanation {
    complete(try photo ?? read(picture))
  }
}
