/// Why a picture could not be read or written. The file's name is not part of it: who knows the name
/// puts it in front.
public enum ImagingError: Error, Hashable, Sendable {
  /// Nothing has this path.
  case noSuchFile
  /// The path leads to a directory.
  case isDirectory
  /// The system refuses to read the file.
  case unreadable(reason: String)
  /// The file has more bytes than are read.
  case fileTooLarge(limit: Int)
  /// There are no bytes.
  case empty
  /// The first bytes are those of a format that is not read.
  case foreignFormat(ForeignFormat)
  /// The first bytes are those of no known format.
  case unknownFormat(beginning: [UInt8])
  /// The bytes end before the picture does.
  case truncated(Container, detail: String)
  /// The bytes break the rules of the format.
  case corrupt(Container, detail: String)
  /// A valid file of a kind that is not supported.
  case unsupported(Container, detail: String)
  /// The header declares more pixels than `DecodingOptions.maximumPixels`.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// The header declares a side that is too long.
  case sideTooLong(width: Int, height: Int, limit: Int)
  /// A progressive JPEG has so many scans that it can only be an attack.
  case tooManyScans(limit: Int)
  /// The picture does not fit into memory.
  case outOfMemory(width: Int, height: Int)
  /// The picture cannot be stored in this format.
  case notEncodable(Container, detail: String)

  /// Whether the file is not there, in contrast to being unusable.
  public var isMissingFile: Bool { self == .noSuchFile }
}

extension ImagingError: CustomStringConvertible {
  /// One line: what is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .noSuchFile: "no such file"
    case .isDirectory: "is a directory"
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .fileTooLarge(let limit):
      "more than \(limit) bytes, the most that is read; raise --max-file-bytes"
    case .empty: "empty file"
    case .foreignFormat(let format):
      "\(format.name), neither JPEG nor PNG; \(format.advice)"
    case .unknownFormat(let beginning):
      "neither JPEG nor PNG (begins with \(hexadecimal(beginning)))"
    case .truncated(let container, let detail):
      "truncated \(container.name) (\(detail)); use --allow-corrupt to explain what is there"
    case .corrupt(let container, let detail):
      "corrupt \(container.name) (\(detail)); use --allow-corrupt to explain what is there"
    case .unsupported(let container, let detail):
      "unsupported kind of \(container.name) (\(detail)); convert it to PNG or baseline JPEG"
    case .tooManyPixels(let width, let height, let limit):
      "\(width)×\(height) pixels exceed the limit of \(limit); use --max-pixels"
    case .sideTooLong(let width, let height, let limit):
      "\(width)×\(height) pixels: no side may be longer than \(limit)"
    case .tooManyScans(let limit): "progressive JPEG with more than \(limit) scans"
    case .outOfMemory(let width, let height):
      "not enough memory for \(width)×\(height) pixels"
    case .notEncodable(let container, let detail):
      "cannot be stored as \(container.name): \(detail)"
    }
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
