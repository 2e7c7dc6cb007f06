import Rendering
import Testing

/// Texts in columns for terminals.
@Suite("Tables of text") struct TextTableTests {
  private let table = TextTable(
    [.init("name"), .init("n", isNumeric: true), .init("why")],
    rows: [["a", "10", "long reasons are cut"], ["bcdef", "9"]])

  @Test("texts stand at the left edge of their columns, numbers at the right")
  func columns() {
    #expect(
      table.lines(width: nil, displayWidth: \.count) == [
        "name    n  why", "a      10  long reasons are cut", "bcdef   9",
      ])
  }

  @Test("the widest texts are cut until a line fits, numbers never are")
  func cutting() {
    let lines = table.lines(width: 24, displayWidth: \.count)
    #expect(lines.allSatisfy { $0.count <= 24 } && lines[1].count == 24)
    #expect(lines[1].hasPrefix("a      10  long") && lines[1].contains("…"))
    #expect(lines[2] == "bcdef   9")
    #expect(table.lines(width: 1, displayWidth: \.count)[2] == "bcdef   9")
  }

  @Test("a table without titles has no line for them")
  func untitled() {
    let table = TextTable([.init(""), .init("")], rows: [["a", "b"]])
    #expect(table.lines(width: nil, displayWidth: \.count) == ["a  b"])
  }
}
