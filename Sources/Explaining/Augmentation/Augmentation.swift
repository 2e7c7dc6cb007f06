import Foundation
import Imaging

/// A change of a photo that leaves what it shows the same: what the map of the changed photo says, turned
/// back to the photo, should be what the map of the photo says.
public enum Augmentation: Hashable, Sendable {
  /// Turned or mirrored.
  case turned(Turn)
  /// The middle of the photo, its sides a `factor`-th, at the photo's size.
  case magnified(factor: Double)
  /// Every number of a pixel, 0–255, times `factor`, 255 at most.
  case brightened(factor: Double)

  /// Ways to turn and mirror.
  public enum Turn: String, CaseIterable, Sendable {
    /// Turned counterclockwise by 90°, as `numpy.rot90` does.
    case rot90
    /// Turned by 180°.
    case rot180
    /// Turned counterclockwise by 270°.
    case rot270
    /// Left and right exchanged.
    case flip
    /// Top and bottom exchanged.
    case flipVertical = "flip-vertical"

    /// The Exif orientation that does it, and the one that takes it back.
    var orientations: (there: Int, back: Int) {
      switch self {
      case .rot90: (8, 6)
      case .rot180: (3, 3)
      case .rot270: (6, 8)
      case .flip: (2, 2)
      case .flipVertical: (4, 4)
      }
    }
  }

  /// Factors of a zoom.
  static let zooms = 1.0...10.0
  /// Factors of brightness.
  static let brightnesses = 0.05...20.0

  /// How augmentations are written.
  public static let texts =
    Turn.allCases.map(\.rawValue) + ["zoom:FACTOR", "brightness:FACTOR"]

  /// Reads `rot90`, `rot180`, `rot270`, `flip`, `flip-vertical`, `zoom:FACTOR` (1 to 10) or
  /// `brightness:FACTOR` (0.05 to 20).
  ///
  /// - Throws: `RequestError.badSetting` for anything else.
  public init(_ text: String) throws(RequestError) {
    if let turn = Turn(rawValue: text) {
      self = .turned(turn)
      return
    }
    let words = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let factor = words.count == 2 ? Double(words[1]) : nil
    switch (words[0], factor) {
    case ("zoom", let factor?) where Self.zooms.contains(factor) && factor > 1:
      self = .magnified(factor: factor)
    case ("brightness", let factor?) where Self.brightnesses.contains(factor) && factor != 1:
      self = .brightened(factor: factor)
    default:
      throw .badSetting(
        "--augment", found: text,
        expected:
          "some of \(Self.texts.joined(separator: ", ")), factors of a zoom above 1 to 10, of "
          + "brightness 0.05 to 20")
    }
  }

  /// Returns the changed photo.
  public func image(of photo: Image) -> Image {
    switch self {
    case .turned(let turn): return photo.oriented(turn.orientations.there)
    case .magnified(let factor):
      let placement = Placement(
        magnifying: Size(width: photo.width, height: photo.height), by: factor)
      return photo.resampled(
        width: photo.width, height: photo.height, filter: .bicubic, crop: placement.source)
    case .brightened(let factor):
      let levels = (0...255).map { UInt8(min(255, (Double($0) * factor).rounded())) }
      var image = photo
      image.samples = image.samples.map { levels[Int($0)] }
      return image
    }
  }

  /// Returns a map of the changed photo, at some size of it, as a map of the photo at that size: not a
  /// number where the changed photo does not show it.
  public func turnedBack(_ map: Plane) -> Plane {
    switch self {
    case .turned(let turn): return map.oriented(turn.orientations.back)
    case .magnified(let factor):
      return Placement(magnifying: Size(width: map.width, height: map.height), by: factor)
        .onPhoto(map, outside: .nan)
    case .brightened: return map
    }
  }
}

extension Augmentation: CustomStringConvertible {
  /// The text that it is read from.
  public var description: String {
    func text(_ factor: Double) -> String { String(format: "%g", factor) }
    switch self {
    case .turned(let turn): return turn.rawValue
    case .magnified(let factor): return "zoom:" + text(factor)
    case .brightened(let factor): return "brightness:" + text(factor)
    }
  }
}

extension Augmentation: Codable {
  /// Reads the text of an augmentation.
  ///
  /// - Throws: `RequestError.badSetting`; `DecodingError` for what is no text.
  public init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text that it is read from.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
