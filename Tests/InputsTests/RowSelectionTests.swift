import Foundation
import Inputs
import Tensors
import Testing

@Suite("Chosen rows") struct RowSelectionTests {
  /// Numbers of the rows that are chosen of a table of ten.
  private func numbers(_ text: String) throws -> [Int] {
    let lines = (["a"] + (1...10).map(String.init)).joined(separator: "\n")
    let table = try TableFile(bytes: Array(lines.utf8), path: "t.csv")
    let reader = try TableReader(
      columns: nil, shape: [1], name: "x", file: "net.onnx", table: table)
    let rows = try reader.rows(of: table, RowSelection(text))
    #expect(rows.map(\.values) == rows.map { [Double($0.number)] })
    return rows.map(\.number)
  }

  @Test(
    "numbers and ranges are read; the order is kept, doubles are dropped",
    arguments: [
      ("3", [3]), ("3,7-9", [3, 7, 8, 9]), ("9,1-2", [9, 1, 2]), ("2-4,3,1-3", [2, 3, 4, 1]),
      (" 3 , 5 - 6 ", [3, 5, 6]), ("10-10", [10]), ("1-10", Array(1...10)),
    ])
  func chosen(_ text: String, _ expected: [Int]) throws {
    #expect(try numbers(text) == expected)
    let selection = try RowSelection(text)
    #expect(try RowSelection(selection.description) == selection)
  }

  @Test(
    "what is no row is refused",
    arguments: [
      ("", "a number is missing"), ("1,,2", "a number is missing"), ("1,", "a number is missing"),
      ("0", "\"0\" is no row"), ("-1", "\"-1\" is no row"), ("5-", "\"5-\" is no row"),
      ("a", "\"a\" is no row"), ("1.5", "\"1.5\" is no row"), ("+1", "\"+1\" is no row"),
      ("1-2-3", "\"1-2-3\" is no row"), ("7-3", "7-3 ends before it begins"),
      ("99999999999999999999", "\"99999999999999999999\" is no row"),
    ])
  func refused(_ text: String, _ problem: String) {
    let error = #expect(throws: TableError.self) { try RowSelection(text) }
    #expect(
      error?.description
        == "rows \"\(text)\": \(problem); expected rows counted from 1, as in 3,7-9")
    #expect(error?.kind == .usage)
  }

  @Test("a row that does not exist is an error that says how many there are")
  func beyond() {
    for (text, row) in [("11", 11), ("1-12", 11), ("3,15-9223372036854775807", 15)] {
      let error = #expect(throws: TableError.self) { try numbers(text) }
      #expect(error?.description == "t.csv: there is no row \(row); it has 10 rows")
    }
  }
}
