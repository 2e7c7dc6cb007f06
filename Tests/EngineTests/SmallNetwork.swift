import Engine
import Tensors
import TestSupport

/// A network of the Inception-v1 family: stem, normalisation, a module of four branches, a residual
/// sum, average and softmax; and the same in double precision, by plain loops.
struct SmallNetwork {
  let inputShape: Shape = [9, 8, 3]
  let classes = 5
  let stem = layer(3, 3, to: 6, stride: 2, seed: 1)
  let normalization = LocalResponseNormalization(size: 5, alpha: 0.5, beta: 0.75, bias: 1)
  let one = layer(1, 6, to: 3, seed: 3)
  let reduce = layer(1, 6, to: 2, seed: 5)
  let three = layer(3, 2, to: 4, seed: 7)
  let five = layer(5, 6, to: 2, seed: 9)
  let project = layer(1, 6, to: 3, seed: 11)
  let again = layer(3, 12, to: 12, seed: 13)
  let head = Linear(weights: .random([12, 5], in: -2...2, seed: 15))

  private static func layer(
    _ size: Int, _ inputs: Int, to outputs: Int, stride: Int = 1, seed: UInt64
  ) -> Convolution {
    var window = Window(kernel: .init(y: size, x: size))
    window.stride = .init(y: stride, x: stride)
    window.padBefore = .init(y: size / 2, x: size / 2)
    window.padAfter = window.padBefore
    return Convolution(
      weights: .random([size, size, inputs, outputs], in: -0.5...0.5, seed: seed),
      bias: Tensor.random([outputs], in: 0...0.5, seed: seed + 1).values, window: window)
  }

  private var pool: Window {
    var window = Window(kernel: .init(y: 3, x: 3))
    window.padBefore = .init(y: 1, x: 1)
    window.padAfter = .init(y: 1, x: 1)
    return window
  }

  /// The network as a graph.
  func graph() throws(GraphError) -> Graph {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "image", shape: inputShape)
    func rectified(
      _ layer: Convolution, _ input: Graph.ValueID, _ name: String
    ) throws(GraphError) -> Graph.ValueID {
      let sum = try builder.add(layer, name: name, inputs: [input])
      return try builder.add(Rectifier(), name: name + "/relu", inputs: [sum])
    }
    let a = try rectified(stem, x, "stem")
    let b = try builder.add(normalization, name: "lrn", inputs: [a])
    let pooled = try builder.add(MaximumPooling(window: pool), name: "pool", inputs: [b])
    let branches = [
      try rectified(one, b, "one"),
      try rectified(three, rectified(reduce, b, "reduce"), "three"),
      try rectified(five, b, "five"),
      try rectified(project, pooled, "project"),
    ]
    let module = try builder.add(Concatenation(axis: 2), name: "module", inputs: branches)
    let more = try rectified(again, module, "again")
    let residual = try builder.add(Arithmetic(.sum), name: "residual", inputs: [module, more])
    let mean = try builder.add(GlobalAveragePooling(), name: "mean", inputs: [residual])
    let flat = try builder.add(Reshape(to: [12]), name: "flat", inputs: [mean])
    let logits = try builder.add(head, name: "head", inputs: [flat])
    let probabilities = try builder.add(Softmax(), name: "softmax", inputs: [logits])
    return try builder.graph(outputs: [probabilities])
  }

  /// The network's output in double precision.
  func reference(_ x: DoubleTensor) -> [Double] {
    func rectified(_ layer: Convolution, _ input: DoubleTensor) -> DoubleTensor {
      References.convolution(input, layer).map { max($0, 0) }
    }
    let b = References.localResponseNormalization(rectified(stem, x), normalization)
    let module = References.concatenation(
      [
        rectified(one, b), rectified(three, rectified(reduce, b)), rectified(five, b),
        rectified(project, References.maximumPooling(b, pool)),
      ], axis: 2)
    let more = rectified(again, module)
    var mean = DoubleTensor([12])
    for index in module.values.indices {
      mean.values[index % 12] += (module.values[index] + more.values[index])
    }
    let pixels = Double(module.values.count / 12)
    return References.softmax(
      References.linear(mean.map { $0 / pixels }, head), length: classes
    ).values
  }

  /// A picture for the network.
  func picture(_ seed: UInt64) -> Tensor { .random(inputShape, seed: 100 + seed) }

  /// A straight path with uneven weights, in two groups.
  func path(_ count: Int) -> PointBatch {
    let line = PointBatch(
      from: picture(1), to: picture(2),
      at: (0..<count).map { (Double($0) + 0.5) / Double(count) },
      weights: (0..<count).map { Double($0 % 3 + 1) / Double(count) })
    return PointBatch(
      anchors: line.anchors,
      points: line.points.enumerated().map { index, point in
        PointBatch.Point(
          coefficients: point.coefficients, weight: point.weight, group: index % 5 == 0 ? 1 : 0)
      })
  }
}
