import Files
import Foundation
import Testing

@Suite("Lines of files") struct FileLinesTests {
  private func lines(of contents: [UInt8], limit: Int = 1 << 20) throws -> [[UInt8]] {
    let path = NSTemporaryDirectory() + "/lines-\(UUID().uuidString)"
    try Data(contents).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var lines: [[UInt8]] = []
    try FileBytes.forEachLine(of: path, limit: limit) { lines.append(Array($0)) }
    return lines
  }

  @Test("Whole lines are handed on, whatever parts the file is read in")
  func wholeLines() throws {
    // Lines of all lengths round the part of 256 KiB that is read at a time, an empty one, one without an end.
    let lengths = [3, 0, 262_139, 1, 262_144, 262_143, 600_000, 2]
    let contents = lengths.map { [UInt8](repeating: UInt8(ascii: "a") + UInt8($0 % 7), count: $0) }
    let file = contents.flatMap { $0 + [UInt8(ascii: "\n")] } + Array("torn".utf8)
    #expect(try lines(of: file) == contents.filter { !$0.isEmpty })
    #expect(try lines(of: []).isEmpty)
  }

  @Test("A line beyond the limit, a folder and what is not there are errors")
  func refused() {
    let long = [UInt8](repeating: 1, count: 300_000)
    #expect(throws: FileError.tooLarge(limit: 1000)) { try lines(of: long, limit: 1000) }
    #expect(throws: FileError.missing) {
      try FileBytes.forEachLine(of: "/nowhere/at/all", limit: 1) { _ in }
    }
    #expect(throws: FileError.self) {
      try FileBytes.forEachLine(of: NSTemporaryDirectory(), limit: 1) { _ in }
    }
  }
}
