import Engine
import Models
import ONNX
import Tensors

/// One number of an output: `OUTPUT[i,j,…]`, or `[i,j,…]` of the only one.
public struct OutputEntry: Hashable, Sendable {
  /// Name of the output; nil for the only one.
  public let output: String?
  /// Place along every axis of the file, batch included; negative ones count from the end.
  public let indices: [Int]

  /// Reads `OUTPUT[i,j,…]`; nil if the text is not of that form.
  public init?(_ text: String) {
    guard text.last == "]", let bracket = text.lastIndex(of: "[") else { return nil }
    let inner = text[text.index(after: bracket)...].dropLast()
    let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.drop { $0 == " " } }
    let isScalar = parts.allSatisfy(\.isEmpty) && parts.count == 1
    let numbers = isScalar ? [] : parts.map { Int($0) }
    indices = numbers.compactMap(\.self)
    guard indices.count == numbers.count else { return nil }
    output = bracket == text.startIndex ? nil : String(text[..<bracket])
  }
}

extension OutputEntry: CustomStringConvertible {
  /// The text that it is read from.
  public var description: String {
    "\(output ?? "")[\(indices.map(String.init).joined(separator: ","))]"
  }
}

extension RawNetwork {
  /// Returns the gradients of one number of an output, in the order of axes of the file: at every
  /// input of numbers, named after it, and at the values inside of the given names (of values, or
  /// of nodes).
  ///
  /// Where the number does not depend on an input or value, the gradient is zero. Integers have none,
  /// but for bytes, which are taken to be pixels.
  ///
  /// - Throws: `ClassificationError.unknownOutput`, `.unknownLayer`, `.badEntry` for what is no
  ///   floating-point number or outside of its array, or where there is nothing to take it at, `.graph` where there is not enough memory.
  public func gradients(
    of entry: OutputEntry, at names: [String] = []
  ) throws(ClassificationError) -> [(name: String, values: Tensor)] {
    let place = try output(of: entry)
    let seed = try seed(entry, of: model.outputs[place])
    let score = model.graph.outputs[place]
    let inside = names.filter { name in
      !model.inputs.contains { $0.name == name && Self.hasGradient($0) }
    }
    let layers = try inside.map { name throws(ClassificationError) in try layer(name) }
    var results: [(name: String, values: Tensor)] = []
    do {
      for (index, input) in model.inputs.enumerated() where Self.hasGradient(input) {
        let gradient = try gradient(
          of: seed, in: model.graph.with(outputs: [score]), points: index)
        results.append((input.name, input.toFile(gradient)))
      }
      for (name, layer) in zip(inside, layers) {
        let graph = model.graph.with(outputs: [score, layer.value])
        guard graph.scoreDepends(on: graph.outputs[1]) else {
          results.append((name, Tensor(Shape(layer.extents))))
          continue
        }
        let probed = try graph.probed(at: graph.outputs[1])
        let gradient = try gradient(of: seed, in: probed, points: probed.inputs.count - 1)
        results.append((name, layer.toFile(gradient)))
      }
    } catch {
      throw .graph(error)
    }
    if results.isEmpty {
      throw .badEntry(
        text: "\(entry)",
        expected:
          "an input of floating-point numbers to take it at, the network reads whole numbers "
          + "alone; name a value inside with --gradient-at")
    }
    return results
  }

  private static func hasGradient(_ input: ModelValue) -> Bool {
    input.type.isFloatingPoint || input.type == .uint8
  }

  /// The gradient at input `points` of a graph; inputs beyond those of the network are zero.
  private func gradient(
    of seed: [Float], in graph: Graph, points: Int
  ) throws(GraphError) -> Tensor {
    var values = stored
    for input in graph.inputs.dropFirst(values.count) { values.append(Tensor(graph[input].shape)) }
    guard graph.scoreDepends(on: graph.inputs[points]) else {
      return Tensor(graph[graph.inputs[points]].shape)
    }
    let session = try GradientSession(
      graph, pointsAt: points, gradientsAt: points, threads: 1, microBatch: 1,
      options: engine.kernels())
    let held = values.indices.filter { $0 != points }.map { values[$0] }
    return try session.gradients(
      of: .weights(seed), at: PointBatch([values[points]]), holding: held
    ).sums[0]
  }

  private func output(of entry: OutputEntry) throws(ClassificationError) -> Int {
    let known = model.outputs.map(\.name)
    let place = entry.output.map { known.firstIndex(of: $0) } ?? (known.count == 1 ? 0 : nil)
    guard let place else {
      if let name = entry.output { throw .unknownOutput(name: name, known: known) }
      throw .badEntry(
        text: "\(entry)",
        expected: "the name of an output before it, of " + known.joined(separator: ", "))
    }
    guard model.outputs[place].type.isFloatingPoint else {
      throw .badEntry(
        text: "\(entry)",
        expected: "an output of floating-point numbers, found \(model.outputs[place].type.name)")
    }
    return place
  }

  /// 1 at the entry, in storage order.
  private func seed(
    _ entry: OutputEntry, of output: ModelValue
  ) throws(ClassificationError) -> [Float] {
    let fits =
      entry.indices.count == output.extents.count
      && zip(entry.indices, output.extents).allSatisfy { (-$1..<$1).contains($0) }
    guard fits else {
      throw .badEntry(
        text: "\(entry)",
        expected: "one index for each axis of \"\(output.name)\", which is "
          + "\(Shape(output.extents))")
    }
    let shape = Shape(output.extents)
    let places = zip(entry.indices, output.extents).map { $0 < 0 ? $0 + $1 : $0 }
    var seed = Tensor(shape)
    seed.values[zip(places, shape.strides).reduce(0) { $0 + $1.0 * $1.1 }] = 1
    return output.toStorage(seed).values
  }

  private func layer(_ name: String) throws(ClassificationError) -> ImportedLayer {
    let layers = model.layers
    guard
      let layer = layers.first(where: { $0.name == name })
        ?? layers.first(where: { $0.node == name })
    else {
      let names = Set(layers.flatMap { [$0.name, $0.node] })
      throw .unknownLayer(name: name, similar: NearMatches.of(name, among: Array(names), limit: 5))
    }
    guard layer.isNumeric else {
      throw .badEntry(text: name, expected: "a value of floating-point numbers")
    }
    return layer
  }
}
