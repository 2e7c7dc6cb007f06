import Foundation
import Imaging

/// The size of the pictures.
enum Canvas: Hashable, Sendable {
  /// The photo's own; pictures for people are enlarged by a whole number where it is small, and those
  /// that are drawn in one piece reduced to `mostPixelsInOnePiece`.
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
  /// Most pixels of a picture that has to be in memory as a whole, some of them several times.
  static let mostPixelsInOnePiece = 24_000_000

  /// Returns the size of pictures of a photo.
  func size(of photo: Size, model: Size, isForPeople: Bool, isInOnePiece: Bool = false) -> Size {
    switch self {
    case .photo: return photo
    case .model: return model
    case .width(let width):
      let area = Double(photo.width) * Double(photo.height)
      let scale = min(
        Double(width) / Double(photo.width), (Double(Self.mostPixels) / area).squareRoot())
      return Self.scaled(photo, by: scale)
    case .suitable:
      if isForPeople && isInOnePiece {
        let reduced = Self.inOnePiece(photo)
        if reduced != photo { return reduced }
      }
      let longer = max(photo.width, photo.height)
      let factor = isForPeople ? max(1, (Self.leastSide + longer - 1) / longer) : 1
      return Size(width: factor * photo.width, height: factor * photo.height)
    }
  }

  /// The size of a picture that is drawn in one piece: the photo's own, or one that is small enough.
  static func inOnePiece(_ photo: Size) -> Size {
    let excess = Double(photo.width) * Double(photo.height) / Double(mostPixelsInOnePiece)
    return excess > 1 ? scaled(photo, by: (1 / excess).squareRoot()) : photo
  }

  private static func scaled(_ photo: Size, by scale: Double) -> Size {
    Size(
      width: max(1, Int((Double(photo.width) * scale).rounded())),
      height: max(1, Int((Double(photo.height) * scale).rounded())))
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
