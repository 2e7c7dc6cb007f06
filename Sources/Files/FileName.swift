/// Names of files as text: every name that a file system has, whatever its bytes.
///
/// A name is any bytes but 0 and the slash. Where they are UTF-8, the text is what they say. Each byte that
/// is not becomes one character for private use, U+10FE80 to U+10FEFF, which stands for 0x80 to 0xFF; bytes
/// that spell such a character become four of them, so that no two names have one text.
public enum FileName {
  /// What the character of a byte is larger by.
  private static let offset: UInt32 = 0x10FE00
  private static let escapes: ClosedRange<UInt32> = (offset + 0x80)...(offset + 0xFF)

  /// Returns the text of a name.
  public static func text(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self), !hasEscapes(text) { return text }
    var text = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      if let scalar = scalar(beginning: rest), !escapes.contains(scalar.value) {
        text.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        text.append(Unicode.Scalar(offset + UInt32(first)).unsafelyUnwrapped)
        rest = rest.dropFirst()
      }
    }
    return String(text)
  }

  /// Returns the text of a name that ends in 0.
  public static func text(_ name: UnsafePointer<CChar>) -> String {
    var bytes: [UInt8] = []
    var place = name
    while place.pointee != 0 {
      bytes.append(UInt8(bitPattern: place.pointee))
      place += 1
    }
    return text(bytes)
  }

  /// Returns the bytes of the name that has a text.
  public static func bytes(_ text: String) -> [UInt8] {
    guard hasEscapes(text) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      escapes.contains(scalar.value)
        ? [UInt8(scalar.value - offset)] : Array(String(Character(scalar)).utf8)
    }
  }

  /// Whether a name is not UTF-8.
  public static func hasEscapes(_ text: String) -> Bool {
    // All of them begin with this byte, which few names have.
    text.utf8.contains(0xF4) && text.unicodeScalars.contains { escapes.contains($0.value) }
  }

  /// The character that bytes begin with; nil where they begin with none.
  private static func scalar(beginning bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
  }
}

extension String {
  /// Calls `body` with the bytes of the file's name that has this text, ended by 0: what functions of the
  /// system take.
  public func withFileName<Value>(
    _ body: (UnsafePointer<CChar>) throws -> Value
  ) rethrows -> Value {
    guard FileName.hasEscapes(self) else { return try withCString(body) }
    let name = FileName.bytes(self).map { CChar(bitPattern: $0) } + [0]
    return try name.withUnsafeBufferPointer { try body($0.baseAddress.unsafelyUnwrapped) }
  }
}
