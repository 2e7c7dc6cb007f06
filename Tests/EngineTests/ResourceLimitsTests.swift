import Engine
import Tensors
import TestSupport
import Testing

/// What a network may take of the machine.
@Suite("Resource limits")
struct ResourceLimitsTests {
  private func options(memory: Int? = nil, steps: Int? = nil) -> KernelOptions {
    var options = KernelOptions()
    if let memory { options.limits.memory = memory }
    if let steps { options.limits.steps = steps }
    return options
  }

  /// A picture of one pixel that a small file makes huge, several times over.
  private func inflated(side: Int) throws -> Graph {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [1, 1, 3])
    let zero = builder.addConstant(name: "zero", Tensor([side, side, 1]))
    let large = try builder.add(Arithmetic(.sum), name: "large", inputs: [x, zero])
    var window = Window(kernel: .init(y: 255, x: 255))
    window.padBefore = .init(y: 127, x: 127)
    window.padAfter = window.padBefore
    let most = try builder.add(MaximumPooling(window: window), name: "most", inputs: [large])
    let y = try builder.add(GlobalAveragePooling(), name: "y", inputs: [most])
    return try builder.graph(outputs: [y])
  }

  @Test("A network that needs more memory is refused before it runs, with the option that helps")
  func memory() throws {
    let graph = try inflated(side: 512)
    // The large picture and what is made of it; one of them is seen to be too much at once.
    let picture = 512 * 512 * 3 * 4
    let least = 2 * picture
    for (limit, bound) in [(1000, picture), (least, least + 1)] {
      let errors = [
        #expect(throws: GraphError.self) {
          try ForwardSession(graph, options: options(memory: limit))
        },
        #expect(throws: GraphError.self) {
          try GradientSession(graph, threads: 1, options: options(memory: limit))
        },
      ]
      for error in errors {
        guard case .tooMuchMemory(let needed, limit) = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        #expect(needed >= bound && needed < 20 * least)
        #expect(error?.description.contains("use --memory-limit") == true)
      }
    }
    _ = try ForwardSession(graph, options: options(memory: 20 * least))
  }

  @Test("More workers need more memory")
  func workers() throws {
    let graph = try SmallNetwork().graph()
    func needed(_ threads: Int) -> Int? {
      // The first answer is about the largest array alone, the second about everything.
      var limit = 1
      for _ in 0..<2 {
        let error = #expect(throws: GraphError.self) {
          try GradientSession(graph, threads: threads, options: options(memory: limit))
        }
        guard case .tooMuchMemory(let needed, _) = error else { return nil }
        limit = needed
      }
      return limit
    }
    let (one, three) = (try #require(needed(1)), try #require(needed(3)))
    #expect(three > 2 * one)
    _ = try GradientSession(graph, threads: 3, options: options(memory: three))
  }

  @Test("Steps are multiplications by definition, and comparisons where windows have none")
  func steps() throws {
    let graph = try inflated(side: 64)
    let pooled = 255 * 255 * 64 * 64 * 3
    // One sum for each number of the large picture, one step for each of the mean.
    let all = 64 * 64 * 3 + pooled + 3
    _ = try ForwardSession(graph, options: options(steps: all))
    #expect(throws: GraphError.tooMuchWork(needed: all, limit: all - 1)) {
      try ForwardSession(graph, options: options(steps: all - 1))
    }
    let error = #expect(throws: GraphError.self) {
      try GradientSession(graph, threads: 1, options: options(steps: 1_000_000))
    }
    #expect(
      error?.description
        == "the network takes 799 M multiplications for each evaluation, which exceeds the limit of "
        + "1.0 M; use --work-limit")
    #expect(
      GraphError.tooMuchWork(needed: 400, limit: 10).description
        == "the network takes 400 multiplications for each evaluation, which exceeds the limit of 10; "
        + "use --work-limit")
    #expect(
      GraphError.tooMuchMemory(needed: 123_456_789_012, limit: 100).description
        == "the network needs at least 123 GB of memory, which exceeds the limit of 100 B; use "
        + "--memory-limit, or fewer --threads")
  }

  @Test("Limits are those of the machine, far above ordinary networks")
  func standard() throws {
    let limits = ResourceLimits()
    #expect(limits.memory == ResourceLimits.standardMemory && limits.memory > 1 << 27)
    #expect(limits.steps == 10_000_000_000_000)
  }
}
