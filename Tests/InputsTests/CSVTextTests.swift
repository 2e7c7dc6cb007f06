import Inputs
import Testing

@Suite("Writing tables")
struct CSVTextTests {
  @Test("lines end as RFC 4180 says, and cells are quoted where they must be")
  func cells() {
    #expect(CSVText.table([]) == "")
    #expect(CSVText.table([["row", "sum"], ["1", "-0.5"]]) == "row,sum\r\n1,-0.5\r\n")
    let odd = ["a,b", "say \"no\"", "two\nlines", "cr\r", "", "é 猫 🙂", "semi;colon"]
    #expect(
      CSVText.table([odd])
        == "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"cr\r\",,é 猫 🙂,semi;colon\r\n")
  }

  @Test("what is written is read back as it was")
  func back() throws {
    let rows = [["name", "value"], ["a \"b\", c", "1"], ["line\nbreak", "2.5"], ["", "猫"]]
    let file = try TableFile(bytes: Array(CSVText.table(rows).utf8), path: "t.csv")
    #expect([file.header] + file.rows == rows)
  }
}
