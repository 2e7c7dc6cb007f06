import Tensors
import Testing

@Suite("Tensor")
struct TensorTests {
  static let permutations = [
    [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
  ]

  @Test("A transposition moves every entry to its permuted index", arguments: permutations)
  func transposed(_ axes: [Int]) {
    let tensor = Tensor([2, 3, 4], (0..<24).map(Float.init))
    let result = tensor.transposed(axes)
    #expect(result.shape == Shape(axes.map { tensor.shape[$0] }))
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 {
          let index = axes.map { [i, j, k][$0] }
          let position = zip(index, result.shape.strides).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(result.values[position] == tensor.values[(i * 3 + j) * 4 + k])
        }
      }
    }
  }

  @Test("Transposing back is the identity, for scalars and empty arrays too")
  func thereAndBack() {
    let tensor = Tensor([3, 1, 5, 2], (0..<30).map(Float.init))
    #expect(tensor.transposed([2, 0, 3, 1]).transposed([1, 3, 0, 2]) == tensor)
    #expect(Tensor([], [7]).transposed([]) == Tensor([], [7]))
    #expect(Tensor([0, 3]).transposed([1, 0]) == Tensor([3, 0]))
  }

  @Test("A reshaped array keeps its entries in order")
  func reshaped() {
    #expect(Tensor([2, 2], [1, 2, 3, 4]).reshaped(to: [4]) == Tensor([4], [1, 2, 3, 4]))
    #expect(Tensor([2], repeating: 3).values == [3, 3])
  }
}
