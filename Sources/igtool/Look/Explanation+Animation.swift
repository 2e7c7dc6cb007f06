import Explaining
import Foundation
import Imaging
import Rendering

extension Explanation {
  /// Equal steps from the first baseline to the photo.
  private static let steps = 30

  /// The way from the first baseline to the photo, with the score where it is known; nil for methods
  /// that take another path.
  var animation: AnimatedPicture? {
    guard let (start, end) = pathEnds else { return nil }
    let size = Canvas.suitable.size(
      of: Size(width: end.width, height: end.height),
      model: Size(width: end.width, height: end.height), isForPeople: true)
    let frames = (0...Self.steps).map { step -> AnimatedPicture.Frame in
      let share = Double(step) / Double(Self.steps)
      let picture = end.mixed(from: start, share: share)
        .resampled(width: size.width, height: size.height, filter: .bicubic)
      let words = [String(format: "α = %.2f", share), scoreText(at: share)]
      let framed = PictureFrame(title: words.compactMap(\.self).joined(separator: "   "))
        .image(around: picture)
      // The ends are shown longer.
      let milliseconds = step == 0 ? 800 : step == Self.steps ? 2000 : 100
      return AnimatedPicture.Frame(framed, milliseconds: milliseconds)
    }
    return AnimatedPicture(frames)
  }
}
