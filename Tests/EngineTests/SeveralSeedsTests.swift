import Engine
import Tensors
import TestSupport
import Testing

@Suite("Several numbers for one pass forwards")
struct SeveralSeedsTests {
  private let network = SmallNetwork()
  private let seeds: [Seed] = [
    .weights([0, 1, 0, -0.5, 0]), .largest, .weights([0, 0, 0, 0, 0]), .weights([1, 0, 0, 0, 0]),
    .weights([0, 1, 0, -0.5, 0]),
  ]

  private func expectSameBits(_ session: GradientSession, _ batch: PointBatch) throws {
    let together = try session.gradients(of: seeds, at: batch)
    #expect(together.count == seeds.count)
    for (seed, found) in zip(seeds, together) {
      let alone = try session.gradients(of: seed, at: batch)
      #expect(found.values == alone.values)
      #expect(found.sums == alone.sums)
    }
  }

  @Test("Each gets the bits that it gets alone", arguments: [0, 1, 4, 13, 40], [1, 2, 3])
  func bits(_ count: Int, _ threads: Int) throws {
    let session = try GradientSession(network.graph(), threads: threads)
    try expectSameBits(session, network.path(count))
    // Once more, in memory that was used before.
    try expectSameBits(session, network.path(7))
  }

  @Test(
    "Each gets the bits that it gets alone, however many points run at a time", arguments: 1...8)
  func microBatches(_ microBatch: Int) throws {
    let session = try GradientSession(network.graph(), threads: 2, microBatch: microBatch)
    try expectSameBits(session, network.path(11))
  }

  /// Stages of one, of a few and of all examples.
  @Test("Each gets the bits that it gets alone in a network of several stages")
  func stages() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [24, 24, 3])
    var window = Window(kernel: .init(y: 3, x: 3))
    window.padBefore = .init(y: 1, x: 1)
    window.padAfter = .init(y: 1, x: 1)
    let wide = try builder.add(
      Convolution(weights: .random([3, 3, 3, 16], seed: 1), window: window), name: "wide",
      inputs: [x])
    let squashed = try builder.add(HyperbolicTangent(), name: "squashed", inputs: [wide])
    let again = try builder.add(
      Convolution(weights: .random([3, 3, 16, 16], in: -0.2...0.2, seed: 2), window: window),
      name: "again", inputs: [squashed])
    let rectified = try builder.add(Rectifier(), name: "rectified", inputs: [again])
    var strided = Window(kernel: .init(y: 6, x: 6))
    strided.stride = .init(y: 6, x: 6)
    let pooled = try builder.add(
      MaximumPooling(window: strided), name: "pooled", inputs: [rectified])
    let flat = try builder.add(Reshape(to: [256]), name: "flat", inputs: [pooled])
    let deep = try builder.add(
      Linear(weights: .random([256, 400], in: -0.2...0.2, seed: 3)), name: "deep", inputs: [flat])
    let positive = try builder.add(Rectifier(), name: "positive", inputs: [deep])
    let last = try builder.add(
      Linear(weights: .random([400, 5], in: -0.2...0.2, seed: 4)), name: "last",
      inputs: [positive])
    let output = try builder.add(Softmax(), name: "softmax", inputs: [last])
    let graph = try builder.graph(outputs: [output])
    let stages = Plan(graph, capacity: 4, hasBackwardPass: true).stages
    #expect(stages.count > 1 && stages.first?.examples == 1 && stages.last?.examples == 4)
    let session = try GradientSession(graph, threads: 2)
    try expectSameBits(
      session, PointBatch((0..<9).map { Tensor.random([24, 24, 3], seed: 10 + $0) }))
  }

  @Test("Each gets the bits that it gets alone where gradients are those of a probe")
  func probe() throws {
    let graph = try network.graph()
    let value = try #require(graph.value(named: "lrn"))
    let session = try GradientSession(
      graph.probed(at: value), pointsAt: 0, gradientsAt: 1, threads: 2)
    let held = [Tensor(graph[value].shape)]
    let together = try session.gradients(of: seeds, at: network.path(9), holding: held)
    for (seed, found) in zip(seeds, together) {
      let alone = try session.gradients(of: seed, at: network.path(9), holding: held)
      #expect(found.values == alone.values && found.sums == alone.sums)
    }
  }

  /// A network whose first gradients, on the usual way back, lie where values behind them lay.
  private func reusing() throws -> Graph {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [1024])
    let squared = try builder.add(Arithmetic(.product), name: "squared", inputs: [x, x])
    let joined = try builder.add(
      Concatenation(axis: 0), name: "joined", inputs: (0..<16).map { _ in squared })
    let image = try builder.add(Reshape(to: [16, 1, 1024]), name: "image", inputs: [joined])
    let mean = try builder.add(GlobalAveragePooling(), name: "mean", inputs: [image])
    let flat = try builder.add(Reshape(to: [1024]), name: "flat", inputs: [mean])
    var value = try builder.add(
      Linear(weights: .random([1024, 256], in: -0.1...0.1, seed: 1)), name: "narrow",
      inputs: [flat])
    for _ in 0..<8 {
      value = try builder.add(HyperbolicTangent(), name: "tanh", inputs: [value])
    }
    let last = try builder.add(
      Linear(weights: .random([256, 5], seed: 2)), name: "last", inputs: [value])
    return try builder.graph(outputs: [last])
  }

  @Test("Each gets the bits that it gets alone where the usual way back uses memory again")
  func reusedMemory() throws {
    let plan = Plan(try reusing(), capacity: 4, hasBackwardPass: true)
    #expect(plan.repeatable().arenaSize > plan.arenaSize)
    let session = try GradientSession(reusing(), threads: 2)
    try expectSameBits(
      session, PointBatch((0..<9).map { Tensor.random([1024], seed: 10 + $0) }))
  }

  @Test("Memory for several seeds is taken when they are first asked for, and only if it may be")
  func memory() throws {
    let graph = try reusing()
    let points = PointBatch((0..<9).map { Tensor.random([1024], seed: 10 + $0) })
    let session = try GradientSession(graph, threads: 2)
    let before = session.workspaceBytes
    _ = try session.gradients(of: [seeds[0]], at: points)
    #expect(session.workspaceBytes == before)
    _ = try session.gradients(of: seeds, at: points)
    let after = session.workspaceBytes
    #expect(after > 2 * before)
    _ = try session.gradients(of: seeds, at: points)
    #expect(session.workspaceBytes == after)
    // As much as the usual workers need, and no more.
    let small = try GradientSession(graph, threads: 2, memoryPerWorker: before / 2)
    try expectSameBits(small, points)
    #expect(small.workspaceBytes == before)
  }
}
