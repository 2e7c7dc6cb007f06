import CStore
import Files
import Foundation

/// SHA-256 in lower-case hexadecimal.
package enum Checksum {
  /// The digits of a checksum, as bytes.
  static let digits = Array("0123456789abcdef".utf8)

  /// The checksum of bytes in memory.
  package static func sha256(of data: Data) -> String {
    hexadecimal(digest(of: data))
  }

  /// The checksum of bytes in memory, as 32 bytes.
  package static func digest(of data: Data) -> [UInt8] {
    var hash = SHA256()
    data.withUnsafeBytes { hash.update($0) }
    return hash.finished()
  }

  /// The checksum of a file, read in pieces.
  package static func sha256(ofFile path: String) throws(ModelsError) -> String {
    let descriptor = path.withFileName { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .unreadable(path, errno) }
    defer { close(descriptor) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path, errno) }
      guard count > 0 else { return hexadecimal(hash.finished()) }
      buffer.withUnsafeBytes { hash.update(.init(rebasing: $0[..<count])) }
    }
  }

  private static func hexadecimal(_ digest: [UInt8]) -> String {
    String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// A SHA-256 of the bytes so far.
private struct SHA256 {
  private var hash = cstore_sha256()

  init() {
    cstore_sha256_init(&hash)
  }

  /// Takes more bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    cstore_sha256_update(&hash, bytes.baseAddress, bytes.count)
  }

  /// Returns the 32 bytes of the hash of everything that was taken.
  mutating func finished() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    cstore_sha256_finish(&hash, &digest)
    return digest
  }
}
