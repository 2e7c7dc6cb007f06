import Engine
import ONNX
import Tensors
import Testing

@Suite("Reshaping operators of an ONNX file")
struct RearrangementTests {
  private let image = samples([2, 3, 2, 4])

  private func run(
    _ kind: String, opset: Int = 13, batch: Int = 1,
    _ settings: KeyValuePairs<String, ModelFile.Setting> = [:], integers: [Int]? = nil
  ) throws -> Tensor {
    var file = ModelFile(opset: opset, inputs: ["x": [batch, 3, 2, 4]])
    if let integers { file.integers("i", integers) }
    file.node(kind, integers == nil ? ["x"] : ["x", "i"], ["y"], settings)
    return try file.run(image)
  }

  @Test(
    "a Reshape keeps the file's order of numbers, and the batch stays free",
    arguments: [
      ([1, 24], [2, 24]), ([-1, 24], [2, 24]), ([0, -1], [2, 24]), ([1, 4, 6], [2, 4, 6]),
      ([1, -1, 3, 1], [2, 8, 3, 1]), ([0, 6, 2, 2], [2, 6, 2, 2]), ([0, 0, 8], [2, 3, 8]),
      ([1, 3, 2, 4], [2, 3, 2, 4]), ([1, 2, 2, 2, 3], [2, 2, 2, 2, 3]),
    ])
  func reshape(target: [Int], expected: [Int]) throws {
    #expect(try run("Reshape", integers: target) == image.reshaped(to: Shape(expected)))
  }

  @Test("a Reshape of opset 4 takes its shape from an attribute")
  func oldReshape() throws {
    let result = try run("Reshape", opset: 4, ["shape": [1, 24]])
    #expect(result == image.reshaped(to: [2, 24]))
  }

  @Test(
    "a Reshape may give an example any extents",
    arguments: [
      ([24], [2, 24]), ([3, 8], [2, 3, 8]), ([-1, 12], [2, 2, 12]), ([2, 12], [2, 2, 12]),
      ([4, 3, 1, 2, 1], [2, 4, 3, 1, 2, 1]),
    ])
  func freeReshape(target: [Int], expected: [Int]) throws {
    #expect(try run("Reshape", integers: target) == image.reshaped(to: Shape(expected)))
  }

  @Test(
    "a Reshape to another count of numbers is refused",
    arguments: [
      [0, 5], [-1, -1], [1, 24, 0], [1, -2], [1, 48], [-1, 7], [0, 0, 0, 0, 0],
      [1 << 32, 1 << 32, 0], [.max, -1], [.min], [1, 1, 1, 1, 1, 1, 1, 1, 24],
    ])
  func misfittingReshape(target: [Int]) throws {
    #expect(throws: ONNXError.self) { try run("Reshape", integers: target) }
  }

  @Test("allowzero makes a zero an extent, which no image has")
  func allowZero() throws {
    #expect(throws: ONNXError.self) {
      try run("Reshape", opset: 14, ["allowzero": 1], integers: [0, 24])
    }
  }

  @Test("an image with a fixed batch of two is reshaped by that batch")
  func fixedBatch() throws {
    #expect(try run("Reshape", batch: 2, integers: [2, 24]) == image.reshaped(to: [2, 24]))
    #expect(try run("Reshape", batch: 2, integers: [1, 48]) == image.reshaped(to: [1, 48]))
    var file = ModelFile(inputs: ["x": [2, 3, 2, 4]])
    file.integers("i", [2, 24])
    file.node("Reshape", ["x", "i"])
    #expect(try file.runExamples([image])[0] == image.reshaped(to: [2, 24]))
    file = ModelFile(inputs: ["x": [2, 3, 2, 4]])
    file.integers("i", [1, 48])
    file.node("Reshape", ["x", "i"])
    #expect(try file.failure().contains("24 numbers do not fit shape [1, 48]"))
  }

  @Test("Flatten folds the axes before one and those behind it")
  func flatten() throws {
    #expect(try run("Flatten") == image.reshaped(to: [2, 24]))
    #expect(try run("Flatten", ["axis": -3]) == image.reshaped(to: [2, 24]))
    #expect(try run("Flatten", ["axis": 2]) == image.reshaped(to: [2, 3, 8]))
    #expect(try run("Flatten", ["axis": 0]) == image.reshaped(to: [2, 24]))
    #expect(try run("Flatten", ["axis": 4]) == image.reshaped(to: [2, 24, 1]))
    #expect(throws: ONNXError.self) { try run("Flatten", ["axis": 5]) }
  }

  @Test("Squeeze removes axes of extent 1, listed as an attribute or as an input")
  func squeeze() throws {
    let vector = samples([2, 5, 1, 1])
    func squeezed(_ opset: Int, _ axes: [Int]?) throws -> Tensor {
      var file = ModelFile(opset: opset, inputs: ["x": [1, 5, 1, 1]])
      if opset < 13 {
        file.node("Squeeze", ["x"], ["y"], axes.map { ["axes": .integers($0)] } ?? [:])
      } else {
        if let axes { file.integers("i", axes) }
        file.node("Squeeze", axes == nil ? ["x"] : ["x", "i"])
      }
      return try file.run(vector)
    }
    #expect(try squeezed(11, [2, 3]) == vector.reshaped(to: [2, 5]))
    #expect(try squeezed(13, [-1]) == vector.reshaped(to: [2, 5, 1]))
    #expect(try squeezed(13, nil) == vector.reshaped(to: [2, 5]))
    #expect(try squeezed(13, [0]) == vector)
    #expect(throws: ONNXError.self) { try squeezed(13, [1]) }
    #expect(throws: ONNXError.self) { try squeezed(13, [4]) }
    #expect(throws: ONNXError.self) { try squeezed(13, [2, -2]) }
  }

  @Test("Unsqueeze adds axes of extent 1")
  func unsqueeze() throws {
    let vector = samples([2, 5])
    func unsqueezed(_ opset: Int, _ axes: [Int]) throws -> Tensor {
      var file = ModelFile(opset: opset, inputs: ["x": [1, 5]])
      if opset < 13 {
        file.node("Unsqueeze", ["x"], ["y"], ["axes": .integers(axes)])
      } else {
        file.integers("i", axes)
        file.node("Unsqueeze", ["x", "i"])
      }
      return try file.run(vector)
    }
    #expect(try unsqueezed(11, [2, 3]) == vector.reshaped(to: [2, 5, 1, 1]))
    #expect(try unsqueezed(13, [-1, 1]) == vector.reshaped(to: [2, 1, 5, 1]))
    #expect(try unsqueezed(13, [0]) == vector.reshaped(to: [2, 1, 5]))
    #expect(throws: ONNXError.self) { try unsqueezed(13, [1, 1]) }
    #expect(throws: ONNXError.self) { try unsqueezed(13, [3]) }
  }

  @Test("Transpose reorders the axes, that of the examples too")
  func transpose() throws {
    #expect(try run("Transpose", ["perm": [0, 2, 3, 1]]) == image.transposed([0, 2, 3, 1]))
    #expect(try run("Transpose", ["perm": [0, 3, 1, 2]]) == image.transposed([0, 3, 1, 2]))
    let first = try run("Transpose", ["perm": [1, 0, 2, 3]])
    #expect(first == image.reshaped(to: [2, 3, 1, 2, 4]))
    var file = ModelFile(inputs: ["x": [0, 3, 2, 4]])
    file.node("Transpose", ["x"], ["y"], ["perm": [1, 3, 0, 2]])
    #expect(try file.run(image) == image.transposed([1, 3, 0, 2]))
    #expect(throws: ONNXError.self) { try run("Transpose", ["perm": [0, 1, 2, 2]]) }
    #expect(throws: ONNXError.self) { try run("Transpose", ["perm": [0, 1]]) }
  }

  @Test("Concat joins channels, rows or columns", arguments: [1, 2, 3, -1])
  func concat(axis: Int) throws {
    var file = ModelFile(inputs: ["x": [1, 3, 2, 4]])
    file.node("Relu", ["x"], ["r"])
    file.node("Concat", ["x", "r"], ["y"], ["axis": .integer(axis)])
    let outer = image.shape.dimensions[..<(axis < 0 ? axis + 4 : axis)].reduce(1, *)
    let length = 48 / outer
    let expected = (0..<outer).flatMap { block in
      let part = image.values[block * length..<(block + 1) * length]
      return Array(part) + part.map { max($0, 0) }
    }
    #expect(try file.run(image).values == expected)
  }

  @Test("Concat joins examples, and refuses what does not fit")
  func concatBatch() throws {
    var file = ModelFile(inputs: ["x": [1, 3, 2, 4]])
    file.node("Relu", ["x"], ["r"])
    file.node("Concat", ["x", "r"], ["y"], ["axis": 0])
    let single = samples([1, 3, 2, 4])
    #expect(
      try file.run(single)
        == Tensor([2, 3, 2, 4], single.values + single.values.map { max($0, 0) })
    )
    var misfit = ModelFile(inputs: ["x": [1, 3], "z": [1, 2]])
    misfit.node("Concat", ["x", "z"], ["y"], ["axis": 0])
    #expect(try misfit.failure().contains("shapes 1×3 and 1×2 cannot be joined along axis 0"))
  }

  @Test("Split has several outputs, equal or as the file says")
  func split() throws {
    func parts(
      _ names: [String], opset: Int = 13, listed: [Int]? = nil,
      _ settings: KeyValuePairs<String, ModelFile.Setting> = ["axis": 1]
    ) -> ModelFile {
      var file = ModelFile(opset: opset, inputs: ["x": [1, 5]])
      if let listed { file.integers("parts", listed) }
      file.node("Split", listed == nil ? ["x"] : ["x", "parts"], names, settings)
      file.message.graph.output = names.filter { !$0.isEmpty }.map { name in
        .with { $0.name = name }
      }
      return file
    }
    let row = Tensor([1, 5], [1, 2, 3, 4, 5])
    let listed = try parts(["a", "b"], listed: [2, 3]).runAll([row])
    #expect(listed == [Tensor([1, 2], [1, 2]), Tensor([1, 3], [3, 4, 5])])
    let equal = try parts(["a", "", "c"], opset: 18, ["axis": -1, "num_outputs": 3])
      .runAll([row])
    #expect(equal == [Tensor([1, 2], [1, 2]), Tensor([1, 1], [5])])
    #expect(try parts(["a", "b"], listed: [2, 2]).failure().contains("do not make 5"))
    #expect(try parts(["a", "b"], listed: [-1, 6]).failure().contains("do not make 5"))
    #expect(try parts(["a", "b", "c"], listed: [2, 3]).load().unavailableOutputs.count == 1)
    #expect(
      try parts(["a"], opset: 18, ["axis": 1, "num_outputs": 9]).failure()
        .contains("cannot be split in 9 parts"))
  }

  @Test("Identity and Dropout change nothing, whatever the opset", arguments: [6, 9, 13])
  func nothing(opset: Int) throws {
    #expect(try run("Identity", opset: opset) == image)
    #expect(try run("Dropout", opset: opset, opset < 12 ? ["ratio": 0.3] : [:]) == image)
  }

  @Test("an output behind an Identity is found by its own name")
  func outputNames() throws {
    var file = ModelFile()
    file.node("Relu", ["x"], ["r"])
    file.node("Identity", ["r"], ["y"])
    let model = try file.load()
    #expect(model.graph.value(named: "y") == model.graph.outputs[0])
    #expect(model.graph.value(named: "r") != nil)
  }

  @Test("a Dropout in training mode is refused, and its mask is constant")
  func training() throws {
    var file = ModelFile()
    file.constant("ratio", [], [0.5])
    file.constant("training", [], [1])
    file.node("Dropout", ["x", "ratio", "training"])
    #expect(try file.failure().contains("training_mode is not supported"))
    var masked = ModelFile()
    masked.node("Dropout", ["x"], ["d", "y"])
    #expect(try masked.failure().contains("output \"y\": it is constant"))
  }

  @Test("the extents of a value can be picked apart to reshape it")
  func extents() throws {
    var file = ModelFile(inputs: ["x": [0, 3, 2, 4]])
    file.integers("zero", [0])
    file.integers("rest", [-1])
    file.node("Shape", ["x"], ["s"])
    file.node("Gather", ["s", "zero"], ["n"])
    file.node("Concat", ["n", "rest"], ["target"], ["axis": 0])
    file.node("Reshape", ["x", "target"])
    #expect(try file.run(image) == image.reshaped(to: [2, 24]))
  }
}
