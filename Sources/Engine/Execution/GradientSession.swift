import Synchronization
import Tensors

/// Runs a network forwards, and backwards to one of its inputs, over batches of points.
///
/// One input carries the points; every other input holds one array at all points of a call. What is
/// explained is a number made of the first output (``Seed``); further outputs can be looked at.
///
/// In a network of one input and one output the affine entrance (usually the first convolution) is
/// applied to the anchors of a batch, not to its points, and gradients are summed behind it, so that
/// the way back through it is taken once per sum. Everything else runs in micro-batches, spread over
/// worker threads with one BLAS thread each. Micro-batches and the order of summation depend on the
/// number of points alone: results are the same bits for every number of threads.
public final class GradientSession: Sendable {
  /// Points that one worker runs at a time.
  public static let defaultMicroBatch = 4

  /// Shape of a point: that of the input that carries them.
  public let inputShape: Shape
  /// Shape of a gradient: that of the input whose gradient is asked for.
  private let gradientShape: Shape
  /// Shape of the network's first output.
  public let outputShape: Shape

  /// The input that carries the points and the one whose gradient is asked for, by place.
  private let varying: Int
  private let differentiated: Int
  private let entrance: Entrance?
  private let body: Plan
  /// Memory for gradients behind the entrance, and for what is combined there to points.
  private let pool: BufferPool
  private let anchorPool: BufferPool
  private let crew: Crew
  /// Workers that go back several times after one pass forwards, once they have been asked for.
  private let repeatingCrew = Mutex<Crew?>(nil)
  private let memoryPerWorker: Int?
  private let limits: ResourceLimits
  private let bytesAtEntrance: Int

  /// Prepares a graph of one input and one output for `threads` worker threads, which run
  /// `microBatch` points at a time, or fewer where those need more than `memoryPerWorker` bytes.
  ///
  /// - Throws: `GraphError.empty` for a graph of several inputs or outputs, `.tooMuchWork` and
  ///   `.tooMuchMemory` beyond the limits in `options`.
  public convenience init(
    _ graph: Graph, threads: Int, microBatch: Int = GradientSession.defaultMicroBatch,
    memoryPerWorker: Int? = nil, options: KernelOptions = KernelOptions()
  ) throws(GraphError) {
    guard graph.inputs.count == 1, graph.outputs.count == 1 else {
      throw .empty(
        detail: "gradients need one input and one output, found \(graph.inputs.count) and "
          + "\(graph.outputs.count)")
    }
    try self.init(
      graph, pointsAt: 0, gradientsAt: 0, threads: threads, microBatch: microBatch,
      memoryPerWorker: memoryPerWorker, options: options)
  }

  /// Prepares a graph of any inputs and outputs, like the other initialiser: input `pointsAt`
  /// carries the points, and gradients are those at input `gradientsAt`.
  ///
  /// - Throws: `GraphError.tooMuchWork` and `.tooMuchMemory` beyond the limits in `options`.
  public init(
    _ graph: Graph, pointsAt varying: Int, gradientsAt differentiated: Int, threads: Int,
    microBatch: Int = GradientSession.defaultMicroBatch, memoryPerWorker: Int? = nil,
    options: KernelOptions = KernelOptions()
  ) throws(GraphError) {
    precondition(
      graph.inputs.indices.contains(varying) && graph.inputs.indices.contains(differentiated),
      "points and gradients are at inputs of the graph")
    try options.limits.check(graph, workers: max(1, threads))
    (self.memoryPerWorker, limits) = (memoryPerWorker, options.limits)
    (self.varying, self.differentiated) = (varying, differentiated)
    inputShape = graph[graph.inputs[varying]].shape
    gradientShape = graph[graph.inputs[differentiated]].shape
    outputShape = graph[graph.outputs[0]].shape
    let parts = graph.withConstantsSpecialized().pruned().splitAtAffinePrefix()
    let network = parts.body.fused()
    var plan = Plan(
      network, capacity: microBatch,
      backward: BackwardPass(network, to: [network.inputs[differentiated]]), options: options)
    if let memoryPerWorker {
      while plan.arenaBytes > memoryPerWorker && plan.capacity > 1 {
        plan = plan.resized(to: plan.capacity - 1)
      }
    }
    let first = parts.prefix.map { Entrance.plan($0, options: options) }
    let workers = max(1, threads)
    bytesAtEntrance = Self.bytes(at: network, workers: workers)
    try options.limits.check(
      bytes: plan.bytes(workers: workers) + (first?.bytes(workers: workers) ?? 0)
        + bytesAtEntrance)
    entrance = first.map { Entrance($0, threads: threads) }
    body = plan
    pool = BufferPool(length: network[network.inputs[differentiated]].shape.count)
    anchorPool = BufferPool(length: network[network.inputs[varying]].shape.count)
    crew = Crew(plan, count: threads)
  }

  /// Bytes of the arrays that go in and come out: the two ends of a path and what is held, as they
  /// are handed in and as they are read, and sums of gradients, two for each worker and two more.
  private static func bytes(at network: Graph, workers: Int) -> Int {
    let numbers = network.inputs.reduce(0) { $0 + network[$1].shape.count }
    return (2 * workers + 6) * numbers * MemoryLayout<Float>.stride
  }

  /// The network behind its affine entrance.
  var bodyGraph: Graph { body.graph }

  /// Seconds per example that every node of the body takes, on one thread.
  func profiledPass() -> [(forward: Double, backward: Double)] {
    let batch = body.capacity
    return crew.withFirstWorkspace { workspace in
      workspace.profile(batch: batch).map {
        (forward: $0.forward / Double(batch), backward: $0.backward / Double(batch))
      }
    }
  }

  /// Bytes of all workers' memory, weights not included.
  public var workspaceBytes: Int {
    crew.bytes + repeatingCrew.withLock { $0?.bytes ?? 0 }
  }

  /// Returns the network's first output at every point; `held` has an array for every input but the
  /// one that carries the points, in order.
  ///
  /// - Throws: `GraphError.inputShape` where an anchor or a held array has another shape than its
  ///   input.
  public func outputs(
    at batch: PointBatch, holding held: [Tensor] = []
  ) throws(GraphError) -> [[Float]] {
    let filling = try filling(for: batch, held)
    defer { filling.anchors.forEach(anchorPool.give) }
    let results = Mutex([[Float]](repeating: [], count: batch.points.count))
    forEachMicroBatch(of: batch, by: crew) { _, points, workspace in
      workspace.forward(to: points, of: batch, filling)
      let outputs = workspace.outputs[0].examples(points.count)
      results.withLock { results in
        for (point, output) in zip(points, outputs) { results[point] = output }
      }
    }
    return results.withLock { $0 }
  }

  /// Returns at every point the network's output times `seed`, added up, and for every group of
  /// points the weighted sum of the gradients of that number.
  ///
  /// - Throws: `GraphError.inputShape` where an anchor has another shape than the input.
  public func gradients(of seed: [Float], at batch: PointBatch) throws(GraphError) -> GradientSums {
    try gradients(of: .weights(seed), at: batch)
  }

  /// Returns at every point the number that `seed` makes of the network's first output, and for
  /// every group of points the weighted sum of the gradients of that number; `held` has an array for
  /// every input but the one that carries the points, in order.
  ///
  /// - Throws: `GraphError.inputShape` where an anchor or a held array has another shape than its
  ///   input.
  public func gradients(
    of seed: Seed, at batch: PointBatch, holding held: [Tensor] = []
  ) throws(GraphError) -> GradientSums {
    try sums(of: [seed], at: batch, holding: held, by: crew)[0]
  }

  /// Returns for each of several seeds what it gets alone, bit by bit, going forwards once for all
  /// of them.
  ///
  /// That takes more memory per worker; where there is not enough, each seed is taken on its own.
  ///
  /// - Throws: `GraphError.inputShape` where an anchor or a held array has another shape than its
  ///   input.
  public func gradients(
    of seeds: [Seed], at batch: PointBatch, holding held: [Tensor] = []
  ) throws(GraphError) -> [GradientSums] {
    if seeds.count > 1, let crew = crewForSeveralSeeds() {
      return try sums(of: seeds, at: batch, holding: held, by: crew)
    }
    return try seeds.map { seed throws(GraphError) in
      try gradients(of: seed, at: batch, holding: held)
    }
  }

  /// Returns what `gradients(of:at:holding:)` does, and at every point the further outputs of the
  /// network, in order.
  ///
  /// - Throws: `GraphError.inputShape` where an anchor or a held array has another shape than its
  ///   input.
  public func gradientsAndFurtherOutputs(
    of seed: Seed, at batch: PointBatch, holding held: [Tensor] = []
  ) throws(GraphError) -> (gradients: GradientSums, outputs: [[Tensor]]) {
    let further = Mutex([[Tensor]](repeating: [], count: batch.points.count))
    let shapes = body.graph.outputs.dropFirst().map { body.graph[$0].shape }
    let gradients = try sums(of: [seed], at: batch, holding: held, by: crew) { points, workspace in
      for (output, shape) in zip(workspace.outputs.dropFirst(), shapes) {
        let examples = output.examples(points.count)
        further.withLock { further in
          for (point, values) in zip(points, examples) {
            further[point].append(Tensor(shape, values))
          }
        }
      }
    }
    return (gradients[0], further.withLock { $0 })
  }

  /// Returns the workers for several seeds, which are made at the first call; nil if there is not
  /// enough memory for them.
  private func crewForSeveralSeeds() -> Crew? {
    repeatingCrew.withLock { known in
      if let known { return known }
      // As many points at a time, so that gradients are summed in the same order.
      let plan = body.repeatable()
      guard plan.arenaBytes <= memoryPerWorker ?? .max else { return nil }
      let bytes = plan.bytes(workers: crew.count) + crew.bytes + bytesAtEntrance
      do { try limits.check(bytes: bytes) } catch { return nil }
      let made = Crew(plan, count: crew.count)
      known = made
      return made
    }
  }

  /// Sums gradients, for each seed on its own; `observe` is handed the workspace of some points
  /// after the forward pass.
  private func sums(
    of seeds: [Seed], at batch: PointBatch, holding held: [Tensor], by crew: Crew,
    observe: @Sendable (Range<Int>, borrowing Workspace) -> Void = { _, _ in }
  ) throws(GraphError) -> [GradientSums] {
    for case .weights(let weights) in seeds {
      precondition(weights.count == outputShape.count, "one seed per output")
    }
    let filling = try filling(for: batch, held)
    defer { filling.anchors.forEach(anchorPool.give) }
    let sums = seeds.map { _ in OrderedSums(count: batch.groupCount, pool: pool) }
    let values = Mutex(
      [[Double]](
        repeating: [Double](repeating: 0, count: batch.points.count), count: seeds.count))
    let differentiated = differentiated
    forEachMicroBatch(of: batch, by: crew) { index, points, workspace in
      workspace.forward(to: points, of: batch, filling)
      observe(points, workspace)
      let outputs = workspace.outputs[0].examples(points.count)
      for (place, seed) in seeds.enumerated() {
        let numbers = outputs.map { seed.linearized(at: $0) }
        values.withLock { values in
          for (slot, point) in points.enumerated() { values[place][point] = numbers[slot].value }
        }
        workspace.seed(with: numbers.map(\.slopes))
        let part = sums[place].makePart()
        workspace.backward(batch: points.count) { examples, gradients in
          for (slot, example) in examples.enumerated() {
            let point = batch.points[points.lowerBound + example]
            part.add(
              gradients[differentiated].example(slot), weight: point.weight, group: point.group)
          }
        }
        sums[place].add(part, turn: index)
      }
    }
    return zip(values.withLock { $0 }, sums).map { values, sums in
      GradientSums(values: values, sums: inputGradients(of: sums.takeSums()))
    }
  }

  /// Checks what a call is handed, and takes the anchors through the entrance; their memory is the pool's.
  private func filling(
    for batch: PointBatch, _ held: [Tensor]
  ) throws(GraphError) -> InputFilling {
    for anchor in batch.anchors where anchor.shape != inputShape {
      throw .inputShape(name: "point", expected: inputShape, found: anchor.shape)
    }
    let places = body.graph.inputs.indices.filter { $0 != varying }
    precondition(held.count == places.count, "one array for every input without points")
    for (place, tensor) in zip(places, held) {
      let input = body.graph[body.graph.inputs[place]]
      guard tensor.shape == input.shape else {
        throw .inputShape(name: input.name, expected: input.shape, found: tensor.shape)
      }
    }
    let anchors =
      entrance?.outputs(of: batch.anchors, from: anchorPool)
      ?? batch.anchors.map { anchorPool.take(filledWith: $0.values) }
    return InputFilling(
      varying: varying, anchors: anchors,
      held: zip(places, held).map { ($0, AlignedBuffer($1.values)) })
  }

  /// Splits the points into micro-batches of nearly equal size, an even number of them where there
  /// are several, and runs `run` for each on some worker.
  private func forEachMicroBatch(
    of batch: PointBatch, by crew: Crew,
    _ run: @Sendable (Int, Range<Int>, borrowing Workspace) -> Void
  ) {
    let ranges = MicroBatches.split(batch.points.count, capacity: body.capacity)
    crew.forEach(ranges.count) { index, workspace in run(index, ranges[index], workspace) }
  }

  /// Takes gradients behind the entrance back to the network's input, and their memory to the pool.
  private func inputGradients(of gradients: [AlignedBuffer]) -> [Tensor] {
    defer { gradients.forEach(pool.give) }
    if let entrance { return entrance.inputGradients(of: gradients) }
    return gradients.map { gradient in
      Tensor(gradientShape, Array(UnsafeBufferPointer(start: gradient.base, count: gradient.count)))
    }
  }
}
