import Foundation

/// The record at the end of a zip archive, which says where its directory is.
struct ZipEnd {
  /// Where the directory is.
  let directory: Range<Int>
  /// How many files there are.
  let memberCount: Int

  private static let size = 22
  private static let signature = 0x0605_4b50
  private static let longestComment = 0xffff

  /// Looks for the record, which a comment may follow up to the end of the file.
  init(_ bytes: Data) throws(ZipError) {
    let last = bytes.count - Self.size
    let first = max(0, last - Self.longestComment)
    let place =
      last < 0
      ? nil
      : (first...last).last { place in
        bytes.zipNumber(4, at: place) == Self.signature
          && bytes.zipNumber(2, at: place + 20) == last - place
      }
    guard let place else {
      throw ZipError("a zip archive with its directory at the end", found: "none")
    }
    let disks = [4, 6].map { bytes.zipNumber(2, at: place + $0) }
    let counts = [8, 10].map { bytes.zipNumber(2, at: place + $0) }
    let size = bytes.zipNumber(4, at: place + 12)
    let start = bytes.zipNumber(4, at: place + 16)
    guard !counts.contains(0xffff), size != 0xffff_ffff, start != 0xffff_ffff else {
      throw ZipError("an archive of less than 4 GiB and 65535 files", found: "zip64")
    }
    guard disks == [0, 0], counts[0] == counts[1] else {
      throw ZipError("an archive in one piece", found: "part of one")
    }
    guard start + size == place else {
      throw ZipError("a directory that ends at byte \(place)", found: "\(start + size)")
    }
    directory = start..<place
    memberCount = counts[0]
  }
}

/// A file of a zip archive, as the archive's directory describes it.
struct ZipMember {
  /// Its name.
  let name: String
  /// Its CRC-32.
  let checksum: UInt32
  /// How many bytes it has.
  let size: Int

  private let nameBytes: Data
  private let flags: Int
  private let method: Int
  private let packedSize: Int
  private let start: Int

  /// Whether it is deflated; else it is stored as it is.
  var isDeflated: Bool { method == 8 }

  /// Reads the record at `position`, and moves that behind it.
  init(_ bytes: Data, at position: inout Int, before end: Int) throws(ZipError) {
    let place = position
    guard end - place >= 46, bytes.zipNumber(4, at: place) == 0x0201_4b50 else {
      throw ZipError("a file's record at byte \(place) of the directory", found: "something else")
    }
    let lengths = [28, 30, 32].map { bytes.zipNumber(2, at: place + $0) }
    position = place + 46 + lengths.reduce(0, +)
    guard position <= end else {
      throw ZipError("a directory that ends at byte \(end)", found: "a record to \(position)")
    }
    nameBytes = bytes[place + 46..<place + 46 + lengths[0]]
    name = String(decoding: nameBytes, as: UTF8.self)
    guard !name.isEmpty, !nameBytes.contains(where: Data("/\\\0".utf8).contains) else {
      throw ZipError("names of files without a folder", found: "\"\(name)\"")
    }
    flags = bytes.zipNumber(2, at: place + 8)
    method = bytes.zipNumber(2, at: place + 10)
    checksum = UInt32(bytes.zipNumber(4, at: place + 16))
    packedSize = bytes.zipNumber(4, at: place + 20)
    size = bytes.zipNumber(4, at: place + 24)
    start = bytes.zipNumber(4, at: place + 42)
    guard ![packedSize, size, start].contains(0xffff_ffff) else {
      throw ZipError("\"\(name)\" to have less than 4 GiB", found: "zip64")
    }
    guard bytes.zipNumber(2, at: place + 34) == 0 else {
      throw ZipError("an archive in one piece", found: "part of one")
    }
  }

  /// Returns where the file is, with the header before it, which must agree with the directory.
  func place(in bytes: Data, before end: Int) throws(ZipError) -> Range<Int> {
    guard end - start >= 30, bytes.zipNumber(4, at: start) == 0x0403_4b50 else {
      throw ZipError("\"\(name)\" at byte \(start)", found: "something else")
    }
    let data = dataStart(in: bytes)
    guard data + packedSize <= end else {
      throw ZipError("\"\(name)\" to end at byte \(end) or before", found: "\(data + packedSize)")
    }
    let nameEnd = start + 30 + nameBytes.count
    guard nameEnd <= data, bytes[start + 30..<nameEnd] == nameBytes,
      bytes.zipNumber(2, at: start + 26) == nameBytes.count,
      bytes.zipNumber(2, at: start + 8) == method
    else {
      throw ZipError("the header of \"\(name)\" as in the directory", found: "another")
    }
    // Bit 3: checksum and sizes follow the data, and the header has none.
    let sums = [14, 18, 22].map { bytes.zipNumber(4, at: start + $0) }
    guard flags & 8 != 0 || sums == [Int(checksum), packedSize, size] else {
      throw ZipError("the sizes of \"\(name)\" as in the directory", found: "others")
    }
    return start..<data + packedSize
  }

  /// Returns where the file's data are; only stored and deflated ones, not encrypted, are read.
  func data(in bytes: Data) throws(ZipError) -> Range<Int> {
    guard flags & 0x2041 == 0 else {
      throw ZipError("\"\(name)\" to be readable by all", found: "encryption")
    }
    guard method == 8 || method == 0 else {
      throw ZipError("\"\(name)\" to be stored or deflated", found: "method \(method)")
    }
    guard isDeflated || packedSize == size else {
      throw ZipError("\"\(name)\" to be stored in \(size) bytes", found: "\(packedSize)")
    }
    let first = dataStart(in: bytes)
    return first..<first + packedSize
  }

  private func dataStart(in bytes: Data) -> Int {
    start + 30 + bytes.zipNumber(2, at: start + 26) + bytes.zipNumber(2, at: start + 28)
  }
}

extension Data {
  /// The little-endian number of `count` bytes at a place inside.
  fileprivate func zipNumber(_ count: Int, at place: Int) -> Int {
    (0..<count).reversed().reduce(0) { $0 << 8 | Int(self[place + $1]) }
  }
}
