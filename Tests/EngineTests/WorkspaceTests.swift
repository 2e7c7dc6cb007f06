import Engine
import Tensors
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Plan and workspace", .serialized)
struct WorkspaceTests {
  @Test("Branches of an inception module write into their concatenation: memory for one copy")
  func concatenationInPlace() throws {
    func size(joined: Bool) throws -> Int {
      var builder = GraphBuilder()
      let x = builder.addInput(name: "x", shape: [16])
      let parts = try (0..<4).map { index in
        try builder.add(
          Linear(weights: .random([16, 512], seed: UInt64(index))), name: "part", inputs: [x])
      }
      let y = try builder.add(Concatenation(axis: 0), name: "y", inputs: parts)
      let outputs = joined ? [y] : parts
      return Plan(
        try builder.graph(outputs: outputs).pruned(), capacity: 1, hasBackwardPass: false
      ).arenaSize
    }
    #expect(try size(joined: true) == size(joined: false))
  }

  @Test("Without a backward pass, activations share memory")
  func forwardSharesMemory() throws {
    var builder = GraphBuilder()
    var value = builder.addInput(name: "x", shape: [1024])
    for _ in 0..<10 { value = try builder.add(Sigmoid(), name: "sigmoid", inputs: [value]) }
    let graph = try builder.graph(outputs: [value])
    let forward = Plan(graph, capacity: 4, hasBackwardPass: false).arenaSize
    let both = Plan(graph, capacity: 4, hasBackwardPass: true).arenaSize
    #expect(forward <= 3 * 4 * 1024)
    #expect(both >= 10 * 4 * 1024)
  }

  @Test("A workspace for several examples gives each what it gets alone, run after run")
  func partialBatches() throws {
    let network = SmallNetwork()
    let graph = try network.graph()
    let workspace = Workspace(Plan(graph, capacity: 4, hasBackwardPass: true))
    for batch in [3, 1, 4, 2] {
      let pictures = (0..<batch).map { network.picture(UInt64(10 * batch + $0)) }
      let values = pictures.flatMap(\.values)
      workspace.inputs[0].write(values, firstExample: 0, batch: batch)
      workspace.forward(batch: batch)
      var outputs = [Float](repeating: 0, count: batch * 5)
      workspace.outputs[0].read(into: &outputs, firstExample: 0, batch: batch)
      let ones = [Float](repeating: 1, count: batch * 5)
      workspace.outputGradient?.write(
        ones.indices.map { $0 % 5 == 2 ? 1 : 0 }, firstExample: 0, batch: batch)
      let picture = values.count / batch
      var gradients = [Float](repeating: 0, count: values.count)
      workspace.backward(batch: batch) { examples, views in
        var few = [Float](repeating: 0, count: examples.count * picture)
        views[0].read(into: &few, firstExample: 0, batch: examples.count)
        gradients.replaceSubrange(
          examples.lowerBound * picture..<examples.upperBound * picture, with: few)
      }

      let session = try GradientSession(graph, threads: 1, microBatch: 1)
      for (index, picture) in pictures.enumerated() {
        let alone = try session.gradients(of: [0, 0, 1, 0, 0], at: PointBatch([picture]))
        #expect(abs(alone.values[0] - Double(outputs[index * 5 + 2])) < 1e-5)
        let gradient = Array(gradients[index * 216..<(index + 1) * 216])
        #expect(relativeDifference(gradient, alone.sums[0].values) < 1e-5)
      }
    }
  }

  #if canImport(Glibc) && arch(x86_64)
    @Test("A finished workspace keeps no memory, run after run")
    func keepsNoMemory() throws {
      let network = SmallNetwork()
      let workspace = Workspace(Plan(try network.graph(), capacity: 2, hasBackwardPass: true))
      let heap = try #require(Heap())
      // Other tests allocate meanwhile: one quiet run is enough, and a run that keeps memory of its
      // own is never quiet.
      var growth = Int.max
      for _ in 0..<2000 where growth != 0 {
        let before = heap.bytesInUse
        workspace.forward(batch: 2)
        workspace.backward(batch: 2) { _, _ in }
        growth = heap.bytesInUse - before
      }
      #expect(growth == 0)
    }

    /// The heap of the C library, which Swift's module of it does not show.
    private struct Heap {
      /// `struct mallinfo2` is ten words, which the caller on x86-64 passes the address of.
      private typealias Function = @convention(c) (UnsafeMutablePointer<Int>) -> Void
      private let function: Function

      init?() {
        guard let symbol = dlsym(nil, "mallinfo2") else { return nil }
        function = unsafeBitCast(symbol, to: Function.self)
      }

      /// `uordblks`, the eighth word.
      var bytesInUse: Int {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 10) { words in
          words.initialize(repeating: 0)
          guard let base = words.baseAddress else { return 0 }
          function(base)
          return words[7]
        }
      }
    }
  #endif
}
