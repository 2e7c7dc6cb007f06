import Tensors
import Testing

@Suite("Shape")
struct ShapeTests {
  @Test("A shape knows its rank, count and strides")
  func basics() {
    let shape: Shape = [2, 3, 4]
    #expect(shape.rank == 3)
    #expect(shape.count == 24)
    #expect(shape[1] == 3)
    #expect(shape.strides == [12, 4, 1])
    #expect("\(shape)" == "2×3×4")
    let scalar: Shape = []
    #expect(scalar.rank == 0)
    #expect(scalar.count == 1)
    #expect(scalar.strides == [])
    #expect("\(scalar)" == "scalar")
  }

  @Test("A count that overflows is nil, even where an extent is zero")
  func checkedCount() {
    #expect(Shape.checkedCount(of: [2, 3, 4]) == 24)
    #expect(Shape.checkedCount(of: []) == 1)
    #expect(Shape.checkedCount(of: [5, 0]) == 0)
    #expect(Shape.checkedCount(of: [.max, 2]) == nil)
    #expect(Shape.checkedCount(of: [.max, .max, 0]) == nil)
    #expect(Shape.checkedCount(of: [0, .max, .max]) == nil)
  }
}
