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

  @Test("Gemm turns its input, takes matrices as bias, and either side may be constant")
  func otherForms() throws {
    var turned = ModelFile(inputs: ["x": [3, 2]])
    turned.constant("b", [3, 4], matrix.values)
    turned.node("Gemm", ["x", "b"], ["y"], ["transA": 1])
    #expect(distance(try turned.run(rows.transposed([1, 0])), product()) < 1e-6)
    var biased = ModelFile(inputs: ["x": [0, 3]])
    biased.constant("b", [3, 4], matrix.values)
    biased.constant("c", [2, 1], [1, 2])
    biased.node("Gemm", ["x", "b", "c"])
    let shifted = product().values.enumerated().map { $1 + ($0 < 4 ? 1 : 2) }
    #expect(distance(try biased.run(rows), Tensor([2, 4], shifted)) < 1e-6)
    var first = ModelFile(inputs: ["x": [1, 3]])
    first.constant("a", [2, 3], [1, 2, 3, 4, 5, 6])
    first.node("Gemm", ["a", "x"], ["y"], ["transB": 1])
    #expect(try first.run(Tensor([1, 3], [1, 0, 2])) == Tensor([2, 1], [7, 16]))
  }

  @Test("MatMul multiplies computed values, vectors, and pictures by matrices")
  func computed() throws {
    var file = ModelFile(inputs: ["x": [0, 2, 3], "z": [0, 3, 2]])
    file.node("MatMul", ["x", "z"])
    let (a, b) = (Tensor([1, 2, 3], [1, 2, 3, 4, 5, 6]), Tensor([1, 3, 2], [1, 0, 0, 1, 2, 2]))
    #expect(try file.runAll([a, b]) == [Tensor([1, 2, 2], [7, 8, 16, 17])])
    var vectors = ModelFile(inputs: ["x": [3], "z": [3]])
    vectors.node("MatMul", ["x", "z"])
    #expect(
      try vectors.runAll([Tensor([3], [1, 2, 3]), Tensor([3], [4, 5, 6])]) == [Tensor([], [32])])
    var image = ModelFile(inputs: ["x": [1, 2, 2, 2]])
    image.constant("b", [2, 1], [1, 10])
    image.node("MatMul", ["x", "b"])
    #expect(
      try image.run(Tensor([1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]))
        == Tensor([1, 2, 2, 1], [21, 43, 65, 87]))
  }

  @Test("products of extents that do not fit are refused")
  func refusals() throws {
    let misfit = "cannot be multiplied"
    #expect(try gemm(["transA": 1]).failure().contains("shapes 3×1 and 3×4 \(misfit)"))
    #expect(try gemm(["transB": 1]).failure().contains("shapes 1×3 and 4×3 \(misfit)"))
    let misfits: [([Int], [Float])] = [
      ([3], [0, 0, 0]), ([0], []), ([2, 1], [1, 2]), ([1, 1, 4], [1, 2, 3, 4]),
    ]
    for (shape, values) in misfits {
      #expect(try gemm(bias: (shape, values)).failure().contains("expected C to fit"))
    }
    var swapped = ModelFile(inputs: ["x": [1, 3]])
    swapped.constant("a", [1, 3], [1, 2, 3])
    swapped.node("Gemm", ["a", "x"])
    #expect(try swapped.failure().contains("shapes 1×3 and 1×3 \(misfit)"))
    var deep = ModelFile(inputs: ["x": [1, 2, 3]])
    deep.node("Gemm", ["x", "x"])
    #expect(try deep.failure().contains("expected A and B to have two axes"))
    var computed = ModelFile(inputs: ["x": [1, 3]])
    computed.node("MatMul", ["x", "x"])
    #expect(try computed.failure().contains("shapes 1×3 and 1×3 \(misfit)"))
    var scalar = ModelFile(inputs: ["x": [1, 3]])
    scalar.constant("b", [], [1])
    scalar.node("MatMul", ["x", "b"])
    #expect(try scalar.failure().contains(misfit))
    var empty = ModelFile(inputs: ["x": [1, 3]])
    empty.constant("b", [3, 0], [])
    empty.node("MatMul", ["x", "b"])
    #expect(try empty.failure().contains("shapes 1×3 and 3×0 \(misfit)"))
    var none = ModelFile(inputs: ["x": [1, 3]])
    none.node("MatMul", ["x"])
    #expect(try none.failure().contains("expected 2 inputs"))
  }
}
