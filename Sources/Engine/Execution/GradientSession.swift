import CKernels
import COpenBLAS
import Dispatch
import Synchronization
import Tensors

/// Runs a network of one input and one output forwards and backwards over batches of points.
///
/// The affine entrance of the network (usually its first convolution) is applied to the anchors of
/// a batch, not to its points, and gradients are summed behind it, so that the way back through it
/// is taken once per sum. What is behind it runs in micro-batches, spread over worker threads with
/// one BLAS thread each. Micro-batches and the order of summation depend on the number of points
/// alone: results are the same bits for every number of threads.
public final class GradientSession: Sendable {
  /// Points that one worker runs at a time.
  public static let defaultMicroBatch = 4

  /// Shape of a point: that of the network's input.
  public let inputShape: Shape
  /// Shape of the network's output.
  public let outputShape: Shape

  /// Workers for the affine entrance; none if there is none.
  private let entrances: [Worker]
  private let body: Plan
  /// Memory for gradients behind the entrance.
  private let pool: BufferPool
  private let workers: [Worker]

  /// One thread's memory.
  private final class Worker: Sendable {
    let workspace: Mutex<Workspace>
    init(_ plan: Plan) { workspace = Mutex(Workspace(plan)) }
  }

  /// Prepares a graph of one input and one output for `threads` worker threads, which run
  /// `microBatch` points at a time, or fewer where those need more than `memoryPerWorker` bytes.
  public init(
    _ graph: Graph, threads: Int, microBatch: Int = GradientSession.defaultMicroBatch,
    memoryPerWorker: Int? = nil, options: KernelOptions = KernelOptions()
  ) throws(GraphError) {
    guard graph.inputs.count == 1, graph.outputs.count == 1 else {
      throw .empty(
        detail: "gradients need one input and one output, found \(graph.inputs.count) and "
          + "\(graph.outputs.count)")
    }
    openblas_set_num_threads(1)
    inputShape = graph[graph.inputs[0]].shape
    outputShape = graph[graph.outputs[0]].shape
    let parts = graph.withConstantsSpecialized().pruned().splitAtAffinePrefix()
    let entrance = parts.prefix.map { prefix in
      Plan(prefix.withChainsAbsorbed(), capacity: 1, hasBackwardPass: true, options: options)
    }
    entrances = entrance.map { plan in (0..<max(1, threads)).map { _ in Worker(plan) } } ?? []
    var plan = Plan(
      parts.body.withChainsAbsorbed(), capacity: microBatch, hasBackwardPass: true,
      options: options)
    if let memoryPerWorker {
      while plan.arenaBytes > memoryPerWorker && plan.capacity > 1 {
        plan = plan.resized(to: plan.capacity - 1)
      }
    }
    try plan.checkMemory(count: max(1, threads))
    body = plan
    pool = BufferPool(length: plan.graph[plan.graph.inputs[0]].shape.count)
    workers = (0..<max(1, threads)).map { _ in Worker(plan) }
  }

  /// The network behind its affine entrance.
  var bodyGraph: Graph { body.graph }

  /// Seconds per example that every node of the body takes, on one thread.
  func profiledPass() -> [(forward: Double, backward: Double)] {
    let batch = body.capacity
    return workers[0].workspace.withLock { workspace in
      workspace.profile(batch: batch).map {
        (forward: $0.forward / Double(batch), backward: $0.backward / Double(batch))
      }
    }
  }

  /// Bytes of all workers' memory, weights not included.
  public var workspaceBytes: Int {
    workers.count * body.arenaBytes
  }

  /// Returns the network's output at every point.
  public func outputs(at batch: PointBatch) throws(GraphError) -> [[Float]] {
    try check(batch)
    let results = Mutex([[Float]](repeating: [], count: batch.points.count))
    let anchors = behindEntrance(batch.anchors)
    forEachMicroBatch(of: batch) { _, points, workspace in
      workspace.forward(to: points, of: batch, anchors)
      let outputs = workspace.outputs[0].examples(points.count)
      results.withLock { results in
        for (point, output) in zip(points, outputs) { results[point] = output }
      }
    }
    return results.withLock { $0 }
  }

  /// Returns at every point the network's output times `seed`, added up, and for every group of
  /// points the weighted sum of the gradients of that number.
  public func gradients(of seed: [Float], at batch: PointBatch) throws(GraphError) -> GradientSums {
    try check(batch)
    precondition(seed.count == outputShape.count, "one seed per output")
    let anchors = behindEntrance(batch.anchors)
    let sums = OrderedSums(count: batch.groupCount, pool: pool)
    let values = Mutex([Double](repeating: 0, count: batch.points.count))

    forEachMicroBatch(of: batch) { index, points, workspace in
      workspace.forward(to: points, of: batch, anchors)
      let scores = workspace.outputs[0].examples(points.count).map { dot($0, seed) }
      values.withLock { values in
        for (point, score) in zip(points, scores) { values[point] = score }
      }
      workspace.seed(with: seed, batch: points.count)
      let part = sums.makePart()
      workspace.backward(batch: points.count) { examples, gradients in
        for (slot, example) in examples.enumerated() {
          let point = batch.points[points.lowerBound + example]
          part.add(gradients[0].example(slot), weight: point.weight, group: point.group)
        }
      }
      sums.add(part, turn: index)
    }
    return GradientSums(
      values: values.withLock { $0 },
      sums: backThroughEntrance(sums.takeSums()))
  }

  private func check(_ batch: PointBatch) throws(GraphError) {
    for anchor in batch.anchors where anchor.shape != inputShape {
      throw .inputShape(name: "point", expected: inputShape, found: anchor.shape)
    }
  }

  /// Splits the points into micro-batches of nearly equal size, an even number of them where there
  /// are several, and runs `body` for each on some worker.
  private func forEachMicroBatch(
    of batch: PointBatch, _ run: @Sendable (Int, Range<Int>, borrowing Workspace) -> Void
  ) {
    let ranges = MicroBatches.split(batch.points.count, capacity: body.capacity)
    let next = Atomic(0)
    let count = min(workers.count, ranges.count)
    DispatchQueue.concurrentPerform(iterations: count) { worker in
      workers[worker].workspace.withLock { workspace in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < ranges.count else { break }
          run(index, ranges[index], workspace)
        }
      }
    }
  }

  /// Returns what the network's affine entrance makes of the anchors.
  private func behindEntrance(_ anchors: [Tensor]) -> [AlignedBuffer] {
    if entrances.isEmpty { return anchors.map { AlignedBuffer($0.values) } }
    return atEntrance(anchors) { anchor, workspace in
      workspace.inputs[0].write(anchor.values, firstExample: 0, batch: 1)
      workspace.forward(batch: 1)
      return AlignedBuffer(workspace.outputs[0].examples(1)[0])
    }
  }

  /// Takes gradients behind the entrance back to the network's input, and their memory to the pool.
  private func backThroughEntrance(_ gradients: [AlignedBuffer]) -> [Tensor] {
    defer { gradients.forEach(pool.give) }
    if entrances.isEmpty {
      return gradients.map { gradient in
        Tensor(
          inputShape, Array(UnsafeBufferPointer(start: gradient.base, count: gradient.count)))
      }
    }
    return atEntrance(gradients) { gradient, workspace in
      // The gradient of an affine chain is the same at every input: no forward pass is needed.
      if let target = workspace.outputGradient {
        igk_copy_rows(
          gradient.base, target.columns, target.base, target.rowStride, target.rows,
          target.columns)
      }
      var result = Tensor(inputShape)
      workspace.backward(batch: 1) { _, gradients in
        gradients[0].read(into: &result.values, firstExample: 0, batch: 1)
      }
      return result
    }
  }

  /// Runs `body` for each item on some worker of the entrance.
  private func atEntrance<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @Sendable (Item, borrowing Workspace) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: items.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(entrances.count, items.count)) { worker in
      entrances[worker].workspace.withLock { workspace in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < items.count else { break }
          let result = body(items[index], workspace)
          results.withLock { $0[index] = result }
        }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}

/// How points are dealt out.
package enum MicroBatches {
  /// Splits `count` points into ranges of at most `capacity`, of nearly equal size, and an even
  /// number of ranges where there are several, so that two workers finish together.
  package static func split(_ count: Int, capacity: Int) -> [Range<Int>] {
    var parts = (count + capacity - 1) / capacity
    if parts > 1 && parts < count { parts += parts % 2 }
    return (0..<parts).map { part in count * part / parts..<count * (part + 1) / parts }
  }
}

extension Workspace {
  /// Runs forwards to the outputs of some points of a batch, each written just before it is read.
  fileprivate func forward(to points: Range<Int>, of batch: PointBatch, _ anchors: [AlignedBuffer])
  {
    let input = inputs[0]
    forward(batch: points.count) { examples in
      for example in examples {
        let coefficients = batch.points[points.lowerBound + example].coefficients
        input.writeCombination(coefficients, of: anchors, to: example)
      }
    }
  }

  /// Writes the same gradient of the output for every example.
  fileprivate func seed(with gradient: [Float], batch: Int) {
    guard let view = outputGradient else { return }
    for example in 0..<batch {
      for row in 0..<view.rows {
        for column in 0..<view.columns {
          view.example(example)[row * view.rowStride + column] =
            gradient[row * view.columns + column]
        }
      }
    }
  }
}

extension View {
  /// Writes an affine combination of anchors as example `slot`.
  fileprivate func writeCombination(
    _ coefficients: [Float], of anchors: [AlignedBuffer], to slot: Int
  ) {
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>?.self, capacity: anchors.count
    ) { bases in
      for (index, anchor) in anchors.enumerated() {
        bases.initializeElement(at: index, to: UnsafePointer(anchor.base))
      }
      igk_combine(bases.baseAddress, coefficients, anchors.count, example(slot), count)
    }
  }

  /// Copies of the first `batch` examples.
  func examples(_ batch: Int) -> [[Float]] {
    (0..<batch).map { example in
      [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        if let target = buffer.baseAddress {
          igk_copy_rows(self.example(example), rowStride, target, columns, rows, columns)
        }
        initialized = count
      }
    }
  }
}

/// Σ aᵢ bᵢ in double precision.
private func dot(_ a: [Float], _ b: [Float]) -> Double {
  var sum = 0.0
  for index in a.indices where b[index] != 0 { sum += Double(a[index]) * Double(b[index]) }
  return sum
}
