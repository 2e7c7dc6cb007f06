import Evaluation
import Testing

@Suite("Numbers that are drawn")
struct DrawnNumbersTests {
  @Test("Every number but the excluded one is drawn about as often")
  func indices() {
    let draw = DrawnNumbers(seed: 9)
    let found = (0..<9000).map { draw.index($0, below: 10, except: 4) }
    for number in 0..<10 {
      let count = found.count { $0 == number }
      // Five standard deviations of 9000 draws with a chance of 1/9.
      #expect(number == 4 ? count == 0 : abs(count - 1000) < 150)
    }
    #expect(found.prefix(50) == (0..<50).map { draw.index($0, below: 10, except: 4) }[...])
    #expect(DrawnNumbers(seed: 1).index(0, below: 2, except: 1) == 0)
  }

  @Test("Normal numbers follow from seed and place")
  func normals() {
    let draw = DrawnNumbers(seed: 2)
    #expect(draw.normals(3, count: 5) == draw.normals(3, count: 5))
    #expect(draw.normals(3, count: 5) != draw.normals(4, count: 5))
  }
}
