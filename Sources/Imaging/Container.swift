/// The file formats that pictures come in.
public enum Container: String, Hashable, Sendable, CaseIterable {
  /// JPEG, baseline or progressive.
  case jpeg
  /// Portable Network Graphics.
  case png

  /// The format's name for people.
  public var name: String { rawValue.uppercased() }

  /// The bytes that every file of this format begins with.
  var magic: [UInt8] {
    switch self {
    case .jpeg: [0xff, 0xd8]
    case .png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    }
  }

  /// Recognises a format by the first bytes of a file; nil if it is none of these.
  public init?(_ bytes: [UInt8]) {
    guard let match = Self.allCases.first(where: { bytes.starts(with: $0.magic) }) else {
      return nil
    }
    self = match
  }
}
