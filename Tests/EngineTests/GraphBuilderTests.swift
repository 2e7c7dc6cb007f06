import Engine
import Tensors
import Testing

@Suite("GraphBuilder")
struct GraphBuilderTests {
  @Test("A refused node is named, with what was expected and what was found")
  func namesNodes() {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [8, 8, 4])
    let layer = ChannelAffine(scale: [1, 1], shift: [0, 0])
    let error = #expect(throws: GraphError.self) {
      try builder.add(layer, name: "conv1/bn", inputs: [x])
    }
    #expect(error?.description == "node conv1/bn: expected 2 channels, found shape 8×8×4")
  }

  @Test("A graph needs an input and an output")
  func empty() throws {
    var builder = GraphBuilder()
    let k = builder.addConstant(name: "k", Tensor([2]))
    let y = try builder.add(Rectifier(), name: "y", inputs: [k])
    let noInput = #expect(throws: GraphError.self) { try builder.graph(outputs: [y]) }
    #expect(noInput?.description == "the network cannot be run: it has no input")
    _ = builder.addInput(name: "x", shape: [2])
    let noOutput = #expect(throws: GraphError.self) { try builder.graph(outputs: []) }
    #expect(noOutput?.description == "the network cannot be run: it has no output")
  }

  @Test("An output that depends on no input is refused: it would not know its batch")
  func constantOutput() throws {
    var builder = GraphBuilder()
    _ = builder.addInput(name: "x", shape: [2])
    let k = builder.addConstant(name: "k", Tensor([2]))
    let y = try builder.add(Rectifier(), name: "y", inputs: [k])
    for output in [k, y] {
      #expect(throws: GraphError.self) { try builder.graph(outputs: [output]) }
    }
  }

  @Test("Values beyond all memory are refused before anything is laid out")
  func tooLarge() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [1 << 15, 1])
    let y = builder.addInput(name: "y", shape: [1, 1 << 15])
    let error = #expect(throws: GraphError.self) {
      try builder.add(Arithmetic(.sum), name: "outer", inputs: [x, y])
    }
    #expect(
      error?.description
        == "node outer: its output has 32768×32768 values per example, more than can be laid out")
    let huge = builder.addInput(name: "huge", shape: [1 << 40, 1 << 40, 3])
    let mean = try builder.add(GlobalAveragePooling(), name: "mean", inputs: [huge])
    #expect(throws: GraphError.self) { try builder.graph(outputs: [mean]) }
  }

  @Test(
    "A network whose input or output is empty is refused",
    arguments: [[0], [0, 5], [5, 0]] as [Shape])
  func noElements(_ shape: Shape) throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: shape)
    let y = try builder.add(Softmax(axes: Array(0..<shape.rank)), name: "y", inputs: [x])
    #expect(throws: GraphError.self) { try builder.graph(outputs: [y]) }
  }

  @Test("Values are found by name, and know who made them")
  func lookup() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [2])
    let k = builder.addConstant(name: "k", Tensor([2], [3, 4]))
    let y = try builder.add(Arithmetic(.sum), name: "add", inputs: [x, k], outputName: "y")
    #expect(builder.constant(k)?.values == [3, 4])
    #expect(builder.constant(x) == nil)
    #expect(builder.shape(of: y) == [2])
    let graph = try builder.graph(outputs: [y])
    #expect(graph.value(named: "y") == y)
    #expect(graph.value(named: "z") == nil)
    #expect(graph.producer(of: y)?.name == "add")
    #expect(graph.producer(of: x) == nil)
    #expect(graph.parameterCount == 2)
  }
}
