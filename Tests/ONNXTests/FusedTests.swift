import Foundation
import Tensors
import Testing

@Suite("Fused operators in an ONNX file")
struct FusedTests {
  private let input = samples([1, 3, 4])
  private let other = samples([1, 3, 4], seed: 2)

  private func run(
    _ kind: String, _ inputs: [String] = ["x"],
    _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
  ) throws -> Tensor {
    try file(kind, inputs, settings).run(input)
  }

  private func file(
    _ kind: String, _ inputs: [String], _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
  ) -> ModelFile {
    var file = ModelFile(inputs: ["x": [1, 3, 4]])
    file.constant("other", [1, 3, 4], other.values)
    file.constant("matrix", [3, 4], other.values)
    file.constant("ones", [4], [1, 1, 1, 1])
    file.constant("bias", [4], [1, -1, 0.5, 0])
    file.node(kind, inputs, ["y"], settings)
    file.useSet("com.microsoft")
    return file
  }

  private func mapped(_ body: (Float, Int) -> Float) -> Tensor {
    Tensor(input.shape, input.values.enumerated().map { body($1, $0) })
  }

  private let bias: [Float] = [1, -1, 0.5, 0]

  @Test("gates by the normal distribution, exact, approximate and quick")
  func gaussianUnits() throws {
    func exact(_ x: Float) -> Float { x * (1 + erf(x / Float(2).squareRoot())) / 2 }
    #expect(distance(try run("Gelu"), mapped { x, _ in exact(x) }) < 1e-5)
    let biased = try run("BiasGelu", ["x", "bias"])
    #expect(distance(biased, mapped { exact($0 + bias[$1 % 4]) }) < 1e-5)
    let quick = try run("QuickGelu")
    #expect(distance(quick, mapped { x, _ in x / (1 + exp(-1.702 * x)) }) < 1e-5)
    let fast = try run("FastGelu", ["x", "bias"])
    #expect(distance(fast, mapped { exact($0 + bias[$1 % 4]) }) < 1e-3)
  }

  @Test("sums are normalised along the last axis")
  func normalizations() throws {
    let result = try run(
      "SkipLayerNormalization", ["x", "other", "ones", "bias"], ["epsilon": 0.0])
    let sums = zip(input.values, other.values).map { $0 + $1 }
    let expected = mapped { _, index in
      let row = sums[index / 4 * 4..<index / 4 * 4 + 4]
      let mean = row.reduce(0, +) / 4
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
      return (sums[index] - mean) / variance.squareRoot() + bias[index % 4]
    }
    #expect(distance(result, expected) < 1e-4)
    let simple = try run("SkipSimplifiedLayerNormalization", ["x", "other", "ones"])
    let scaled = mapped { _, index in
      let row = sums[index / 4 * 4..<index / 4 * 4 + 4]
      return sums[index] / (row.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    }
    #expect(distance(simple, scaled) < 1e-4)
  }

  @Test("products of matrices are scaled, and exchange axes")
  func products() throws {
    let result = try run("FusedMatMul", ["x", "matrix"], ["alpha": 0.5, "transB": 1])
    var expected: [Float] = []
    for row in 0..<3 {
      for column in 0..<3 {
        expected.append(
          (0..<4).reduce(0) {
            $0 + input.values[row * 4 + $1] * other.values[column * 4 + $1] / 2
          })
      }
    }
    #expect(distance(result, Tensor([1, 3, 3], expected)) < 1e-5)
  }

  @Test("a convolution ends with the activation that it names")
  func convolution() throws {
    var file = ModelFile(inputs: ["x": [1, 1, 2, 2]])
    file.constant("weights", [1, 1, 1, 1], [2])
    file.node(
      "FusedConv", ["x", "weights"], ["y"],
      ["activation": "LeakyRelu", "activation_params": .floats([0.5])])
    file.useSet("com.microsoft")
    let result = try file.run(Tensor([1, 1, 2, 2], [1, -1, 2, -2]))
    #expect(distance(result, Tensor([1, 1, 2, 2], [2, -1, 4, -2])) < 1e-6)
  }

  @Test("unknown activations and exchanged batches are refused")
  func refusals() throws {
    #expect(
      try file("FusedMatMul", ["x", "matrix"], ["transBatchA": 1]).failure()
        .contains("\"transBatchA\""))
    var gemm = ModelFile(inputs: ["x": [1, 4]])
    gemm.constant("matrix", [4, 2], samples([4, 2]).values)
    gemm.node("FusedGemm", ["x", "matrix"], ["y"], ["activation": "Bend"])
    gemm.useSet("com.microsoft")
    #expect(try gemm.failure().contains("activation \"Bend\""))
  }
}
