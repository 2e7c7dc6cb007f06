import Foundation
import Tensors
import Testing

@Suite("Attention in an ONNX file")
struct AttentionTests {
  private let queries = samples([1, 4, 3, 2], seed: 1)
  private let keys = samples([1, 2, 5, 2], seed: 2)
  private let values = samples([1, 2, 5, 3], seed: 3)

  /// Attention by its definition, of B×H×L×D and neighbouring heads that share keys and values.
  private func reference(
    scale: Float = 1 / Float(2).squareRoot(), mask: (Int, Int) -> Float = { _, _ in 0 }
  ) -> Tensor {
    var result: [Float] = []
    for head in 0..<4 {
      for query in 0..<3 {
        let weights = (0..<5).map { key -> Float in
          let product = (0..<2).reduce(Float(0)) { sum, index in
            let q = queries.values[(head * 3 + query) * 2 + index]
            return sum + q * keys.values[(head / 2 * 5 + key) * 2 + index]
          }
          return exp(scale * product + mask(query, key))
        }
        for column in 0..<3 {
          let sum = (0..<5).reduce(Float(0)) {
            $0 + weights[$1] * values.values[(head / 2 * 5 + $1) * 3 + column]
          }
          result.append(sum / weights.reduce(0, +))
        }
      }
    }
    return Tensor([1, 4, 3, 3], result)
  }

  private func file(
    _ settings: KeyValuePairs<String, ModelFile.Setting> = [:], mask: [Float]? = nil,
    past: Bool = false
  ) -> ModelFile {
    var file = ModelFile(
      opset: 23, inputs: ["q": [1, 4, 3, 2], "k": [1, 2, 5, 2], "v": [1, 2, 5, 3]])
    if let mask { file.constant("mask", [3, 5], mask) }
    let names = ["q", "k", "v", mask == nil ? "" : "mask"]
    file.node("Attention", past ? names + ["k", "v"] : names, ["y"], settings)
    return file
  }

  @Test("heads that share keys and values attend to them")
  func grouped() throws {
    #expect(distance(try file().run(queries, keys, values), reference()) < 1e-5)
  }

  @Test("a causal mask hides what comes later, an additive one is added")
  func masks() throws {
    let causal = try file(["is_causal": 1, "scale": 0.3]).run(queries, keys, values)
    let expected = reference(scale: 0.3) { $1 > $0 ? -.infinity : 0 }
    #expect(distance(causal, expected) < 1e-5)
    let added = samples([3, 5], seed: 4).values
    let biased = try file(mask: added).run(queries, keys, values)
    #expect(distance(biased, reference { added[$0 * 5 + $1] }) < 1e-5)
  }

  @Test("keys and values of a cache come before the others")
  func cache() throws {
    #expect(try file(past: true).failure() == "none")
  }

  @Test("unknown heads and masks that do not fit are refused")
  func refusals() throws {
    var flat = ModelFile(opset: 23, inputs: ["q": [1, 3, 4], "k": [1, 5, 4], "v": [1, 5, 4]])
    flat.node("Attention", ["q", "k", "v"], ["y"], ["q_num_heads": 3, "kv_num_heads": 2])
    #expect(try flat.failure().contains("no 3 heads"))
    var fused = ModelFile(inputs: ["x": [1, 3, 4]])
    fused.constant("w", [4, 12], samples([4, 12]).values)
    fused.node("Attention", ["x", "w"], ["y"], ["num_heads": 2, "do_rotary": 1])
    fused.useSet("com.microsoft")
    #expect(try fused.failure().contains("\"do_rotary\""))
  }

  @Test("a fused attention is one of three layers of its input")
  func fused() throws {
    let input = samples([1, 3, 4])
    let weights = samples([4, 12], seed: 2)
    var fused = ModelFile(inputs: ["x": [1, 3, 4]])
    fused.constant("w", [4, 12], weights.values)
    fused.node("Attention", ["x", "w"], ["y"], ["num_heads": 2, "unidirectional": 1])
    fused.useSet("com.microsoft")
    var plain = ModelFile(opset: 23, inputs: ["x": [1, 3, 4]])
    for part in 0..<3 {
      let columns = (0..<4).flatMap { (row: Int) -> ArraySlice<Float> in
        let start = row * 12 + part * 4
        return weights.values[start..<start + 4]
      }
      plain.constant("w\(part)", [4, 4], columns)
      plain.node("MatMul", ["x", "w\(part)"], ["p\(part)"])
    }
    plain.node(
      "Attention", ["p0", "p1", "p2"], ["y"],
      ["q_num_heads": 2, "kv_num_heads": 2, "is_causal": 1])
    #expect(distance(try fused.run(input), try plain.run(input)) < 1e-5)
  }

  @Test("rotary embeddings turn pairs of numbers", arguments: [0, 1])
  func rotary(interleaved: Int) throws {
    let input = Tensor([1, 1, 1, 6], [1, 2, 3, 4, 5, 6])
    var file = ModelFile(opset: 23, inputs: ["x": [1, 1, 1, 6]])
    file.constant("cosines", [1, 1, 2], [0, 0.6])
    file.constant("sines", [1, 1, 2], [1, 0.8])
    file.node(
      "RotaryEmbedding", ["x", "cosines", "sines"], ["y"],
      ["interleaved": .integer(interleaved), "rotary_embedding_dim": 4])
    // Pairs (1, 3), (2, 4), or (1, 2), (3, 4): (x, y) → (x cos − y sin, x sin + y cos).
    let expected: [Float] = interleaved == 0 ? [-3, -2, 1, 4, 5, 6] : [-2, 1, -1.4, 4.8, 5, 6]
    #expect(distance(try file.run(input), Tensor([1, 1, 1, 6], expected)) < 1e-5)
  }
}
