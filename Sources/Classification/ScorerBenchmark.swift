import Engine

/// How fast a network is here: what `igtool bench` reports.
public struct ScorerBenchmark: Sendable {
  /// What the operators of one kind cost per path point, on one thread.
  public struct Share: Sendable, Encodable {
    /// Type of the operator.
    public let kind: String
    /// How often it occurs.
    public let count: Int
    /// Milliseconds of the forward and backward passes.
    public let milliseconds: Double
    /// Share of the whole, 0 to 1.
    public let share: Double
    /// 10⁹ floating-point operations per second, counted by definition; 0 without weights.
    public let gigaflops: Double
  }

  /// What one operator costs per path point, on one thread.
  public struct Layer: Sendable, Encodable {
    /// Name in the network's file.
    public let name: String
    /// Type of the operator.
    public let kind: String
    /// Milliseconds of the forward pass.
    public let forward: Double
    /// Milliseconds of the backward pass.
    public let backward: Double
    /// 10⁹ floating-point operations per second, counted by definition; 0 without weights.
    public let gigaflops: Double
  }

  /// Kernels that OpenBLAS has chosen.
  public let blasKernel: String
  /// 10⁹ floating-point operations per second of large matrix products, on all threads.
  public let productRate: Double
  /// 10⁹ floating-point operations per path point, forwards and backwards, by definition.
  public let operationsPerPoint: Double
  /// Costs by kind of operator, the largest first.
  public let shares: [Share]
  /// Costs of every operator, in the order in which they run.
  public let layers: [Layer]
  /// Bytes of all workers' memory, weights not included.
  public let workspaceBytes: Int
}

extension ClassScorer {
  /// Measures the network's operators, and the products that they are made of.
  public func benchmark(threads: Int) -> ScorerBenchmark {
    let profile = session.profile()
    let total = profile.reduce(0) { $0 + $1.forwardSeconds + $1.backwardSeconds }
    let kinds = Dictionary(grouping: profile, by: \.kind)
    let shares = kinds.map { kind, members in
      let seconds = members.reduce(0) { $0 + $1.forwardSeconds + $1.backwardSeconds }
      let operations = members.reduce(0) { $0 + $1.operations }
      return ScorerBenchmark.Share(
        kind: kind, count: members.count, milliseconds: seconds * 1e3, share: seconds / total,
        gigaflops: operations / seconds * 1e-9)
    }
    return ScorerBenchmark(
      blasKernel: BLAS.kernelName, productRate: BLAS.productRate(threads: threads) * 1e-9,
      operationsPerPoint: session.operationsPerPoint * 1e-9,
      shares: shares.sorted { ($1.milliseconds, $0.kind) < ($0.milliseconds, $1.kind) },
      layers: profile.map { layer in
        ScorerBenchmark.Layer(
          name: layer.name, kind: layer.kind, forward: layer.forwardSeconds * 1e3,
          backward: layer.backwardSeconds * 1e3,
          gigaflops: layer.operations / (layer.forwardSeconds + layer.backwardSeconds) * 1e-9)
      },
      workspaceBytes: session.workspaceBytes)
  }
}
