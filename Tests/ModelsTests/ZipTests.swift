import Foundation
import Models
import Testing

@Suite("Zip archives") struct ZipTests {
  private static let labels = ZipFile.deflated("l.txt", ZipTexts.labels, ZipTexts.packedLabels)
  private static let long = ZipFile.deflated("long", ZipTexts.long, ZipTexts.packedLong)
  private static let stored = ZipFile.stored("net.pb", Data("weights".utf8))
  private static let zip = ZipFile(members: [labels, long, stored], comment: "no comment")

  private func contents(
    _ zip: ZipFile, _ name: String = "l.txt", bytes: Int? = nil, limit: Int = 1 << 20
  ) throws -> Data {
    try ZipArchive(zip.bytes).contents(of: name, bytes: bytes, limit: limit)
  }

  private func failure(
    _ zip: ZipFile, _ name: String = "l.txt", bytes: Int? = nil, limit: Int = 1 << 20
  ) -> String {
    do {
      _ = try contents(zip, name, bytes: bytes, limit: limit)
      return "none"
    } catch let error as ZipError {
      return "\(error.expected) / \(error.found)"
    } catch { return "\(error)" }
  }

  @Test("stored, deflated and empty files are read, also with sums behind the data")
  func good() throws {
    var zip = Self.zip
    for flags in [0, 8] {
      zip.members[1].flags = flags
      #expect(try contents(zip) == ZipTexts.labels)
      #expect(try contents(zip, "long", bytes: 4000) == ZipTexts.long)
      #expect(try contents(zip, "net.pb") == Data("weights".utf8))
    }
    zip.members.append(ZipFile.stored("empty", Data()))
    zip.members.append(ZipFile.deflated("flat", Data(), "AwA="))
    #expect(try contents(zip, "empty").isEmpty && contents(zip, "flat").isEmpty)
  }

  @Test("an archive that ends anywhere too early is refused")
  func truncated() {
    let bytes = Self.zip.bytes
    for count in bytes.indices {
      #expect(throws: ZipError.self) { try ZipArchive(bytes.prefix(count)) }
    }
  }

  @Test("whatever byte is changed, the contents are right or refused")
  func changed() {
    let bytes = Self.zip.bytes
    for place in bytes.indices {
      for change: UInt8 in [1, 8, 0x80, 0xff] {
        var damaged = bytes
        damaged[place] ^= change
        for (name, expected) in [("l.txt", ZipTexts.labels), ("long", ZipTexts.long)] {
          let found = try? ZipArchive(damaged).contents(of: name, bytes: nil, limit: 5000)
          #expect(found == nil || found == expected, "byte \(place)")
        }
      }
    }
  }

  @Test("a file must be there once, and as large as is known of it")
  func sizes() {
    #expect(
      failure(Self.zip, "x")
        == "one file \"x\" in the archive / \"l.txt\", \"long\", \"net.pb\"")
    let twice = ZipFile(members: [Self.labels, Self.labels])
    #expect(failure(twice) == "one file \"l.txt\" in the archive / 2")
    #expect(failure(ZipFile(members: [])) == "one file \"l.txt\" in the archive / no files")
    #expect(failure(Self.zip, bytes: 15) == "\"l.txt\" to have 15 bytes / 14")
    #expect(failure(Self.zip, limit: 13) == "\"l.txt\" to have at most 13 bytes / 14")
  }

  @Test("data that inflate to another size or checksum, or are no data, are refused")
  func data() {
    var zip = ZipFile(members: [Self.long])
    zip.members[0].size = 3999
    #expect(failure(zip, "long") == "\"long\" to inflate to 3999 bytes / more")
    zip.members[0].size = 4001
    #expect(failure(zip, "long") == "\"long\" to inflate to 4001 bytes / fewer")
    zip.members[0] = Self.long
    zip.members[0].packed.removeLast()
    #expect(failure(zip, "long") == "\"long\" to inflate to 4000 bytes / fewer")
    zip.members[0].packed = Self.long.packed + [0]
    #expect(failure(zip, "long") == "\"long\" to inflate to 4000 bytes / damaged data")
    zip.members[0].packed = Data([0xff])
    #expect(failure(zip, "long") == "\"long\" to inflate to 4000 bytes / damaged data")
    zip.members[0] = Self.stored
    zip.members[0].checksum ^= 1
    #expect(failure(zip, "net.pb").hasPrefix("\"net.pb\" to have CRC-32 "))
    zip.members[0] = Self.stored
    zip.members[0].size = 8
    #expect(failure(zip, "net.pb") == "\"net.pb\" to be stored in 8 bytes / 7")
  }

  @Test("what is not read is refused by its name")
  func refused() {
    func failure(_ change: (inout ZipFile) -> Void) -> String {
      var zip = Self.zip
      change(&zip)
      return self.failure(zip)
    }
    #expect(failure { $0.members[0].flags = 1 } == "\"l.txt\" to be readable by all / encryption")
    #expect(
      failure { $0.members[0].method = 12 } == "\"l.txt\" to be stored or deflated / method 12")
    #expect(failure { $0.members[2].method = 12 } == "none")
    for name in ["../l", "a/b", "/l", "a\\b", "", "a\0"] {
      #expect(
        failure { $0.members[1].name = name } == "names of files without a folder / \"\(name)\"")
    }
    #expect(
      failure { $0.members[0].size = 0xffff_ffff } == "\"l.txt\" to have less than 4 GiB / zip64")
    #expect(failure { $0.counts = (0xffff, 0xffff) }.hasSuffix("/ zip64"))
    #expect(failure { $0.counts = (1, 3) } == "an archive in one piece / part of one")
  }

  @Test("a directory that leads elsewhere is refused")
  func places() {
    func failure(_ change: (inout ZipFile) -> Void) -> String {
      var zip = Self.zip
      change(&zip)
      return self.failure(zip)
    }
    #expect(
      failure { $0.members[1].start = 0 } == "the header of \"long\" as in the directory / another")
    #expect(failure { $0.members[1].start = 1 } == "\"long\" at byte 1 / something else")
    #expect(
      failure { $0.members[1].start = 1 << 30 } == "\"long\" at byte 1073741824 / something else")
    #expect(failure { $0.members[2].headerName = "other" }.hasPrefix("the header of \"net.pb\""))
    #expect(failure { $0.shift = 1 }.hasPrefix("a directory that ends at byte"))
    #expect(failure { $0.counts = (2, 2) }.hasPrefix("a directory of"))
    #expect(failure { $0.counts = (4, 4) }.hasPrefix("a file's record at byte"))
    var zip = ZipFile(members: [Self.labels, Self.labels])
    zip.members[1].start = 0
    #expect(self.failure(zip).hasPrefix("files behind each other / one up to byte"))
  }
}
