import Imaging
import Inputs

/// How files are to be read.
public struct ReadingRequest: Hashable, Sendable, Codable {
  /// Whether damaged pictures are read as far as they go.
  public var allowCorrupt = false
  /// Most pixels that a picture may have.
  public var maximumPixels = DecodingOptions().maximumPixels
  /// Red, green and blue behind transparent pixels, 0–255.
  public var background: [UInt8] = [255, 255, 255]
  /// Whether pictures stay as they are stored, whatever their EXIF orientation.
  public var ignoreExif = false
  /// The most that is read of a file, of a row and of a text; a request writes it apart.
  public var limits = ReadingLimits()

  private enum CodingKeys: String, CodingKey {
    case background
    case allowCorrupt = "allow_corrupt"
    case maximumPixels = "max_pixels"
    case ignoreExif = "ignore_exif"
  }

  /// Reading with the defaults of Imaging and Inputs.
  public init() {}

  /// Reads what is said; what is left out has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    allowCorrupt = try container.decodeIfPresent(Bool.self, forKey: .allowCorrupt) ?? allowCorrupt
    maximumPixels = try container.decodeIfPresent(Int.self, forKey: .maximumPixels) ?? maximumPixels
    background = try container.decodeIfPresent([UInt8].self, forKey: .background) ?? background
    ignoreExif = try container.decodeIfPresent(Bool.self, forKey: .ignoreExif) ?? ignoreExif
  }

  /// The same for Imaging.
  public var decoding: DecodingOptions {
    DecodingOptions(
      maximumPixels: maximumPixels, allowCorrupt: allowCorrupt,
      background: Color(red: background[0], green: background[1], blue: background[2]),
      ignoreOrientation: ignoreExif, maximumBytes: limits.fileBytes ?? ImageFile.maximumLength)
  }

  /// Refuses what cannot be meant.
  func check() throws(RequestError) {
    for (name, limit) in [
      ("--max-pixels", maximumPixels), ("--max-file-bytes", limits.fileBytes ?? 1),
      ("--max-rows", limits.rows), ("--max-row-bytes", limits.rowBytes),
    ] where limit < 1 {
      throw .badSetting(name, found: "\(limit)", expected: "1 or more")
    }
    if !(1...ReadingLimits.longestText).contains(limits.textBytes) {
      throw .badSetting(
        "--max-text-bytes", found: "\(limits.textBytes)",
        expected: "1 to \(ReadingLimits.longestText)")
    }
    if background.count != 3 {
      throw .badSetting("--background", found: "\(background)", expected: "three numbers")
    }
  }
}
