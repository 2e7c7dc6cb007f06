import Foundation
import ONNX
import TensorFlow
import Testing

@Suite("Operators of a TensorFlow graph")
struct OperatorTests {
  private func model(
    _ kind: String, _ inputs: [String] = ["x"], extents: [Int]? = [-1, 8, 8, 2],
    settings: KeyValuePairs<String, GraphFile.Setting> = [:],
    _ prepare: (inout GraphFile) -> Void = { _ in }
  ) throws -> ONNXModel {
    var file = GraphFile(extents)
    prepare(&file)
    file.node(kind, inputs, "y", settings)
    return try file.model()
  }

  @Test(
    "Operators on each number have another name at most",
    arguments: [
      ("Relu", "Relu"), ("LessEqual", "LessOrEqual"), ("Selu", "Selu"), ("Inv", "Reciprocal"),
    ])
  func elementwise(kind: String, name: String) throws {
    let model = try model(kind)
    #expect(model.kinds == [name])
    #expect(model.graph.node[0].input == ["x"])
    #expect(model.graph.node[0].output == ["y"])
  }

  @Test("Relu6 is a Clip, and LeakyRelu has the slope 0.2 unless told otherwise")
  func rectifiers() throws {
    let model = try model("Relu6")
    #expect(try model.node("Clip").input == ["x", "y/least", "y/most"])
    #expect(try model.floats("y/most") == [6])
    let leaky = try self.model("LeakyRelu")
    #expect(try leaky.node("LeakyRelu").setting("alpha")?.f == 0.2)
  }

  @Test("LRN counts the channels on both sides, and alpha is for their sum")
  func localResponse() throws {
    let node = try model("LRN", settings: ["depth_radius": 2, "alpha": 0.5, "bias": 1.5]).node(
      "LRN")
    #expect(node.setting("size")?.i == 5)
    #expect(node.setting("alpha")?.f == 2.5)
    #expect(node.setting("beta")?.f == 0.5)
    #expect(node.setting("bias")?.f == 1.5)
  }

  @Test("Normalization by the batch itself is refused, by fixed statistics it is translated")
  func normalization() throws {
    let inputs = ["x", "s", "s", "s", "s"]
    let model = try model("FusedBatchNormV3", inputs, settings: ["is_training": false]) {
      $0.weights("s", [2])
    }
    #expect(model.kinds == ["Transpose", "BatchNormalization", "Transpose"])
    #expect(try model.node("BatchNormalization").setting("epsilon")?.f == 1e-4)
    #expect(throws: TensorFlowError.self) {
      try self.model("FusedBatchNorm", inputs) { $0.weights("s", [2]) }
    }
  }

  @Test("The first kind of normalization has its numbers in another order")
  func globalNormalization() throws {
    let inputs = ["x", "m", "v", "b", "g"]
    func node(isScaled: Bool) throws -> ONNXNode {
      try model(
        "BatchNormWithGlobalNormalization", inputs,
        settings: ["scale_after_normalization": .attribute(.with { $0.b = isScaled })]
      ) { file in
        for name in inputs.dropFirst() { file.weights(name, [2]) }
      }.node("BatchNormalization")
    }
    #expect(try node(isScaled: true).input.dropFirst() == ["g", "b", "m", "v"])
    #expect(try node(isScaled: false).input.dropFirst() == ["y/ones", "b", "m", "v"])
  }

  @Test("The old Concat has its axis first, the new one last")
  func concatenation() throws {
    let old = try model("Concat", ["a", "x", "x"]) { $0.integers("a", [3], []) }
    let new = try model("ConcatV2", ["x", "x", "a"]) { $0.integers("a", [3], []) }
    for node in [try old.node("Concat"), try new.node("Concat")] {
      #expect(node.input == ["x", "x"])
      #expect(node.setting("axis")?.i == 3)
    }
  }

  @Test("An order of axes may be joined from constants")
  func joinedOrder() throws {
    let model = try model("Transpose", ["x", "p"]) {
      $0.integers("zero", [0], [])
      $0.integers("a", [0, 3])
      $0.integers("b", [2, 1])
      $0.node("ConcatV2", ["a", "b", "zero"], "p")
    }
    #expect(model.kinds == ["Transpose"])
    #expect(try model.node("Transpose").integers("perm") == [0, 3, 2, 1])
  }

  @Test("Paddings of each axis become those before all axes, and those behind")
  func padding() throws {
    let model = try model("Pad", ["x", "p"]) {
      $0.integers("p", [0, 0, 1, 2, 3, 4, 0, 5], [4, 2])
    }
    #expect(try model.integers("y/pads") == [0, 1, 3, 0, 0, 2, 4, 5])
    #expect(throws: TensorFlowError.self) {
      try self.model("MirrorPad", ["x", "p"], settings: ["mode": "SYMMETRIC"]) {
        $0.integers("p", [0, 0, 0, 0, 0, 0, 0, 0], [4, 2])
      }
    }
  }

  @Test("A matrix that is to be transposed is")
  func matrixProduct() throws {
    let model = try model("MatMul", ["x", "w"], extents: [-1, 3], settings: ["transpose_b": true]) {
      $0.weights("w", [5, 3])
    }
    #expect(model.kinds == ["Transpose", "MatMul"])
    #expect(model.graph.node[0].input == ["w"])
  }

  @Test("Where the number of axes is not known, a product of matrices is an Einsum")
  func batchMatrixProduct() throws {
    let known = try model(
      "BatchMatMulV2", ["x", "x"], extents: [-1, 2, 3], settings: ["adj_y": true])
    #expect(known.kinds == ["Transpose", "MatMul"])
    #expect(known.graph.node[0].integers("perm") == [0, 2, 1])
    let unknown = try model(
      "BatchMatMulV2", ["z", "z"], extents: [-1, 6], settings: ["adj_x": true]
    ) {
      $0.node("Shape", ["x"], "s")
      $0.node("Tile", ["s", "s"], "t")
      $0.node("Reshape", ["x", "t"], "z")
    }
    #expect(try unknown.node("Einsum").text("equation") == "...ki,...kj->...ij")
  }

  @Test("Reductions take axes as an input, and none at all changes nothing")
  func reduction() throws {
    let model = try model("Mean", ["x", "a"], settings: ["keep_dims": true]) {
      $0.integers("a", [1, 2])
    }
    #expect(try model.node("ReduceMean").setting("keepdims")?.i == 1)
    #expect(try model.integers("y/axes") == [1, 2])
    #expect(try self.model("Sum", ["x", "a"]) { $0.integers("a", [], [0]) }.kinds == ["Identity"])
  }

  @Test("Masks of a StridedSlice leave out bounds, remove axes and add some")
  func stridedSlice() throws {
    // x[:, newaxis, 3, ..., newaxis, -1]
    let settings: KeyValuePairs<String, GraphFile.Setting> = [
      "begin_mask": 1, "end_mask": 1, "new_axis_mask": 0b10010, "shrink_axis_mask": 0b100100,
      "ellipsis_mask": 0b1000,
    ]
    let model = try model("StridedSlice", ["x", "b", "e", "s"], settings: settings) {
      $0.integers("b", [0, 0, 3, 0, 0, -1])
      $0.integers("e", [0, 0, 4, 0, 0, 0])
      $0.integers("s", [1, 1, 1, 1, 1, 1])
    }
    #expect(model.kinds == ["Slice", "Squeeze", "Unsqueeze"])
    #expect(try model.integers("y/starts") == [3, -1])
    #expect(try model.integers("y/ends") == [4, .max])
    #expect(try model.integers("y/axes") == [1, -1])
    #expect(try model.integers("y/removed") == [1, -1])
    #expect(try model.integers("y/added") == [1, -1])
  }

  @Test("Outputs behind the first are named, and read, by their number")
  func severalOutputs() throws {
    let model = try model("Neg", ["p:1"]) {
      $0.integers("a", [3], [])
      $0.node("Split", ["a", "x"], "p", ["num_split": 2])
    }
    #expect(try model.node("Split").output == ["p", "p:1"])
    #expect(try model.node("Neg").input == ["p:1"])
    #expect(model.graph.output.map(\.name) == ["y"])
    #expect(throws: TensorFlowError.self) { try self.model("Neg", ["x:1"]) }
  }

  @Test(
    "Pictures are enlarged as TensorFlow places their pixels",
    arguments: [
      (false, false, "asymmetric", "floor"), (true, false, "align_corners", "round_prefer_ceil"),
      (false, true, "half_pixel", "round_prefer_ceil"),
    ])
  func resizing(corners: Bool, centers: Bool, positions: String, rounding: String) throws {
    let settings: KeyValuePairs<String, GraphFile.Setting> = [
      "align_corners": .attribute(.with { $0.b = corners }),
      "half_pixel_centers": .attribute(.with { $0.b = centers }),
    ]
    let node = try model("ResizeNearestNeighbor", ["x", "s"], settings: settings) {
      $0.integers("s", [4, 5])
    }.node("Resize")
    #expect(node.text("coordinate_transformation_mode") == positions)
    #expect(node.text("nearest_mode") == rounding)
  }

  @Test("Integers of any width become 64 bits, so a Cast between them is nothing")
  func types() throws {
    let model = try model("Cast", ["s"], settings: ["SrcT": .type(3), "DstT": .type(9)]) {
      $0.node("Shape", ["x"], "s")
    }
    #expect(model.kinds == ["Shape", "Identity"])
    let cast = try self.model("Cast", ["x"], settings: ["SrcT": .type(1), "DstT": .type(4)])
    #expect(try cast.node("Cast").setting("to")?.i == 7)
  }

  @Test("The last number of a constant stands for those that follow")
  func repeatedNumbers() throws {
    let model = try model("Add", ["x", "w"]) {
      $0.constant(
        "w",
        .with {
          $0.dtype = 19
          $0.tensorShape = GraphFile.shape([4])
          $0.halfVal = [0x3C00, 0xC100]
        })
    }
    #expect(try model.floats("w") == [1, -2.5, -2.5, -2.5])
  }

  @Test(
    "Numbers of other types are converted",
    arguments: [
      (2, [0, 0, 0, 0, 0, 0, 0xF8, 0x3F]), (14, [0xC0, 0x3F]), (19, [0x00, 0x3E]),
    ] as [(Int32, [UInt8])])
  func convertedNumbers(type: Int32, bytes: [UInt8]) throws {
    let model = try model("Add", ["x", "w"]) {
      $0.constant(
        "w",
        .with {
          $0.dtype = type
          $0.tensorShape = GraphFile.shape([1])
          $0.tensorContent = Data(bytes)
        })
    }
    #expect(try model.floats("w") == [1.5])
  }
}
