import Tensors
import Testing

@Suite("PointBatch")
struct PointBatchTests {
  @Test("Unrelated points are anchors of their own")
  func unrelated() {
    let points = [Tensor([2], [1, 2]), Tensor([2], [3, 4]), Tensor([2], [5, 6])]
    let batch = PointBatch(points)
    #expect(batch.groupCount == 1)
    #expect(batch.points.map(\.weight) == [1, 1, 1])
    for index in points.indices { #expect(batch.point(index) == points[index]) }
  }

  @Test("Points of a straight line lie between its ends, with the given weights")
  func line() {
    let batch = PointBatch(
      from: Tensor([2], [0, 10]), to: Tensor([2], [4, 20]), at: [0, 0.25, 1],
      weights: [0.5, 1, 0.5])
    #expect(batch.anchors.count == 2)
    #expect(batch.points.map(\.weight) == [0.5, 1, 0.5])
    #expect((0..<3).map { batch.point($0).values } == [[0, 10], [1, 12.5], [4, 20]])
    #expect(batch.points.allSatisfy { $0.coefficients.reduce(0, +) == 1 })
  }

  @Test("Groups are counted up to the largest")
  func groups() {
    let anchor = Tensor([1], [1])
    let points = [3, 0, 1].map { PointBatch.Point(coefficients: [1], group: $0) }
    #expect(PointBatch(anchors: [anchor], points: points).groupCount == 4)
    #expect(PointBatch([]).groupCount == 0)
  }
}
