import Imaging
import Rendering
import Testing

@Suite("Places in a terminal")
struct TerminalCanvasTests {
  private func canvas(
    _ width: Int, _ height: Int, _ columns: Int, _ rows: Int, cell: Size? = nil
  ) -> TerminalCanvas {
    TerminalCanvas(
      of: Size(width: width, height: height),
      in: TerminalSize(columns: columns, rows: rows, cell: cell))
  }

  @Test("a square picture fills the height but three rows, in cells twice as high as wide")
  func square() {
    let place = canvas(500, 500, 120, 43)
    #expect((place.columns, place.rows, place.halfRows) == (80, 40, 80))
    #expect(place.pixels == Size(width: 800, height: 800))
    let flat = canvas(500, 500, 80, 24)
    #expect((flat.columns, flat.rows) == (42, 21))
  }

  @Test("a wide picture fills the width, eighty columns at most")
  func wide() {
    let narrow = canvas(1000, 500, 60, 50)
    #expect((narrow.columns, narrow.rows, narrow.halfRows) == (60, 15, 30))
    let place = canvas(1000, 500, 300, 100)
    #expect((place.columns, place.rows) == (80, 20))
  }

  @Test("cells have the shape that the terminal tells")
  func cells() {
    let place = canvas(300, 300, 80, 33, cell: Size(width: 8, height: 16))
    #expect((place.columns, place.rows) == (60, 30))
    #expect(place.pixels == Size(width: 480, height: 480))
    let square = canvas(300, 300, 80, 33, cell: Size(width: 10, height: 10))
    #expect((square.columns, square.rows) == (30, 30))
  }

  @Test("a terminal that does not tell its size has 80 columns and 24 rows")
  func unknown() {
    let size = TerminalSize(columns: 0, rows: 0, cell: Size(width: 0, height: 0))
    #expect(size == TerminalSize(columns: 80, rows: 24))
  }

  @Test("an odd number of half rows takes the cell of the next one too")
  func halves() {
    // 100 · 20 / 100 = 20 columns; 7 / 20 of them, in halves of a cell: 7.
    let place = canvas(200, 70, 20, 24)
    #expect((place.columns, place.halfRows, place.rows) == (20, 7, 4))
  }

  @Test(
    "a picture of any shape fits, and has a row and a column",
    arguments: [(1, 1), (1, 5000), (5000, 1), (333, 217), (4000, 3000), (96, 96)])
  func fits(width: Int, height: Int) {
    for (columns, rows) in [(1, 1), (2, 3), (20, 4), (80, 24), (81, 25), (200, 60), (7, 90)] {
      for cell in [nil, Size(width: 7, height: 15), Size(width: 9, height: 9)] {
        let place = canvas(width, height, columns, rows, cell: cell)
        #expect((1...min(80, columns)).contains(place.columns))
        #expect((1...max(1, rows - 3)).contains(place.rows))
        #expect(place.halfRows == 2 * place.rows || place.halfRows == 2 * place.rows - 1)
        let shape = cell ?? Size(width: 10, height: 20)
        #expect((1...min(80, columns) * shape.width).contains(place.pixels.width))
        #expect((1...max(1, rows - 3) * shape.height).contains(place.pixels.height))
        // One side meets its limit.
        #expect(
          place.pixels.width == min(80, columns) * shape.width
            || place.pixels.height == max(1, rows - 3) * shape.height)
      }
    }
  }
}
