import Tensors
import Testing

@Suite("Features")
struct FeaturesTests {
  @Test("Every number belongs to one feature")
  func numbers() {
    let all: [(Features, Int)] = [
      (.grid(height: 2, width: 3, channels: 3), 18), (Features(picture: [4, 1, 2]), 8),
      (.columns(names: ["a", "b", "c"], lengths: [1, 3, 2]), 6),
      (.tokens(texts: ["x", "y"], width: 5), 10),
      (
        .several([
          .columns(names: ["a", "b"], lengths: [1, 2]), .grid(height: 1, width: 2, channels: 2),
        ]), 7
      ),
    ]
    for (features, count) in all {
      #expect(features.ranges.count == features.count)
      #expect(features.ranges.flatMap(Array.init) == Array(0..<count))
    }
  }

  @Test("Columns and tokens lie in one row")
  func extents() {
    #expect(Features.columns(names: ["a", "b"], lengths: [1, 2]).extent == (1, 2))
    #expect(Features.tokens(texts: ["a", "b", "c"], width: 2).extent == (1, 3))
    #expect(Features.grid(height: 2, width: 3, channels: 1).extent == (2, 3))
  }

  @Test("Sums are those of each feature's numbers")
  func sums() {
    let several = Features.several([
      .columns(names: ["a", "b"], lengths: [1, 2]), .tokens(texts: ["x", "y"], width: 2),
    ])
    #expect(several.sums(of: Tensor([7], [1, 2, 3, 4, 5, 6, 7])) == [1, 5, 9, 13])
  }
}
