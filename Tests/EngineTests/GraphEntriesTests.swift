import Engine
import Tensors
import TestSupport
import Testing

@Suite("Graphs with other entries") struct GraphEntriesTests {
  private let network = SmallNetwork()
  private let seed = Seed.weights([0, 1, 0, -0.5, 0])

  @Test("A graph that is entered at a value is the tail behind it", arguments: ["pool", "module"])
  func entered(_ name: String) throws {
    let graph = try network.graph()
    let value = try #require(graph.value(named: name))
    let point = network.picture(3)
    let batch = point.reshaped(to: Shape([1] + point.shape.dimensions))
    let inside = try ForwardSession(graph.with(outputs: [value])).outputs(for: [batch])[0]
      .reshaped(to: graph[value].shape)
    let entered = graph.entered(at: value)
    #expect(entered[entered.inputs[0]].name == name && entered.inputs.count == 2)
    let session = try GradientSession(entered, pointsAt: 0, gradientsAt: 0, threads: 1)
    let found = try session.gradients(
      of: seed, at: PointBatch([inside]), holding: [point])
    let probed = try GradientSession(
      graph.probed(at: value), pointsAt: 0, gradientsAt: 1, threads: 1)
    let expected = try probed.gradients(
      of: seed, at: PointBatch([point]), holding: [Tensor(graph[value].shape)])
    #expect(abs(found.values[0] - expected.values[0]) < 1e-5)
    #expect(relativeDifference(found.sums[0].values, expected.sums[0].values) < 1e-5)
  }

  /// y = (a · b, a₁ − b₁), a of 2×2 and b of 4 numbers, beside c, which is added.
  private func product() throws -> (graph: Graph, a: Graph.ValueID, b: Graph.ValueID) {
    var builder = GraphBuilder()
    let a = builder.addInput(name: "a", shape: [2, 2])
    let c = builder.addInput(name: "c", shape: [4])
    let b = builder.addInput(name: "b", shape: [4])
    let flat = try builder.add(Reshape(to: [4]), name: "flat", inputs: [a])
    let product = try builder.add(Arithmetic(.product), name: "product", inputs: [flat, b])
    let sum = try builder.add(Arithmetic(.sum), name: "sum", inputs: [product, c])
    return (try builder.graph(outputs: [sum]), a, b)
  }

  @Test("Inputs side by side are one input, and the others are held")
  func joined() throws {
    let (graph, a, b) = try product()
    let joined = graph.joining([b, a], name: "both")
    #expect(joined.inputs.map { joined[$0].name } == ["both", "c"])
    let session = try GradientSession(joined, pointsAt: 0, gradientsAt: 0, threads: 1)
    let point = Tensor([8], [10, 20, 30, 40, 1, 2, 3, 4])
    let held = Tensor([4], [0.5, 0, 0, 0])
    let outputs = try session.outputs(at: PointBatch([point]), holding: [held])
    #expect(outputs == [[10.5, 40, 90, 160]])
    let gradient = try session.gradients(
      of: .weights([1, 0, 0, 1]), at: PointBatch([point]), holding: [held])
    #expect(gradient.sums[0].values == [1, 0, 0, 4, 10, 0, 0, 40])
  }

  @Test("Inputs in another order are the same inputs")
  func reordered() throws {
    let (graph, a, b) = try product()
    let other = graph.reordered(inputs: [b] + graph.inputs.filter { $0 != b })
    #expect(other.inputs.map { other[$0].name } == ["b", "a", "c"])
    #expect(other.inputs.contains(a))
    let session = try GradientSession(other, pointsAt: 0, gradientsAt: 0, threads: 1)
    let held = [Tensor([2, 2], [1, 2, 3, 4]), Tensor([4])]
    let gradient = try session.gradients(
      of: .weights([1, 1, 1, 1]), at: PointBatch([Tensor([4])]), holding: held)
    #expect(gradient.sums[0].values == [1, 2, 3, 4])
  }
}
