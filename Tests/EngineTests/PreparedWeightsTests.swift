import Engine
import Tensors
import TestSupport
import Testing

@Suite("Prepared weights")
struct PreparedWeightsTests {
  /// A convolution of every algorithm, and a matrix product.
  private static let layers: [any Operator] = {
    func convolution(_ side: Int, stride: Int, groups: Int = 1) -> Convolution {
      var window = Window(kernel: .init(y: side, x: side))
      window.stride = .init(y: stride, x: stride)
      let weights = Tensor.random([side, side, 32 / groups, 32], seed: UInt64(side))
      return Convolution(
        weights: weights, bias: [Float](repeating: 0, count: 32), window: window, groups: groups)
    }
    return [
      convolution(1, stride: 1), convolution(3, stride: 1), convolution(3, stride: 2),
      convolution(2, stride: 1), convolution(2, stride: 1, groups: 4),
      convolution(3, stride: 1, groups: 32),
    ]
  }()

  private static let image = Tensor.random([9, 9, 32], seed: 1)

  private func options(_ store: PreparedWeights?) -> KernelOptions {
    var options = KernelOptions()
    options.preparedWeights = store
    return options
  }

  /// A session for sums of an operator's outputs.
  private func session(
    _ layer: any Operator, _ store: PreparedWeights, at shape: Shape = image.shape
  ) throws -> GradientSession {
    var builder = GraphBuilder()
    let input = builder.addInput(name: "x", shape: shape)
    let output = try builder.add(layer, name: "y", inputs: [input])
    return try GradientSession(
      try builder.graph(outputs: [output]), threads: 1, options: options(store))
  }

  @Test(
    "A second plan takes what the first has prepared, and computes the same",
    arguments: layers.indices)
  func shared(_ index: Int) throws {
    let layer = Self.layers[index]
    let store = PreparedWeights()
    let alone = TestGraph.gradient(of: layer, at: [Self.image])
    do {
      let session = try session(layer, store)
      withExtendedLifetime(session) {
        // Forwards and backwards; depthwise weights lie as they are.
        let prepared = index == 5 ? 0 : 2
        #expect(store.count == prepared)
        #expect(TestGraph.gradient(of: layer, at: [Self.image], options: options(store)) == alone)
        #expect(store.count == prepared)
      }
    }
    #expect(store.count == 0)
  }

  @Test("What another operator makes of the same numbers is another layout")
  func layouts() throws {
    let image = Tensor.random([6, 6, 16], seed: 4)
    let weights = Tensor.random([2, 2, 16, 16], seed: 3)
    let store = PreparedWeights()
    var sessions: [GradientSession] = []
    for stride in [1, 2] {
      var window = Window(kernel: .init(y: 2, x: 2))
      window.stride = .init(y: stride, x: stride)
      let layer = Convolution(
        weights: weights, bias: [Float](repeating: 0, count: 16), window: window)
      let alone = TestGraph.gradient(of: layer, at: [image])
      sessions.append(try session(layer, store, at: image.shape))
      #expect(TestGraph.gradient(of: layer, at: [image], options: options(store)) == alone)
    }
    // Forwards is the same for both; backwards one gathers and the other scatters.
    #expect(store.count == 3 && sessions.count == 2)
  }

  @Test("Of many weights that come and go only those are counted that a plan holds")
  func many() throws {
    let store = PreparedWeights()
    let held = try session(Self.layers[0], store)
    try withExtendedLifetime(held) {
      for seed in 0..<300 {
        var window = Window(kernel: .init(y: 1, x: 1))
        window.stride = .init(y: 1, x: 1)
        let layer = Convolution(
          weights: Tensor.random([1, 1, 32, 8], seed: UInt64(seed)),
          bias: [Float](repeating: 0, count: 8), window: window)
        _ = try session(layer, store)
        #expect(store.count == 2)
      }
    }
  }
}
