import Foundation
import ONNX
import Tensors
import Testing

@Suite("Arithmetic and functions of an ONNX file")
struct ElementwiseTests {
  private let image = samples([2, 3, 2, 4])

  /// Runs `x ∘ constant`, or `constant ∘ x`.
  private func combined(
    _ kind: String, _ extents: [Int], _ values: [Float], constantFirst: Bool = false
  ) throws -> Tensor {
    var file = ModelFile(inputs: ["x": [0, 3, 2, 4]])
    file.constant("c", extents, values)
    file.node(kind, constantFirst ? ["c", "x"] : ["x", "c"])
    return try file.run(image)
  }

  /// Applies `body` to every number and its channel, row and column.
  private func mapped(_ body: (Float, Int, Int, Int) -> Float) -> Tensor {
    Tensor(
      image.shape,
      image.values.indices.map { body(image.values[$0], $0 / 8 % 3, $0 / 4 % 2, $0 % 4) })
  }

  @Test("a constant is repeated along the axes in which it has one entry")
  func broadcasting() throws {
    let channels: [Float] = [1, 2, 3]
    for extents in [[1, 3, 1, 1], [3, 1, 1]] {
      let result = try combined("Add", extents, channels)
      #expect(result == mapped { value, channel, _, _ in value + channels[channel] })
    }
    #expect(try combined("Mul", [], [3]) == mapped { value, _, _, _ in value * 3 })
    #expect(
      try combined("Sub", [4], [1, 2, 3, 4]) == mapped { value, _, _, x in value - Float(x + 1) })
    let rows = try combined("Div", [2, 1], [2, 4])
    #expect(rows == mapped { value, _, y, _ in value / Float(2 * y + 2) })
    let all = samples([3, 2, 4], seed: 9)
    #expect(
      try combined("Mul", [1, 3, 2, 4], all.values)
        == mapped { value, channel, y, x in value * all.values[channel * 8 + y * 4 + x] })
  }

  @Test("a constant may come first")
  func constantFirst() throws {
    let difference = try combined("Sub", [1], [1], constantFirst: true)
    #expect(difference == mapped { value, _, _, _ in 1 - value })
    let quotient = try combined("Div", [3, 1, 1], [1, 2, 3], constantFirst: true)
    #expect(quotient == mapped { value, channel, _, _ in Float(channel + 1) / value })
  }

  @Test("computed values of one rank are repeated like constants")
  func computed() throws {
    var file = ModelFile(inputs: ["x": [0, 3, 2, 4]])
    file.node("GlobalAveragePool", ["x"], ["mean"])
    file.node("Sub", ["x", "mean"])
    let result = try file.run(image)
    for plane in 0..<6 {
      #expect(abs(result.values[plane * 8..<plane * 8 + 8].reduce(0, +)) < 1e-5)
    }
  }

  @Test("Sum adds any number of values", arguments: 1...4)
  func sum(count: Int) throws {
    var file = ModelFile(inputs: ["x": [0, 3, 2, 4]])
    file.constant("c", [3, 1, 1], [1, 2, 3])
    file.node("Sum", Array(["x", "c", "x", "x"][..<count]))
    let result = try file.run(image)
    let expected = mapped { value, channel, _, _ in
      Float(max(1, count - 1)) * value + (count > 1 ? Float(channel + 1) : 0)
    }
    #expect(distance(result, expected) < 1e-6)
  }

  @Test("operands of several examples, of more axes and of other ranks are repeated")
  func otherExtents() throws {
    var file = ModelFile(inputs: ["x": [0, 3, 2, 4]])
    file.constant("c", [2, 1, 1, 1], [10, 20])
    file.node("Add", ["x", "c"])
    let shifted = image.values.enumerated().map { $1 + ($0 < 24 ? 10 : 20) }
    #expect(try file.run(image) == Tensor(image.shape, shifted))
    let deep = try combined("Add", [1, 1, 1, 1, 1], [1])
    #expect(deep == mapped { value, _, _, _ in value + 1 }.reshaped(to: [1, 2, 3, 2, 4]))
    var ranks = ModelFile(inputs: ["x": [0, 3], "z": [0, 2, 3]])
    ranks.node("Add", ["x", "z"])
    let sums = try ranks.runAll([
      Tensor([1, 3], [1, 2, 3]), Tensor([1, 2, 3], [0, 0, 0, 9, 9, 9]),
    ])
    #expect(sums == [Tensor([1, 2, 3], [1, 2, 3, 10, 11, 12])])
  }

  @Test("before opset 7 the second operand is repeated where the file says")
  func oldBroadcasting() throws {
    var file = ModelFile(opset: 6, inputs: ["x": [0, 3, 2, 4]])
    file.constant("c", [3], [1, 2, 3])
    file.node("Add", ["x", "c"], ["y"], ["broadcast": 1, "axis": 1])
    #expect(try file.run(image) == mapped { value, channel, _, _ in value + Float(channel + 1) })
    var last = ModelFile(opset: 6, inputs: ["x": [0, 3, 2, 4]])
    last.constant("c", [2], [1, 2])
    last.node("Add", ["x", "c"], ["y"], ["broadcast": 1, "axis": 3])
    last.message.graph.node[0].attribute[1].i = 4
    #expect(throws: ONNXError.self) { try last.run(image) }
    var slopes = ModelFile(opset: 6, inputs: ["x": [0, 3, 2, 4]])
    slopes.constant("c", [3], [1, 2, 3])
    slopes.node("PRelu", ["x", "c"], ["y"])
    #expect(
      try slopes.run(image)
        == mapped { value, channel, _, _ in
          value < 0 ? value * Float(channel + 1) : value
        })
  }

  @Test("operands whose extents do not fit are refused")
  func misfits() throws {
    func failure(_ extents: [Int]) throws -> String {
      var file = ModelFile(inputs: ["x": [2, 3, 2, 4]])
      file.constant("c", extents, [Float](repeating: 1, count: extents.reduce(1, *)))
      file.node("Add", ["x", "c"], name: "sum")
      return try file.failure()
    }
    #expect(try failure([5]).contains("shapes 1×3×2×4, 5 cannot be combined"))
    #expect(try failure([0]).contains("cannot be combined"))
    var lonely = ModelFile()
    lonely.node("Add", ["x"])
    #expect(try lonely.failure().contains("expected 2 inputs, found 1"))
  }

  @Test("functions of single numbers are what their names say")
  func functions() throws {
    func applied(
      _ kind: String, _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
    ) throws -> Tensor {
      var file = ModelFile(inputs: ["x": [0, 3, 2, 4]])
      file.node(kind, ["x"], ["y"], settings)
      return try file.run(image)
    }
    func expected(_ body: (Float) -> Float) -> Tensor { mapped { value, _, _, _ in body(value) } }
    #expect(try applied("Relu") == expected { max($0, 0) })
    #expect(try applied("LeakyRelu") == expected { $0 > 0 ? $0 : 0.01 * $0 })
    #expect(try applied("LeakyRelu", ["alpha": 0.2]) == expected { $0 > 0 ? $0 : 0.2 * $0 })
    #expect(distance(try applied("Sigmoid"), expected { 1 / (1 + exp(-$0)) }) < 1e-6)
    #expect(distance(try applied("Tanh"), expected { tanh($0) }) < 1e-6)
  }

  @Test("Clip takes its limits from attributes or inputs, and either may be missing")
  func clip() throws {
    func clipped(_ opset: Int, _ minimum: Float?, _ maximum: Float?) throws -> Tensor {
      var file = ModelFile(opset: opset, inputs: ["x": [0, 3, 2, 4]])
      if let minimum { file.constant("min", [], [minimum]) }
      if let maximum { file.constant("max", [1], [maximum]) }
      file.node("Clip", ["x", minimum == nil ? "" : "min", maximum == nil ? "" : "max"])
      if opset < 11 {
        file = ModelFile(opset: opset, inputs: ["x": [0, 3, 2, 4]])
        file.node(
          "Clip", ["x"], ["y"], ["min": .float(minimum ?? -9), "max": .float(maximum ?? 9)])
      }
      return try file.run(image)
    }
    for opset in [6, 11, 13] {
      let both = try clipped(opset, -0.5, 0.25)
      #expect(both == mapped { value, _, _, _ in min(max(value, -0.5), 0.25) })
      let upper = try clipped(opset, nil, 0.25)
      #expect(upper == mapped { value, _, _, _ in min(value, 0.25) })
      let lower = try clipped(opset, -0.5, nil)
      #expect(lower == mapped { value, _, _, _ in max(value, -0.5) })
    }
  }
}
