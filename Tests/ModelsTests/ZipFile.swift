import CStore
import Foundation

/// A zip archive that is made by a test, as damaged as the test wants it.
struct ZipFile {
  /// One file of it.
  struct Member {
    var name: String
    /// The bytes as they are in the archive.
    var packed: Data
    var size: Int
    var checksum: UInt32
    var method = 0
    var flags = 0
    /// The name in the header before the data, if it is another.
    var headerName: String?
    /// The place that the directory gives, if it is another.
    var start: Int?
  }

  var members: [Member]
  var comment = ""
  /// Numbers of files in the record at the end, if they are others.
  var counts: (Int, Int)?
  /// What is added to the place of the directory.
  var shift = 0

  /// A stored file.
  static func stored(_ name: String, _ data: Data) -> Member {
    Member(name: name, packed: data, size: data.count, checksum: checksum(data))
  }

  /// A deflated file; `packed` is what a compressor makes of `data`, in Base64.
  static func deflated(_ name: String, _ data: Data, _ packed: String) -> Member {
    Member(
      name: name, packed: Data(base64Encoded: packed) ?? Data(), size: data.count,
      checksum: checksum(data), method: 8)
  }

  static func checksum(_ data: Data) -> UInt32 {
    data.withUnsafeBytes { cstore_crc32($0.baseAddress, $0.count) }
  }

  var bytes: Data {
    var file = Data()
    var directory = Data()
    for member in members {
      let start = member.start ?? file.count
      let name = Data(member.name.utf8)
      // Bit 3: the sums follow the data.
      let follow = member.flags & 8 != 0
      let sums = [Int(member.checksum), member.packed.count, member.size]
      let before = [(member.flags, 2), (member.method, 2), (0, 4)]
      let header = Data((member.headerName ?? member.name).utf8)
      file += Self.numbers([(0x0403_4b50, 4), (20, 2)] + before)
      file += Self.numbers(sums.map { (follow ? 0 : $0, 4) } + [(header.count, 2), (0, 2)])
      file += header + member.packed
      if follow { file += Self.numbers([(0x0807_4b50, 4)] + sums.map { ($0, 4) }) }
      directory += Self.numbers([(0x0201_4b50, 4), (20, 2), (20, 2)] + before)
      directory += Self.numbers(sums.map { ($0, 4) } + [(name.count, 2), (0, 2), (0, 2)])
      directory += Self.numbers([(0, 2), (0, 2), (0, 4), (start, 4)]) + name
    }
    let counts = counts ?? (members.count, members.count)
    let end = Self.numbers([
      (0x0605_4b50, 4), (0, 2), (0, 2), (counts.0, 2), (counts.1, 2), (directory.count, 4),
      (file.count + shift, 4), (comment.utf8.count, 2),
    ])
    return file + directory + end + Data(comment.utf8)
  }

  private static func numbers(_ numbers: [(value: Int, bytes: Int)]) -> Data {
    Data(
      numbers.flatMap { number in
        (0..<number.bytes).map { UInt8(truncatingIfNeeded: number.value >> (8 * $0)) }
      })
  }
}

/// Contents of archives: two texts, and what a compressor makes of them.
enum ZipTexts {
  static let labels = Data("dummy\nkit fox\n".utf8)
  static let packedLabels = "SynNza3kys4sUUjLr+ACAA=="
  static let long = Data(
    String(repeating: "one line of a network, again and again; ", count: 100).utf8)
  static let packedLong =
    "7cqxCcAwDAXRVf4A3iDTCKIE4SCBMWR9BzKDu2uOK16l64kvdcmUPt8avclui5Tl+d+hwuFwOBwOh8PhcDgcDrfNLQ=="
}
