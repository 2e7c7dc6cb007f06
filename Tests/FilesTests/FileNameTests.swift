import Files
import Foundation
import Testing

@Suite struct FileNameTests {
  @Test func namesInUTF8AreWhatTheySay() {
    for name in ["owl.jpg", "Käuzchen 🦉.png", "a\nb", ""] {
      #expect(FileName.text(Array(name.utf8)) == name)
      #expect(FileName.bytes(name) == Array(name.utf8))
      #expect(!FileName.hasEscapes(name))
    }
  }

  @Test func everyNameComesBackFromItsText() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let length = Int.random(in: 1...12, using: &random)
      let bytes = (0..<length).map { _ in UInt8.random(in: 1...255, using: &random) }
      #expect(FileName.bytes(FileName.text(bytes)) == bytes)
    }
  }

  @Test func bytesThatSpellAnEscapeAreNoEscape() {
    let spelled = Array("\u{10FEE9}".utf8)
    let name: [UInt8] = [0xE9]
    #expect(FileName.text(spelled) != FileName.text(name))
    #expect(FileName.bytes(FileName.text(spelled)) == spelled)
  }

  @Test func nameThatIsNotUTF8IsAFile() throws {
    let folder = NSTemporaryDirectory() + "files-\(UUID().uuidString)"
    try Folder.make(folder + "/a/b")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a/" + FileName.text([0x63, 0x61, 0x66, 0xE9])
    let descriptor = path.withFileName { open($0, O_WRONLY | O_CREAT, 0o666) }
    #expect(descriptor >= 0)
    #expect(write(descriptor, "abc", 3) == 3)
    close(descriptor)
    #expect(try Folder.names(in: folder + "/a") == ["b", FileName.text([0x63, 0x61, 0x66, 0xE9])])
    #expect(try FileBytes.read(path, limit: 3) == Array("abc".utf8))
    #expect(FileBytes.beginning(of: path, count: 2) == Array("ab".utf8))
    #expect(FileKind(path) == .file && FileKind.size(path) == 3)
    #expect(throws: FileError.tooLarge(limit: 2)) { try FileBytes.read(path, limit: 2) }
    #expect(throws: FileError.isFolder) { try FileBytes.read(folder, limit: 2) }
    #expect(throws: FileError.missing) { try FileBytes.read(folder + "/none", limit: 2) }
    #expect(throws: FileError.missing) { try Folder.names(in: folder + "/none") }
  }
}
