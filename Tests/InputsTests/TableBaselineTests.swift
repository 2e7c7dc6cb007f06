import Inputs
import Models
import Tensors
import TestSupport
import Testing

@Suite("Baselines of rows") struct TableBaselineTests {
  private static let text = """
    age,fare,port,size
    20,1,S,low
    50,4,C,high
    20,10,S,high
    90,4,Q,mid

    """

  /// What the network is fed at the starts; without standardisation where `isPlain`.
  private func starts(_ baseline: Baseline, isPlain: Bool = false) throws -> [[Float]] {
    var columns = TableReaderTests.columns
    if isPlain {
      columns = columns.map {
        TableColumn(name: $0.name, categories: $0.categories, encoding: $0.encoding)
      }
    }
    let table = try TableReaderTests.table(Self.text)
    let reader = try TableReader(
      columns: columns, shape: [1, 6], name: "x", file: "net.onnx", table: table)
    let starts = try reader.starts(at: baseline, among: reader.rows(of: table))
    #expect(starts.allSatisfy { $0.shape == [1, 6] })
    return starts.map(\.values)
  }

  @Test("zero is a row of zeros in the unit of the table, without any one-hot category")
  func zero() throws {
    #expect(try starts(.zero) == [[-3, 0, 0, 0, 0, -2]])
    #expect(try starts(.zero, isPlain: true) == [[0, 0, 0, 0, 0, 0]])
  }

  @Test("the mean is the manifest's, else the table's; of categories their shares")
  func mean() throws {
    // Sizes are 0, 2, 2, 1.
    #expect(try starts(.mean) == [[0, 4.75, 0.25, 0.25, 0.5, 0]])
    #expect(try starts(.mean, isPlain: true) == [[45, 4.75, 0.25, 0.25, 0.5, 1.25]])
  }

  @Test("the median lies in the middle; of categories it is the most frequent one")
  func median() throws {
    #expect(try starts(.median) == [[0.5, 4, 0, 0, 1, 2]])
    #expect(try starts(.median, isPlain: true) == [[35, 4, 0, 0, 1, 2]])
  }

  @Test("the mode is the most frequent value")
  func mode() throws {
    #expect(try starts(.mode) == [[-1, 4, 0, 0, 1, 2]])
    #expect(try starts(.mode, isPlain: true) == [[20, 4, 0, 0, 1, 2]])
  }

  @Test("what the rows of another table have in common, its columns in any order")
  func dataset() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "b.csv", "size,port,fare,age\nlow,Q,2,30\nmid,S,3,40\nmid,S,4,40\n")
    func found(_ statistic: DatasetStatistic) throws -> [[Float]] {
      try starts(.dataset(statistic, path: path), isPlain: true)
    }
    // Sizes are 0, 1, 1; ports C, Q, S.
    let mean = try found(.mean)[0]
    let expected = [110.0 / 3, 3, 0, 1.0 / 3, 2.0 / 3, 2.0 / 3]
    #expect(relativeDifference(mean, expected) < 2 * Double(Float.ulpOfOne))
    #expect(try found(.median) == [[40, 3, 0, 0, 1, 1]])
    #expect(try found(.mode) == [[40, 2, 0, 0, 1, 1]])
    // Not the manifest's mean, which makes 0 of it.
    #expect(try starts(.dataset(.mean, path: path))[0][0] != 0)
    let error = #expect(throws: TableError.self) {
      try starts(.dataset(.mean, path: folder.path + "/none.csv"))
    }
    #expect("\(try #require(error))".contains("none.csv"))
  }

  @Test("of equally frequent values the mode is the lowest")
  func ties() throws {
    let table = try TableReaderTests.table("a,c\n3,v\n1,u\n3,v\n1,u\n2,v\n0,u\n")
    let columns = [TableColumn(name: "a"), TableColumn(name: "c", categories: ["w", "u", "v"])]
    let reader = try TableReader(
      columns: columns, shape: [4], name: "x", file: "net.onnx", table: table)
    let start = try reader.starts(at: .mode, among: reader.rows(of: table))
    #expect(start == [Tensor([4], [1, 0, 1, 0])])
  }

  @Test("a row of the table is that row; one that it has not is refused")
  func row() throws {
    #expect(try starts(.row(2)) == [[2, 4, 1, 0, 0, 2]])
    let error = #expect(throws: TableError.self) { try starts(.row(5)) }
    #expect(error?.description == "t.csv: there is no row 5; it has 4 rows")
    #expect(error?.kind == .usage)
  }

  @Test("each row of another table is a start, its columns in any order")
  func file() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("b.csv", "size,more,port,fare,age\nlow,1,Q,2,30\nmid,2,S,3,40\n")
    #expect(try starts(.file(path: path)) == [[0, 2, 0, 1, 0, -2], [1, 3, 0, 0, 1, 0]])
  }

  @Test("a table of baselines that cannot be read is an error that says so")
  func badFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("b.csv", "age,fare,port\n1,2,C\n")
    let error = #expect(throws: TableError.self) { try starts(.file(path: path)) }
    #expect(error?.description.hasPrefix("baseline \(path): expected the column \"size\"") == true)
    #expect(error?.kind == .badData)
    let missing = #expect(throws: TableError.self) { try starts(.file(path: "/no/men")) }
    #expect(
      missing?.description
        == "baseline /no/men: no such file; baselines are \(Baseline.rowsText)"
    )
    #expect(missing?.kind == .noInput)
    let rows = String(repeating: "1,2,C,low\n", count: 10_001)
    let long = try folder.write("long.csv", "age,fare,port,size\n" + rows)
    #expect(
      throws: TableError.baselineTable(.manyBaselines(file: long, limit: 10_000, found: 10_001))
    ) { try starts(.file(path: long)) }
  }

  @Test(
    "baselines of pictures and texts are refused",
    arguments: [Baseline.black, .blur(sigma: 20), .noise(count: 10), .pad, .mask, .unknown])
  func others(_ baseline: Baseline) {
    let error = #expect(throws: TableError.self) { try starts(baseline) }
    #expect(
      error?.description
        == "baseline \"\(baseline)\": expected \(Baseline.rowsText)")
    #expect(error?.kind == .usage)
  }
}
