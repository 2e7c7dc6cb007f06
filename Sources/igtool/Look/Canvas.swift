import Foundation
import Imaging

/// The size of the pictures.
enum Canvas: Hashable, Sendable {
  /// The photo's own; pictures for people are enlarged by a whole number where it is small.
  case suitable
  /// The photo's own.
  case photo
  /// That of the network's input.
  case model
  /// So many pixels in a row, and as many rows as the photo's shape asks for, but no more than
  /// `mostPixels` in all.
  case width(Int)

  /// The longer side that pictures for people have at least.
  static let leastSide = 224
  /// The widths that can be asked for.
  static let widths = 16...8192
  /// Most pixels of a picture whose width was asked for.
  static let mostPixels = 64_000_000

  /// Returns the size of pictures of a photo.
  func size(of photo: Size, model: Size, isForPeople: Bool) -> Size {
    switch self {
    case .photo: return photo
    case .model: return model
    case .width(let width):
      let area = Double(photo.width) * Double(photo.height)
      let scale = min(
        Double(width) / Double(photo.width), (Double(Self.mostPixels) / area).squareRoot())
      return Size(
        width: max(1, Int((Double(photo.width) * scale).rounded())),
        height: max(1, Int((Double(photo.height) * scale).rounded())))
    case .suitable:
      let longer = max(photo.width, photo.height)
      let factor = isForPeople ? max(1, (Self.leastSide + longer - 1) / longer) : 1
      return Size(width: factor * photo.width, height: factor * photo.height)
    }
  }

  /// The size as an option says it.
  var text: String {
    switch self {
    case .suitable: "auto"
    case .photo: "photo"
    case .model: "model"
    case .width(let width): String(width)
    }
  }

  /// Reads the size as an option says it; nil for what is none.
  init?(text: String) {
    switch text {
    case "auto": self = .suitable
    case "photo": self = .photo
    case "model": self = .model
    default:
      guard let width = Int(text), Self.widths.contains(width) else { return nil }
      self = .width(width)
    }
  }
}
