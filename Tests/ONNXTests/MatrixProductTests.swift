import Tensors
import Testing

@Suite("Matrix products of an ONNX file")
struct MatrixProductTests {
  private let rows = samples([2, 3])
  private let matrix = samples([3, 4], seed: 2)

  /// α · rows · matrix + bias.
  private func product(alpha: Float = 1, bias: [Float] = [0, 0, 0, 0]) -> Tensor {
    var result = Tensor([2, 4])
    for (index, column) in (0..<8).map({ ($0, $0 % 4) }) {
      result.values[index] = bias[column]
      for i in 0..<3 {
        let weight = matrix.values[i * 4 + column]
        result.values[index] += alpha * rows.values[index / 4 * 3 + i] * weight
      }
    }
    return result
  }

  private func gemm(
    bias: ([Int], [Float])? = nil, transposed: Bool = false,
    _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
  ) -> ModelFile {
    var file = ModelFile(inputs: ["x": [1, 3]])
    let stored = transposed ? matrix.transposed([1, 0]) : matrix
    file.constant("b", stored.shape.dimensions, stored.values)
    if let bias { file.constant("c", bias.0, bias.1) }
    file.node("Gemm", bias == nil ? ["x", "b"] : ["x", "b", "c"], ["y"], settings)
    return file
  }

  @Test("Gemm multiplies by its matrix or by the transposed one")
  func transposition() throws {
    #expect(distance(try gemm().run(rows), product()) < 1e-6)
    #expect(
      distance(try gemm(transposed: true, ["transB": 1]).run(rows), product()) < 1e-6)
  }

  @Test(
    "Gemm scales the product and the bias, a row or one number",
    arguments: [
      ([4], [1, 2, 3, 4]), ([1, 4], [1, 2, 3, 4]), ([], [3]), ([1], [3]), ([1, 1], [3]),
    ] as [([Int], [Float])])
  func scales(extents: [Int], values: [Float]) throws {
    let result = try gemm(bias: (extents, values), ["alpha": 0.5, "beta": 2.0]).run(rows)
    let row = (0..<4).map { 2 * values[values.count == 1 ? 0 : $0] }
    #expect(distance(result, product(alpha: 0.5, bias: row)) < 1e-6)
  }

  @Test("MatMul applies a constant matrix to the innermost axis")
  func matMul() throws {
    var file = ModelFile(inputs: ["x": [0, 3]])
    file.constant("b", [3, 4], matrix.values)
    file.node("MatMul", ["x", "b"])
    #expect(distance(try file.run(rows), product()) < 1e-6)
    var deep = ModelFile(inputs: ["x": [0, 2, 3]])
    deep.constant("b", [3, 4], matrix.values)
    deep.node("MatMul", ["x", "b"])
    let result = try deep.run(rows.reshaped(to: [1, 2, 3]))
    #expect(distance(result, product().reshaped(to: [1, 2, 4])) < 1e-6)
  }

  @Test("products of other kinds are refused")
  func refusals() throws {
    #expect(try gemm(["transA": 1]).failure().contains("\"transA\" is not supported"))
    #expect(try gemm(["transB": 1]).failure().contains("expected 4 features, found shape 3"))
    let rows = gemm(bias: ([2, 4], [Float](repeating: 0, count: 8)))
    #expect(try rows.failure().contains("found shape 2×4"))
    #expect(try gemm(bias: ([3], [0, 0, 0])).failure().contains("one row of 4"))
    var swapped = ModelFile(inputs: ["x": [1, 3]])
    swapped.constant("a", [1, 3], [1, 2, 3])
    swapped.node("Gemm", ["a", "x"])
    #expect(try swapped.failure().contains("expected A to be a computed value"))
    var computed = ModelFile(inputs: ["x": [1, 3]])
    computed.node("MatMul", ["x", "x"])
    #expect(try computed.failure().contains("expected B to be constant"))
    var image = ModelFile()
    image.constant("b", [4, 4], [Float](repeating: 0, count: 16))
    image.node("MatMul", ["x", "b"])
    #expect(try image.failure().contains("two or three axes, found 4"))
    var empty = ModelFile(inputs: ["x": [1, 3]])
    empty.constant("b", [3, 0], [])
    empty.node("MatMul", ["x", "b"])
    #expect(try empty.failure().contains("expected B to be a matrix"))
  }
}
