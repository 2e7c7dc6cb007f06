import Foundation
import Inputs
import TestSupport
import Testing

@Suite("Files of tables") struct TableFileTests {
  private func table(_ text: String) throws -> TableFile {
    try TableFile(bytes: Array(text.utf8), path: "t.csv")
  }

  private func error(_ bytes: [UInt8]) -> TableError? {
    #expect(throws: TableError.self) { try TableFile(bytes: bytes, path: "t.csv") }
  }

  private func error(_ text: String) -> TableError? { error(Array(text.utf8)) }

  @Test(
    "rows end with their lines, whatever ends these",
    arguments: [
      "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
      "\n\na,b\n\n1,2\n  \n3,4\n\n\n", "\u{FEFF}a,b\n1,2\n3,4\n", " a , b\t\n1,2\n3,4\n",
      "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"", "a,b\n1,2\n\"3\" , \"4\"\t\n",
    ])
  func lines(_ text: String) throws {
    let table = try table(text)
    #expect(table.header == ["a", "b"])
    #expect(table.rows == [["1", "2"], ["3", "4"]])
    #expect(table.warnings.isEmpty)
  }

  @Test("quotation marks keep delimiters, lines and doubled marks")
  func quotes() throws {
    let table = try table(
      "name,\"a, b\"\n\"one\r\ntwo\",\"say \"\"hi\"\"\"\nplain,7\n\"\",\"\"\nx,\n\"x\",\n")
    #expect(table.header == ["name", "a, b"])
    #expect(
      table.rows == [
        ["one\r\ntwo", "say \"hi\""], ["plain", "7"], ["", ""], ["x", ""], ["x", ""],
      ])
  }

  @Test("the last cell may be empty, in the last line too")
  func emptyCells() throws {
    #expect(try table("a,b\n1,\n,\n,2").rows == [["1", ""], ["", ""], ["", "2"]])
    #expect(try table("a,b\n1,\n,\n\"1\",").rows == [["1", ""], ["", ""], ["1", ""]])
  }

  @Test("unusual characters are those of a cell")
  func characters() throws {
    let text = "größe,e\u{301},🙂\n1\u{2028}2,a\u{85}b,c\u{C}d\n"
    #expect(try table(text).header == ["größe", "e\u{301}", "🙂"])
    #expect(try table(text).rows == [["1\u{2028}2", "a\u{85}b", "c\u{C}d"]])
    let quoted = try table("a,b,c\n\"🙂\u{301}\",1\u{2028}2,a\u{85}b\n")
    #expect(quoted.rows == [["🙂\u{301}", "1\u{2028}2", "a\u{85}b"]])
  }

  @Test(
    "semicolons or tabs part cells where the header has no comma, and that is said",
    arguments: [
      ("a;b\n1;2,5\n", ["1", "2,5"], "semicolons"), ("a\tb\n1\t2\n", ["1", "2"], "tabs"),
      ("\"a,x\";b\n1;2\n", ["1", "2"], "semicolons"),
      ("a;b\tc\td\n1;2\t3\t4\n", ["1;2", "3", "4"], "tabs"),
      ("a\tb\n\"1\"\t\" 2\t3\"\n", ["1", " 2\t3"], "tabs"),
    ])
  func delimiters(_ text: String, _ row: [String], _ word: String) throws {
    let table = try table(text)
    #expect(table.rows == [row])
    #expect(
      table.warnings == ["t.csv: its header has no comma; \(word) are taken to part its cells"])
  }

  @Test("a first row of numbers is suspicious; numbered columns are not")
  func noHeader() throws {
    #expect(
      try table("5.1,3.5\n4.9,3.0\n").warnings.map { $0.contains("\"5.1\", \"3.5\"") } == [true])
    #expect(try table("0,1,2\n5.1,3.5,2\n").warnings.isEmpty)
  }

  @Test(
    "what is no table is refused",
    arguments: [
      ("", "t.csv: expected a header and rows below it, found nothing"),
      (" \n\r\n\t", "t.csv: expected a header and rows below it, found nothing"),
      ("a,b\n", "t.csv: expected a header and rows below it, found a header alone"),
      (
        ",a\n1,2\n",
        "t.csv, header: column 1 has no name; name it, or leave it out (pandas writes an index so, "
          + "unless index=False)"
      ),
      ("a, \n1,2\n", "t.csv, header: column 2 has no name; name it, or leave it out"),
      (
        "a,b, a\n1,2,3\n", "t.csv, header: columns 1 and 3 are both called \"a\"; rename one"
      ),
      (
        "a,b\n1,2\n\n\"x\ny\",2\n1,5,2\n",
        "t.csv, line 6, row 3: expected 2 cells as in the header, found 3; put cells with "
          + "delimiters in quotation marks, and write 1.5 and not 1,5"
      ),
      (
        "a,b\n1\n",
        "t.csv, line 2, row 1: expected 2 cells as in the header, found 1; put cells with "
          + "delimiters in quotation marks, and write 1.5 and not 1,5"
      ),
      (
        "a,b\n1,\"2\n3,4\n",
        "t.csv, line 2: a quotation mark of the row that begins here is not closed"
      ),
      (
        "a,b\n\"x\ny\"z,4\n",
        "t.csv, line 3: expected a delimiter after the closing quotation mark, found another "
          + "character"
      ),
      (
        "a,b\n1,5\" pipe\n",
        "t.csv, line 2: found a quotation mark inside a cell; put the whole cell in quotation "
          + "marks, and double those that belong to it"
      ),
    ])
  func refused(_ text: String, _ description: String) {
    let error = error(text)
    #expect(error?.description == description)
    #expect(error?.kind == .badData)
  }

  @Test("cells beside which marks cannot be told apart are refused, never moved")
  func unclear() {
    for text in [
      "a,b\n\"1\",\u{301}x\n", "a,b\n\"1\",2\n\"\u{301}x\",y\n", "a,b\n\"x\"\u{301},\"y\"\n",
    ] {
      guard case .badQuotes = error(text) else {
        Issue.record("\(text) was not refused")
        continue
      }
    }
  }

  @Test("what is no text in UTF-8 is refused, with what it is")
  func encodings() {
    let utf16 = error([0xFF, 0xFE] + "a,b\n1,2\n".utf16.flatMap { [UInt8($0), 0] })
    #expect(
      utf16?.description
        == "t.csv: expected text in UTF-8, found UTF-16; save it as CSV in UTF-8")
    let latin = error(Array("a,b\n1,2\n".utf8) + [0xFC] + Array(",3\n".utf8))
    #expect(
      latin?.description
        == "t.csv, line 3: expected text in UTF-8, found bytes that are none; save it as CSV in "
        + "UTF-8")
    #expect(error("a,b\n1,\0\n")?.description.contains("found bytes of zero") == true)
    #expect(error("PK\u{3}\u{4}xl")?.description.contains("found a zip archive") == true)
    let pointer = error("version https://git-lfs.github.com/spec/v1\noid sha256:1\n")
    #expect(pointer?.description.contains("found a Git LFS pointer; fetch the file") == true)
    for error in [utf16, latin] { #expect(error?.kind == .badData) }
  }

  @Test("a huge line is refused before anything is taken apart")
  func hugeLine() {
    let line = [UInt8](repeating: UInt8(ascii: "1"), count: 1_000_001)
    #expect(error(Array("a\n".utf8) + line) == .longRow(file: "t.csv", line: 2, limit: 1_000_000))
    #expect(error(line) == .longRow(file: "t.csv", line: 1, limit: 1_000_000))
    let quoted = "a\n1\n\"" + String(repeating: "x\n", count: 500_001) + "\"\n"
    #expect(error(quoted) == .longRow(file: "t.csv", line: 3, limit: 1_000_000))
  }

  @Test("so many rows and bytes are refused")
  func limits() throws {
    let many = "a\n" + String(repeating: "1\n", count: 1_000_001)
    #expect(error(many) == .manyRows(file: "t.csv", limit: 1_000_000))
    let folder = try TemporaryFolder()
    let path = try folder.write("large.csv", Data("a\n1\n".utf8))
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 100_000_001)
    try handle.close()
    #expect(throws: TableError.tooLarge(file: path, limit: 100_000_000)) {
      try TableFile(path: path)
    }
  }

  @Test("limits are what is said, and errors name the option that says it")
  func otherLimits() throws {
    var limits = ReadingLimits()
    limits.rows = 2
    let rows = Array("a\n1\n2\n3\n".utf8)
    let many = #expect(throws: TableError.manyRows(file: "t.csv", limit: 2)) {
      try TableFile(bytes: rows, path: "t.csv", limits: limits)
    }
    #expect(many?.description.contains("--max-rows") == true)
    limits.rows = 3
    #expect(try TableFile(bytes: rows, path: "t.csv", limits: limits).rows.count == 3)
    limits.rowBytes = 1_000_001
    let long = Array("a\n".utf8) + [UInt8](repeating: UInt8(ascii: "1"), count: 1_000_001)
    #expect(try TableFile(bytes: long, path: "t.csv", limits: limits).rows.count == 1)
    #expect(error(long)?.description.contains("--max-row-bytes") == true)
    let folder = try TemporaryFolder()
    let path = try folder.write("t.csv", Data(rows))
    limits.fileBytes = rows.count - 1
    let large = #expect(throws: TableError.tooLarge(file: path, limit: rows.count - 1)) {
      try TableFile(path: path, limits: limits)
    }
    #expect(large?.description.contains("--max-file-bytes") == true)
  }

  @Test("a file that is missing, or a folder, is an error that names it")
  func missing() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/no.csv"
    let error = #expect(throws: TableError.self) { try TableFile(path: path) }
    #expect(error?.description == "\(path): no such file")
    #expect(error?.kind == .noInput)
    let isFolder = #expect(throws: TableError.self) { try TableFile(path: folder.path) }
    #expect(isFolder?.description == "\(folder.path): is a directory")
    let written = try folder.write("t.csv", "a\n1\n")
    #expect(try TableFile(path: written).rows == [["1"]])
  }
}
