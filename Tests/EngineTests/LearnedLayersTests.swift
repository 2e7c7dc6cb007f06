import Engine
import Tensors
import TestSupport
import Testing

@Suite("Layers that have learned something")
struct LearnedLayersTests {
  private let network = SmallNetwork()

  @Test("Each layer with weights counts once, from the input up")
  func layers() throws {
    let graph = try network.graph()
    let names = graph.learnedLayers(behind: graph.outputs).map { $0.map { graph.nodes[$0].name } }
    #expect(
      names == [
        ["stem"], ["one"], ["reduce"], ["three"], ["five"], ["project"], ["again"], ["head"],
      ])
  }

  @Test("Layers that a value does not depend on are none of its own")
  func independentLayers() throws {
    let graph = try network.graph()
    let value = try #require(graph.value(named: "three"))
    let layers = graph.learnedLayers(behind: [value])
    #expect(layers.map { graph.nodes[$0[0]].name } == ["stem", "reduce", "three"])
  }

  @Test("What scales and shifts belongs to the layer before, and in front of all is no weight")
  func scales() throws {
    var builder = GraphBuilder()
    let input = builder.addInput(name: "x", shape: [4])
    func constant(_ name: String, _ shape: Shape) -> Graph.ValueID {
      builder.addConstant(name: name, .random(shape, seed: 3))
    }
    func add(_ operation: any Operator, _ name: String, _ inputs: Graph.ValueID...) throws
      -> Graph.ValueID
    {
      try builder.add(operation, name: name, inputs: inputs)
    }
    let centred = try add(Arithmetic(.difference), "centred", input, constant("mean", [4]))
    let scaled = try add(
      ChannelAffine(scale: [2, 2, 2, 2], shift: [0, 0, 0, 0]), "scaled", centred)
    let sum = try add(Linear(weights: .random([4, 3], seed: 1)), "sum", scaled)
    let biased = try add(Arithmetic(.sum), "biased", sum, constant("bias", [3]))
    let halved = try add(Arithmetic(.quotient), "halved", biased, constant("two", [1]))
    let limited = try add(Arithmetic(.maximum), "limited", halved, constant("limits", [3]))
    let normal = try add(
      Standardization(axes: [0], epsilon: 1e-5, gain: [1, 2, 3], bias: nil), "normal", limited)
    let graph = try builder.graph(outputs: [normal])
    let names = graph.learnedLayers(behind: graph.outputs).map { $0.map { graph.nodes[$0].name } }
    #expect(names == [["sum", "biased"], ["normal"]])
  }

  @Test("A table that is looked up in, and a constant factor of a product, are weights")
  func readConstants() throws {
    var builder = GraphBuilder()
    let ids = builder.addInput(name: "ids", shape: [2])
    let table = builder.addConstant(name: "table", .random([5, 3], seed: 1))
    let rows = try builder.add(Lookup(axis: 0), name: "rows", inputs: [table, ids])
    let factor = builder.addConstant(name: "factor", .random([4, 3], seed: 2))
    let product = try builder.add(
      Contraction(left: [0, 1], right: [2, 1], output: [0, 2]), name: "product",
      inputs: [rows, factor])
    let graph = try builder.graph(outputs: [product])
    let layers = graph.learnedLayers(behind: graph.outputs)
    #expect(layers.map { $0.map { graph.nodes[$0].name } } == [["rows"], ["product"]])
    let changed = graph.withWeights(ofLast: 1, behind: graph.outputs) { _, numbers in
      numbers.map { 2 * $0 }
    }
    let (before, after) = (output(graph, [1, 4]), output(changed, [1, 4]))
    #expect(zip(before, after).allSatisfy { 2 * $0 == $1 })
  }

  private func output(_ graph: Graph, _ point: [Float]) -> [Float] {
    TestGraph.run(graph, on: [Tensor(graph[graph.inputs[0]].shape, point)]).output
  }

  @Test("Only the last layers change, and arrays keep their numbers however many change")
  func lastLayers() throws {
    let graph = try network.graph()
    var arrays: [[Int: [Float]]] = []
    for count in [0, 1, 3, 8] {
      var seen: [Int: [Float]] = [:]
      let changed = graph.withWeights(ofLast: count, behind: graph.outputs) { array, numbers in
        seen[array] = numbers
        return numbers.map { -$0 }
      }
      arrays.append(seen)
      #expect(seen.count == 2 * count)
      for (old, new) in zip(graph.nodes, changed.nodes) {
        guard let old = old.operator as? Convolution, let new = new.operator as? Convolution else {
          continue
        }
        #expect(
          (old.weights == new.weights) || old.weights.values.map { -$0 } == new.weights.values)
      }
    }
    #expect(arrays[0].isEmpty)
    #expect(arrays[1][0] == network.head.weights.values)
    for array in arrays[2].keys { #expect(arrays[2][array] == arrays[3][array]) }
  }

  @Test("A constant that somebody else reads too stays as it was for them")
  func sharedConstant() throws {
    var builder = GraphBuilder()
    let input = builder.addInput(name: "x", shape: [2])
    let sum = try builder.add(
      Linear(weights: Tensor([2, 2], [1, 0, 0, 1])), name: "sum", inputs: [input])
    let shared = builder.addConstant(name: "shared", Tensor([2], [1, 2]))
    let low = try builder.add(Arithmetic(.sum), name: "low", inputs: [sum, shared])
    let high = try builder.add(Arithmetic(.maximum), name: "high", inputs: [low, shared])
    let graph = try builder.graph(outputs: [high])
    let changed = graph.withWeights(ofLast: 1, behind: graph.outputs) { array, numbers in
      numbers.count == 2 && numbers == [1, 2] ? [-50, -60] : numbers
    }
    // low = x + (−50, −60), high = max(low, (1, 2))
    #expect(output(changed, [3, 4]) == [1, 2])
    #expect(output(graph, [3, 4]) == [4, 6])
  }
}
