import Foundation
import Inputs
import Models
import Tensors
import Testing

@Suite("Rows of tables") struct TableReaderTests {
  static let columns = [
    TableColumn(name: "age", mean: 30, std: 10), TableColumn(name: "fare"),
    TableColumn(name: "port", categories: ["C", "Q", "S"]),
    TableColumn(
      name: "size", mean: 1, std: 0.5, categories: ["low", "mid", "high"], encoding: .integer),
  ]

  static func table(_ text: String, path: String = "t.csv") throws -> TableFile {
    try TableFile(bytes: Array(text.utf8), path: path)
  }

  private func reader(
    _ text: String, columns: [TableColumn]? = TableReaderTests.columns, shape: Shape = [1, 6]
  ) throws -> (reader: TableReader, table: TableFile) {
    let table = try Self.table(text)
    let reader = try TableReader(
      columns: columns, shape: shape, name: "x", file: "net.onnx", table: table)
    return (reader, table)
  }

  @Test("columns are found by name; numbers are standardised, categories encoded")
  func points() throws {
    let (reader, table) = try reader("port,size,age,fare\nQ, high ,40,7.25\nC,low,-5, 1e2\n")
    let rows = try reader.rows(of: table)
    #expect(rows.map(\.number) == [1, 2])
    #expect(rows[0].texts == ["40", "7.25", "Q", "high"])
    #expect(rows[0].values == [40, 7.25, nil, 2])
    #expect(reader.point(rows[0]) == Tensor([1, 6], [1, 7.25, 0, 1, 0, 2]))
    #expect(reader.point(rows[1]) == Tensor([1, 6], [-3.5, 100, 1, 0, 0, -2]))
    #expect(reader.assumed.isEmpty && reader.warnings.isEmpty)
  }

  @Test("features are the columns, and attributions are summed over each")
  func features() throws {
    let (reader, _) = try reader("age,fare,port,size\n1,2,C,low\n")
    #expect(
      reader.features == .columns(names: ["age", "fare", "port", "size"], lengths: [1, 1, 3, 1]))
    #expect(reader.features.sums(of: Tensor([1, 6], [1, 2, 4, 8, 16, 32])) == [1, 2, 28, 32])
    // In single precision 2²⁴ + 1 is 2²⁴.
    #expect(
      reader.features.sums(of: Tensor([1, 6], [0, 0, 16_777_216, 1, 1, 0]))[2] == 16_777_218)
  }

  @Test("names differ in white space and capitals; the exact one is preferred")
  func looseNames() throws {
    let (reader, table) = try reader("AGE,Fare,fare,  port,Size\n1,2,3,C,low\n")
    #expect(try reader.rows(of: table)[0].values == [1, 3, nil, 0])
    #expect(reader.warnings == ["t.csv: columns that the network does not read: \"Fare\""])
  }

  @Test("missing columns are named, all of them, with those that may be meant")
  func missing() {
    let error = #expect(throws: TableError.self) {
      try reader("fares,ages,port,Size,SIZE\n1,2,C,,\n")
    }
    #expect(
      error?.description
        == "t.csv: expected the columns \"age\" (is it \"ages\"?), \"fare\" (is it \"fares\"?), "
        + "\"size\" (is it \"SIZE\" or \"Size\"?); found \"fares\", \"ages\", \"port\", \"Size\", "
        + "\"SIZE\"")
    #expect(error?.kind == .badData)
  }

  @Test("without a manifest the columns are the table's, and that is said")
  func unknownColumns() throws {
    let (reader, table) = try reader("b,a\n1,2\n3,4\n", columns: nil, shape: [2])
    #expect(
      try reader.rows(of: table).map(reader.point) == [Tensor([2], [1, 2]), Tensor([2], [3, 4])])
    #expect(reader.features == .columns(names: ["b", "a"], lengths: [1, 1]))
    #expect(reader.assumed.count == 1)
    #expect(try self.reader("b,a\n1,2\n", columns: [], shape: [2]).reader.columns == reader.columns)
    let error = #expect(throws: TableError.self) {
      try self.reader("a,b,c\n1,2,3\n", columns: nil, shape: [1, 4])
    }
    #expect(
      error?.description
        == "t.csv: net.onnx reads 4 numbers, found 3 columns; leave others out, or name the "
        + "network's columns in a manifest")
  }

  @Test("a manifest of another width than the network's is refused")
  func width() {
    let error = #expect(throws: TableError.self) { try reader("age\n1\n", shape: [1, 5]) }
    #expect(
      error?.description
        == "net.onnx: its input \"x\" has 5 numbers (1×5), but the 4 columns of its manifest have 6; "
        + "correct \"columns\" in the manifest")
  }

  @Test(
    "a cell that is not what its column is, is refused",
    arguments: [
      ("", "is empty"), (" ", "is empty"),
      ("old", "is \"old\", expected a finite number as in 1.5"),
      ("nan", "is \"nan\", expected a finite number as in 1.5"),
      ("inf", "is \"inf\", expected a finite number as in 1.5"),
      ("-Infinity", "is \"-Infinity\", expected a finite number as in 1.5"),
      ("0x10", "is \"0x10\", expected a finite number as in 1.5"),
      ("1 000", "is \"1 000\", expected a finite number as in 1.5"),
      ("1.2.3", "is \"1.2.3\", expected a finite number as in 1.5"),
      ("-", "is \"-\", expected a finite number as in 1.5"),
      (".", "is \".\", expected a finite number as in 1.5"),
      ("1e", "is \"1e\", expected a finite number as in 1.5"),
      ("1,5", "is 1,5, with a decimal comma; write 1.5"),
      ("1e300", "is too large a number, 1e300"), ("1e400", "is too large a number, 1e400"),
    ])
  func badNumber(_ text: String, _ problem: String) throws {
    let (reader, table) = try reader("age;fare;port;size\n1;2;C;low\n1;\(text);C;low\n")
    let error = #expect(throws: TableError.self) { try reader.rows(of: table) }
    #expect(
      error?.description
        == "t.csv: row 2, column \"fare\" \(problem); correct these cells or leave out their rows")
    #expect(try reader.rows(of: table, RowSelection("1")).map(\.number) == [1])
  }

  @Test("an unknown category is refused, with those that may be meant")
  func badCategory() throws {
    let (reader, table) = try reader("age,fare,port,size\n1,2,X,low\n1,2,,hig\n")
    let error = #expect(throws: TableError.self) { try reader.rows(of: table) }
    #expect(
      error?.description
        == "t.csv: row 1, column \"port\" is \"X\", expected one of \"C\", \"Q\", \"S\"; row 2, "
        + "column \"port\" is empty; row 2, column \"size\" is \"hig\", expected one of \"low\", "
        + "\"mid\", \"high\"; "
        + "correct these cells or leave out their rows")
  }

  @Test("of many categories those are told that may be meant")
  func manyCategories() throws {
    let columns = [TableColumn(name: "a", categories: (10..<30).map { "class \($0)" } + ["other"])]
    let (reader, table) = try reader("a\nothr\nnone\n", columns: columns, shape: [21])
    let error = #expect(throws: TableError.self) { try reader.rows(of: table) }
    #expect(error?.description.contains("is \"othr\", expected perhaps \"other\";") == true)
    #expect(
      error?.description.contains("is \"none\", expected one of \"class 10\", \"class 11\",")
        == true)
    #expect(error?.description.contains("\"class 19\" and 11 more;") == true)
  }

  @Test("of many bad cells five are told")
  func manyBadCells() throws {
    let (reader, table) = try reader(
      "a\n" + String(repeating: "x\n", count: 12), columns: nil, shape: [1])
    let error = #expect(throws: TableError.self) { try reader.rows(of: table) }
    guard case .badCells(_, let cells, let more) = error else {
      Issue.record("not refused for its cells")
      return
    }
    #expect(cells.map(\.row) == [1, 2, 3, 4, 5] && more == 7)
    #expect(error?.description.contains("; and 7 more; correct") == true)
  }

  @Test("long cells and lines in cells do not make long messages")
  func longCell() throws {
    let cell = "\"" + String(repeating: "x\n", count: 5000) + "\""
    let (reader, table) = try reader("a\n\(cell)\n", columns: nil, shape: [1])
    let error = #expect(throws: TableError.self) { try reader.rows(of: table) }
    #expect((error?.description.count ?? 1000) < 200)
    #expect(error?.description.contains("\n") == false)
  }

  @Test("numbers are the nearest to what is written")
  func numbers() throws {
    var texts = [
      "0", "-0", "5.", ".5", "+1", "-.25", "1e3", "1E-3", "007", "123456789012345",
      "0.123456789012345", "1234567890123456789", "0.1", "9007199254740993", "4.35",
      "999999999999999", "0.000000000000001", "123456.789012345678", "-2.2250738585072014e-10",
    ]
    for number in 1...2000 {
      let digits = String(UInt64(number) &* 6_364_136_223_846_793_005 % 1_000_000_000_000_000)
      let place = digits.index(digits.startIndex, offsetBy: number % digits.count)
      texts.append((number % 2 == 0 ? "-" : "") + digits[..<place] + "." + digits[place...])
    }
    let (reader, table) = try reader(
      "a\n" + texts.joined(separator: "\n"), columns: nil, shape: [1])
    let found = try reader.rows(of: table).map { $0.values[0]?.bitPattern }
    #expect(found == texts.map { strtod($0, nil).bitPattern })
  }
}
