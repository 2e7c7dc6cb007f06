import Engine
import Tensors
import TestSupport
import Testing

@Suite("Sessions")
struct SessionTests {
  private let network = SmallNetwork()
  private let seed: [Float] = [0, 1, 0, -0.5, 0]
  /// Rounding of the longest sums, through eight layers.
  private let tolerance = 8 * roundingTolerance(terms: 150)

  private func score(_ x: DoubleTensor) -> Double {
    zip(network.reference(x), seed).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  @Test("Outputs of a network agree with plain loops, in batches that are split too")
  func forward() throws {
    let session = try ForwardSession(try network.graph(), batchSize: 2)
    let pictures = (0..<5).map { network.picture($0) }
    let batch = Tensor([5, 9, 8, 3], pictures.flatMap(\.values))
    let found = try session.outputs(for: [batch])
    #expect(found.count == 1)
    #expect(found[0].shape == [5, network.classes])
    let expected = pictures.flatMap { network.reference(DoubleTensor($0)) }
    #expect(relativeDifference(found[0].values, expected) < tolerance)
  }

  @Test("Inputs of another shape are refused with both shapes")
  func shapeErrors() throws {
    let session = try ForwardSession(network.graph())
    let error = #expect(throws: GraphError.self) {
      try session.outputs(for: [Tensor([2, 9, 9, 3])])
    }
    #expect(error?.description == "input image: expected shape 2×9×8×3, found 2×9×9×3")
    #expect(throws: GraphError.self) { try session.outputs(for: []) }
    #expect(throws: GraphError.self) { try session.outputs(for: [Tensor([])]) }
    let empty = try session.outputs(for: [Tensor([0, 9, 8, 3])])
    #expect(empty[0].shape == [0, network.classes])

    let gradients = try GradientSession(network.graph(), threads: 1)
    let point = #expect(throws: GraphError.self) {
      try gradients.gradients(of: seed, at: PointBatch([Tensor([8, 9, 3])]))
    }
    #expect(point?.description == "input point: expected shape 9×8×3, found 8×9×3")
  }

  @Test("A gradient needs a network of one input and one output")
  func oneInput() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [2])
    let y = builder.addInput(name: "y", shape: [2])
    let z = try builder.add(Arithmetic(.sum), name: "z", inputs: [x, y])
    let error = #expect(throws: GraphError.self) {
      try GradientSession(builder.graph(outputs: [z]), threads: 1)
    }
    #expect(
      error?.description
        == "the network cannot be run: gradients need one input and one output, found 2 and 1")
  }

  @Test("The gradient of a network is that of the reference")
  func gradient() throws {
    let session = try GradientSession(network.graph(), threads: 1)
    let point = network.picture(0)
    let found = try session.gradients(of: seed, at: PointBatch([point]))
    #expect(abs(found.values[0] - score(DoubleTensor(point))) < tolerance)
    let expected = finiteDifferences(
      of: { score($0[0]) }, at: [DoubleTensor(point)], argument: 0, limit: 60)
    let pairs = zip(found.sums[0].values, expected).compactMap { a, b in b.map { (Double(a), $0) } }
    #expect(relativeDifference(pairs.map(\.0), pairs.map(\.1)) < tolerance)
  }

  @Test("A sum of gradients over a path is the sum of each point's gradient times its weight")
  func weightedSums() throws {
    let session = try GradientSession(network.graph(), threads: 2)
    let batch = network.path(13)
    let found = try session.gradients(of: seed, at: batch)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: 216), count: 2)
    for (index, point) in batch.points.enumerated() {
      let single = try session.gradients(of: seed, at: PointBatch([batch.point(index)]))
      #expect(abs(single.values[0] - found.values[index]) < tolerance)
      for (entry, value) in single.sums[0].values.enumerated() {
        sums[point.group][entry] += point.weight * Double(value)
      }
    }
    #expect(found.sums.count == 2)
    for group in 0..<2 {
      #expect(relativeDifference(found.sums[group].values, sums[group]) < tolerance)
    }
    let outputs = try session.outputs(at: batch)
    for (output, value) in zip(outputs, found.values) {
      let expected = zip(output, seed).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      #expect(abs(expected - value) < 1e-6)
    }
  }

  @Test("Results are the same bits for every number of threads", arguments: [1, 2, 5, 13, 40])
  func threads(_ count: Int) throws {
    let graph = try network.graph()
    let results = try [1, 2, 3].map { threads in
      try GradientSession(graph, threads: threads).gradients(of: seed, at: network.path(count))
    }
    for result in results.dropFirst() {
      #expect(result.values == results[0].values)
      #expect(result.sums == results[0].sums)
    }
  }

  @Test("Anchors instead of points change rounding only")
  func anchors() throws {
    let session = try GradientSession(network.graph(), threads: 2)
    let batch = network.path(9)
    let written = PointBatch(
      anchors: batch.points.indices.map { batch.point($0) },
      points: batch.points.enumerated().map { index, point in
        var coefficients = [Float](repeating: 0, count: batch.points.count)
        coefficients[index] = 1
        return PointBatch.Point(
          coefficients: coefficients, weight: point.weight, group: point.group)
      })
    let (a, b) = (
      try session.gradients(of: seed, at: batch), try session.gradients(of: seed, at: written)
    )
    #expect(relativeDifference(a.values, b.values) < tolerance)
    for (one, other) in zip(a.sums, b.sums) {
      #expect(relativeDifference(one.values, other.values) < tolerance)
    }
  }

  @Test("Gradients do not depend on how many points a worker runs at a time", arguments: [1, 3, 8])
  func microBatches(_ microBatch: Int) throws {
    let graph = try network.graph()
    let usual = try GradientSession(graph, threads: 1).gradients(of: seed, at: network.path(11))
    let session = try GradientSession(graph, threads: 2, microBatch: microBatch)
    let found = try session.gradients(of: seed, at: network.path(11))
    for (one, other) in zip(found.sums, usual.sums) {
      #expect(relativeDifference(one.values, other.values) < tolerance)
    }
  }

  @Test("Memory does not depend on the number of points, and an empty batch has no sums")
  func memory() throws {
    let session = try GradientSession(network.graph(), threads: 2)
    let before = session.workspaceBytes
    #expect(before > 0)
    _ = try session.gradients(of: seed, at: network.path(200))
    #expect(session.workspaceBytes == before)
    let one = try GradientSession(network.graph(), threads: 1)
    #expect(before == 2 * one.workspaceBytes)
    let empty = try session.gradients(of: seed, at: PointBatch([]))
    #expect(empty.values.isEmpty && empty.sums.isEmpty)
  }

  @Test("Repeated calls return the same bits: nothing is left over from the call before")
  func repeatable() throws {
    let session = try GradientSession(network.graph(), threads: 2)
    let first = try session.gradients(of: seed, at: network.path(7))
    _ = try session.gradients(of: [1, 0, 0, 0, 0], at: network.path(12))
    let second = try session.gradients(of: seed, at: network.path(7))
    #expect(first.values == second.values)
    #expect(first.sums == second.sums)
  }

  @Test("A session may be called from several tasks at a time")
  func concurrentCalls() async throws {
    let session = try GradientSession(network.graph(), threads: 2)
    let (batch, seed) = (network.path(9), seed)
    let expected = try session.gradients(of: seed, at: batch).sums
    let results = try await withThrowingTaskGroup(of: [Tensor].self) { group in
      for _ in 0..<4 { group.addTask { try session.gradients(of: seed, at: batch).sums } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for result in results { #expect(result == expected) }
  }

  @Test("Points are dealt out evenly, each once, in order", arguments: 1...9)
  func split(_ capacity: Int) {
    for count in 0...60 {
      let ranges = MicroBatches.split(count, capacity: capacity)
      #expect(ranges.flatMap { Array($0) } == Array(0..<count))
      let sizes = ranges.map(\.count)
      #expect(sizes.allSatisfy { (1...capacity).contains($0) })
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      #expect(ranges.count <= 1 || ranges.count == count || ranges.count % 2 == 0)
    }
  }
}
