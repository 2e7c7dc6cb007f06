import Engine
import Foundation
import ONNX
import Tensors
import Testing

/// The order of axes belongs to a value: operators that only rename axes move no numbers.
@Suite("Orders of axes in an ONNX file") struct OrderTests {
  private func transpositions(_ file: ModelFile) throws -> Int {
    try file.load().graph.nodes.count { $0.operator is Transposition }
  }

  @Test("Transposes that undo each other leave nothing behind")
  func undone() throws {
    var file = ModelFile(inputs: ["x": [1, 3, 2, 4]])
    file.node("Transpose", ["x"], ["t"], ["perm": [3, 0, 2, 1]])
    file.node("Relu", ["t"], ["r"])
    file.node("Transpose", ["r"], ["y"], ["perm": [1, 3, 2, 0]])
    let image = samples([1, 3, 2, 4])
    #expect(try file.run(image) == Tensor(image.shape, image.values.map { max($0, 0) }))
    #expect(try transpositions(file) == 0)
  }

  @Test("A network of channels last that begins and ends with a Transpose transposes nothing")
  func channelsLast() throws {
    let weights = samples([2, 3, 3, 3], seed: 2)
    var file = ModelFile(inputs: ["x": [1, 7, 6, 3]])
    file.constant("w", [2, 3, 3, 3], weights.values)
    file.node("Transpose", ["x"], ["t"], ["perm": [0, 3, 1, 2]])
    file.node("Conv", ["t", "w"], ["c"], ["pads": [1, 1, 1, 1]])
    file.node("Transpose", ["c"], ["n"], ["perm": [0, 2, 3, 1]])
    file.constant("b", [2], [0.5, -0.5])
    file.node("Add", ["n", "b"], ["a"])
    file.node("Transpose", ["a"], ["f"], ["perm": [0, 3, 1, 2]])
    file.node("MaxPool", ["f"], ["p"], ["kernel_shape": [2, 2], "strides": [2, 2]])
    file.node("Transpose", ["p"], ["y"], ["perm": [0, 2, 3, 1]])
    let image = samples([1, 7, 6, 3])
    let convolved = WindowReference(pads: [1, 1, 1, 1])
      .convolution(image.transposed([0, 3, 1, 2]), weights, bias: [0.5, -0.5])
    let pooled = WindowReference(stride: [2, 2])
      .pooling(convolved, kernel: [2, 2]) { $0.max() ?? 0 }
    #expect(distance(try file.run(image), pooled.transposed([0, 2, 3, 1])) < 1e-5)
    #expect(try transpositions(file) == 0)
  }

  @Test("Patches of a picture become rows of their channels without a transposition")
  func patches() throws {
    let weights = samples([6, 3, 4, 4], seed: 2)
    var file = ModelFile(inputs: ["x": [1, 3, 8, 12]])
    file.constant("w", [6, 3, 4, 4], weights.values)
    file.integers("shape", [0, 6, -1])
    file.node("Conv", ["x", "w"], ["c"], ["strides": [4, 4]])
    file.node("Reshape", ["c", "shape"], ["r"])
    file.node("Transpose", ["r"], ["y"], ["perm": [0, 2, 1]])
    let image = samples([1, 3, 8, 12])
    let expected = WindowReference(stride: [4, 4]).convolution(image, weights, bias: nil)
      .reshaped(to: [1, 6, 6]).transposed([0, 2, 1])
    #expect(distance(try file.run(image), expected) < 1e-5)
    #expect(try transpositions(file) == 0)
  }

  /// Attention as PyTorch exports it: examples along axis 1, and merged with heads.
  private func attention(batch: Int, weights: [Tensor]) -> ModelFile {
    var file = ModelFile(inputs: ["x": [0, 5, 6]])
    file.integers("split", [5, batch * 3, 2])
    file.integers("merged", [5, batch, 6])
    file.node("Transpose", ["x"], ["t"], ["perm": [1, 0, 2]])
    let orders = ["q": [1, 0, 2], "k": [1, 2, 0], "v": [1, 0, 2]]
    for (name, matrix) in zip(["q", "k", "v"], weights) {
      file.constant("w\(name)", [6, 6], matrix.values)
      file.node("MatMul", ["t", "w\(name)"], ["\(name)m"])
      file.node("Reshape", ["\(name)m", "split"], ["\(name)r"])
      file.node(
        "Transpose", ["\(name)r"], [name], ["perm": .integers(orders[name] ?? [])])
    }
    file.node("MatMul", ["q", "k"], ["scores"])
    file.node("Softmax", ["scores"], ["shares"], ["axis": -1])
    file.node("MatMul", ["shares", "v"], ["heads"])
    file.node("Transpose", ["heads"], ["back"], ["perm": [1, 0, 2]])
    file.node("Reshape", ["back", "merged"], ["joined"])
    file.node("Transpose", ["joined"], ["y"], ["perm": [1, 0, 2]])
    return file
  }

  /// The same by its definition, head by head: B×5×6 and three heads of two numbers.
  private func attended(_ x: Tensor, weights: [Tensor]) -> Tensor {
    func projected(_ part: Int, _ place: Int, _ column: Int) -> Float {
      (0..<6).reduce(0) { $0 + x.values[place * 6 + $1] * weights[part].values[$1 * 6 + column] }
    }
    var result = Tensor(x.shape)
    for example in 0..<x.shape[0] {
      for (head, query) in (0..<3).flatMap({ head in (0..<5).map { (head, $0) } }) {
        let shares = (0..<5).map { key in
          exp(
            (0..<2).reduce(Float(0)) { sum, index in
              let column = head * 2 + index
              return sum + projected(0, example * 5 + query, column)
                * projected(1, example * 5 + key, column)
            })
        }
        for column in head * 2..<head * 2 + 2 {
          let sum = (0..<5).reduce(Float(0)) {
            $0 + shares[$1] * projected(2, example * 5 + $1, column)
          }
          result.values[(example * 5 + query) * 6 + column] = sum / shares.reduce(0, +)
        }
      }
    }
    return result
  }

  @Test("Attention with its examples along axis 1, merged with heads", arguments: [1, 2])
  func mergedHeads(batch: Int) throws {
    let weights = (0..<3).map { samples([6, 6], seed: UInt64($0 + 2)) }
    let x = samples([batch, 5, 6])
    let file = attention(batch: batch, weights: weights)
    #expect(distance(try file.run(x), attended(x, weights: weights)) < 1e-5)
  }
}
