import CStore
import Foundation

/// A zip archive in memory, of which files are unpacked by name.
///
/// Nothing in it is trusted: whatever the bytes are, the answer is contents or a ``ZipError``.
/// Places and sizes come from the directory and must agree with everything else in the archive; no
/// more is unpacked than is expected. Names are compared, never used as paths.
package struct ZipArchive {
  private let bytes: Data
  private let members: [ZipMember]

  /// Reads the directory of an archive, and checks where everything is.
  package init(_ bytes: Data) throws(ZipError) {
    // Places in the archive are indices.
    let bytes = bytes.startIndex == 0 ? bytes : Data(bytes)
    let end = try ZipEnd(bytes)
    var position = end.directory.lowerBound
    var members: [ZipMember] = []
    for _ in 0..<end.memberCount {
      members.append(try ZipMember(bytes, at: &position, before: end.directory.upperBound))
    }
    guard position == end.directory.upperBound else {
      throw ZipError(
        "a directory of \(end.directory.count) bytes",
        found: "\(position - end.directory.lowerBound)")
    }
    var places: [Range<Int>] = []
    for member in members {
      places.append(try member.place(in: bytes, before: end.directory.lowerBound))
    }
    try Self.checkOverlaps(of: places)
    self.bytes = bytes
    self.members = members
  }

  /// Returns the contents of a file.
  ///
  /// - Parameters:
  ///   - expected: its size, if known.
  ///   - limit: the largest size, if it is not known.
  package func contents(
    of name: String, bytes expected: Int?, limit: Int
  ) throws(ZipError) -> Data {
    let named = members.filter { $0.name == name }
    guard let member = named.first, named.count == 1 else {
      let others = members.prefix(5).map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw ZipError(
        "one file \"\(name)\" in the archive",
        found: named.isEmpty ? (others.isEmpty ? "no files" : others) : "\(named.count)")
    }
    if let expected, member.size != expected {
      throw ZipError("\"\(name)\" to have \(expected) bytes", found: "\(member.size)")
    }
    guard expected != nil || member.size <= limit else {
      throw ZipError("\"\(name)\" to have at most \(limit) bytes", found: "\(member.size)")
    }
    let data = try unpacked(member)
    let checksum = data.withUnsafeBytes { cstore_crc32($0.baseAddress, $0.count) }
    guard checksum == member.checksum else {
      throw ZipError(
        "\"\(name)\" to have CRC-32 \(String(member.checksum, radix: 16))",
        found: String(checksum, radix: 16))
    }
    return data
  }

  private func unpacked(_ member: ZipMember) throws(ZipError) -> Data {
    let packed = bytes[try member.data(in: bytes)]
    guard member.isDeflated else { return Data(packed) }
    var data = Data(count: member.size)
    let status = data.withUnsafeMutableBytes { target in
      packed.withUnsafeBytes {
        cstore_inflate($0.baseAddress, $0.count, target.baseAddress, target.count)
      }
    }
    let found: String
    switch status {
    case CSTORE_OK: return data
    case CSTORE_TOO_SHORT: found = "fewer"
    case CSTORE_TOO_LONG: found = "more"
    case CSTORE_OUT_OF_MEMORY: found = "no memory for them"
    default: found = "damaged data"
    }
    throw ZipError(
      "\"\(member.name)\" to inflate to \(member.size) bytes", found: found)
  }

  private static func checkOverlaps(of places: [Range<Int>]) throws(ZipError) {
    let sorted = places.sorted { $0.lowerBound < $1.lowerBound }
    for (place, next) in zip(sorted, sorted.dropFirst()) where place.upperBound > next.lowerBound {
      throw ZipError(
        "files behind each other",
        found: "one up to byte \(place.upperBound) and one from byte \(next.lowerBound)")
    }
  }
}

/// What is wrong with a zip archive.
package struct ZipError: Error, Equatable {
  /// What should be there.
  package let expected: String
  /// What is there.
  package let found: String

  /// An error that says what was expected and what was found.
  package init(_ expected: String, found: String) {
    self.expected = expected
    self.found = found
  }
}
