import Foundation
import ONNX
import ProtocolBuffers
import TensorFlow
import Testing

@Suite("TensorFlow graphs as files")
struct GraphTests {
  @Test("A file is a graph if it begins with a node, and an ONNX model is none")
  func recognition() throws {
    var file = GraphFile()
    file.node("Relu", ["x"])
    let bytes = try file.bytes()
    #expect(FrozenGraph.isFrozenGraph(bytes))
    #expect(FrozenGraph.isFrozenGraph(Data([0]) + bytes) == false)
    #expect(FrozenGraph.isFrozenGraph((Data([0]) + bytes).dropFirst()))
    #expect(!FrozenGraph.isFrozenGraph(try file.model().serializedBytes()))
    for count in 0..<12 { #expect(!FrozenGraph.isFrozenGraph(bytes.prefix(count))) }
  }

  @Test("Nodes come behind what they read, and outputs are what nothing reads")
  func order() throws {
    var file = GraphFile()
    file.node("Neg", ["b"], "a")
    file.node("Relu", ["c", "^n"], "b")
    file.node("NoOp", ["^c"], "n")
    file.node("Abs", ["x"], "c")
    file.node("Exp", ["c"], "d")
    file.weights("unread", [2])
    let model = try file.model()
    #expect(model.kinds == ["Abs", "Relu", "Neg", "Exp"])
    #expect(model.graph.output.map(\.name) == ["a", "d"])
    #expect(model.graph.initializer.isEmpty)
  }

  @Test("All unsupported operators are named at once, with the way out")
  func unsupported() throws {
    var file = GraphFile()
    file.node("L2Loss", ["x"], "loss")
    file.node("Conv3D", ["x"], "c1")
    file.node("Conv3D", ["c1"], "c2")
    let message = try file.failure()
    #expect(message.contains(#"Conv3D (nodes "c1", "c2"), L2Loss (node "loss")"#))
    #expect(message.contains("convert the model with tf2onnx"))
  }

  @Test("Switches between training and inference are refused with advice")
  func switches() throws {
    var file = GraphFile()
    file.node("Switch", ["x", "x"], "s")
    file.node("Merge", ["s", "s:1"], "m")
    let message = try file.failure()
    #expect(message.contains(#"Merge (node "m"), Switch (node "s")"#))
    #expect(message.contains("freeze the model for inference"))
  }

  @Test("A default that is computed from the input is no input of its own")
  func computedDefault() throws {
    func file(default name: String) -> GraphFile {
      var file = GraphFile()
      file.weights("zeros", [1, 8])
      file.node("Relu", ["x"], "features")
      file.node(
        "PlaceholderWithDefault", [name], "fed",
        [
          "dtype": .type(1),
          "shape": .attribute(.with { $0.shape = GraphFile.shape([-1, 8]) }),
        ])
      file.node("Neg", ["fed"])
      return file
    }
    #expect(try file(default: "zeros").model().graph.input.map(\.name).contains("fed"))
    let between = try file(default: "features").model()
    #expect(between.graph.input.map(\.name) == ["x"])
    #expect(between.kinds == ["Relu", "Identity", "Neg"])
  }

  @Test("Nodes that do not form a network are refused")
  func structure() throws {
    var loop = GraphFile()
    loop.node("Relu", ["b"], "a")
    loop.node("Relu", ["a"], "b")
    loop.node("Add", ["a", "x"], "y")
    #expect(try loop.failure().contains("depends on itself"))
    var missing = GraphFile()
    missing.node("Relu", ["z"])
    #expect(try missing.failure().contains(#"reads "z", which is no node"#))
    var twice = GraphFile()
    twice.node("Relu", ["x"], "x")
    #expect(try twice.failure().contains("two nodes have the name"))
    #expect(try GraphFile().failure().contains("no node is an output"))
    var empty = GraphFile()
    empty.node("Relu", [])
    #expect(try empty.failure().contains("has no inputs"))
  }

  @Test("An input whose shape nobody tells is refused")
  func openInput() throws {
    var file = GraphFile(nil)
    file.node("Relu", ["x"])
    #expect(try file.failure().contains("does not tell its shape"))
  }

  @Test(
    "Extents and numbers of a constant must fit, and be few enough for the file",
    arguments: [
      [1 << 40], [-1], [1 << 14, 1 << 14], [1 << 62, 4, 0], [Int](repeating: 1, count: 9),
    ])
  func constants(extents: [Int]) throws {
    var file = GraphFile()
    file.weights("w", extents)
    file.node("Add", ["x", "w"])
    #expect(try file.failure().hasPrefix(#"constant "w": "#))
  }

  @Test("Constants that are not text and whose numbers are not listed share one limit")
  func limit() throws {
    var file = GraphFile()
    file.weights("a", [1 << 23])
    file.weights("b", [(1 << 23) + 1])
    file.node("AddN", ["x", "a", "b"])
    #expect(try file.failure().contains("too many for a file of this size"))
    var text = GraphFile()
    text.constant("t", .with { $0.dtype = 7 })
    text.node("Add", ["x", "t"])
    #expect(try text.failure().contains("element type 7 is not supported"))
  }

  @Test("Long chains are read without recursion")
  func longChain() throws {
    var file = GraphFile()
    var last = "x"
    for index in 0..<20_000 {
      file.node("Relu", [last], "n\(index)")
      last = "n\(index)"
    }
    file.message.node.reverse()
    #expect(try file.model().graph.node.count == 20_000)
  }

  @Test("Truncated and damaged files are refused, or read, but never end the program")
  func damage() throws {
    var file = GraphFile()
    file.weights("w", [3, 3, 2, 4])
    file.integers("axes", [1, 2])
    file.integers("pads", [0, 0, 1, 1, 1, 1, 0, 0], [4, 2])
    file.integers("begin", [0, 1, 1, 0])
    file.integers("ones", [1, 1, 1, 1])
    file.node("Pad", ["x", "pads"], "p")
    file.node(
      "Conv2D", ["p", "w"], "c",
      ["strides": [1, 2, 2, 1], "dilations": [1, 1, 1, 1], "padding": "SAME"])
    file.node("LRN", ["c"], "l", ["depth_radius": 2, "alpha": 0.5])
    file.node("StridedSlice", ["l", "begin", "begin", "ones"], "s", ["end_mask": 15])
    file.node("SpaceToDepth", ["s"], "b", ["block_size": 2])
    file.node("Slice", ["b", "begin", "ones"], "t")
    file.node("Mean", ["t", "axes"], "m", ["keep_dims": false])
    file.node("Reshape", ["m", "axes"], "y")
    let bytes = try file.bytes()
    #expect(try file.model().graph.output.count == 1)
    for count in 0..<bytes.count { try attempt(bytes.prefix(count)) }
    var generator = SeededNumbers(seed: 1)
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<damaged.count, using: &generator)
        damaged[place] = UInt8.random(in: 0...255, using: &generator)
      }
      try attempt(damaged)
    }
  }

  @Test("Settings and constants of any size never end the program")
  func absurdNumbers() throws {
    let absurd: [Int] = [.min, .min + 1, -1, 0, 1 << 31, 1 << 62, .max]
    for number in absurd {
      for kind in ["SpaceToDepth", "DepthToSpace", "LRN", "Unpack", "Pack", "Squeeze"] {
        var file = GraphFile()
        let list = GraphFile.Setting.attribute(.with { $0.list.i = [Int64(number)] })
        let one = GraphFile.Setting.attribute(.with { $0.i = Int64(number) })
        file.node(
          kind, ["x"], "y",
          [
            "block_size": one, "depth_radius": one, "num": one, "axis": one, "squeeze_dims": list,
          ])
        try attempt(file.bytes())
      }
      for kind in [
        "Reshape", "ExpandDims", "Transpose", "Mean", "Fill", "Tile", "ArgMax", "Gather",
      ] {
        try attempt(number, kind, ["x", "n"])
      }
      for kind in ["Slice", "StridedSlice", "SplitV", "Range", "ConcatV2", "GatherV2"] {
        try attempt(number, kind, ["x", "n", "n", "n"])
      }
      for kind in ["Split", "Concat", "Fill", "Range"] {
        try attempt(number, kind, ["n", "x", "n"])
      }
      try attempt(number, "Range", ["n", "n", "n"])
    }
  }

  private func attempt(_ number: Int, _ kind: String, _ inputs: [String]) throws {
    for extents in [[], [1], [4]] {
      var file = GraphFile()
      file.constant(
        "n",
        .with {
          $0.dtype = 9
          $0.tensorShape = GraphFile.shape(extents)
          $0.int64Val = [Int64(number)]
        })
      file.node(kind, inputs)
      file.node("Reshape", ["y", "n"], "z")
      try attempt(file.bytes())
    }
  }

  /// Translates bytes, of which any answer but an error of another kind will do.
  private func attempt(_ bytes: Data) throws {
    do {
      _ = try FrozenGraph.model(bytes)
    } catch {
      _ = error.description
    }
  }
}
