import CKernels
import Tensors

/// The memory of one worker, with every step of a plan bound to its addresses. It allocates when it
/// is made and never again.
package struct Workspace: ~Copyable {
  private struct Step {
    /// The node, by its place in the graph.
    let index: Int
    let kernel: any Kernel
    let operands: Operands
    /// Whether the node is on the way back.
    let passesGradients: Bool
    /// Gradients that are complete after the step, with their gates, where the kernel does not
    /// heed them.
    let closed: [Gradient]

    func forward(batch: Int) { kernel.forward(operands, batch: batch) }

    func backward(batch: Int) {
      guard passesGradients else { return }
      kernel.backward(operands, batch: batch)
      for gradient in closed { gradient.close(batch: batch) }
    }
  }

  /// The steps of a stage, bound to the examples that it runs at a time.
  private struct Pass {
    /// Whether it begins with the graph's first node.
    let isFirst: Bool
    let examples: Range<Int>
    let steps: [Step]
    /// Gradients of the graph's inputs for these examples.
    let inputGradients: [View]

    /// How many of the first `batch` examples are among them.
    func count(of batch: Int) -> Int { min(batch, examples.upperBound) - examples.lowerBound }
  }

  private let arena: AlignedBuffer
  private let constants: [Graph.ValueID: AlignedBuffer]
  /// In the order of the forward pass.
  private let passes: [Pass]
  private let nodeCount: Int
  /// The gradient of the first output, if it has a gate of its own.
  private let closedSeed: Gradient?
  /// Places of the inputs that the first output does not depend on, whose gradients are zero.
  private let unreadInputs: [Int]
  /// The graph's inputs, to be written before a forward pass.
  package let inputs: [View]
  /// The graph's outputs, to be read after a forward pass.
  package let outputs: [View]
  /// Gradient of the first output, to be written before a backward pass.
  package let outputGradient: View?

  package init(_ plan: Plan) {
    let arena = AlignedBuffer(count: plan.arenaSize)
    let graph = plan.graph
    let binding = Binding(plan: plan, base: arena.base)
    let roles = Self.roles(in: plan)
    passes = plan.stages.flatMap { stage in
      stride(from: 0, to: plan.capacity, by: stage.examples).map { first in
        Pass(
          isFirst: stage.nodes.lowerBound == 0,
          examples: first..<min(first + stage.examples, plan.capacity),
          steps: stage.nodes.map { index in
            let operands = binding.operands(of: index, roles: roles[index], from: first)
            let closed = roles[index].closed.map {
              binding.gradient(of: $0, accumulates: true, isGated: true, from: first)
            }
            return Step(
              index: index, kernel: plan.kernels[index], operands: operands,
              passesGradients: roles[index].inputs.contains { $0 != nil }, closed: closed)
          },
          inputGradients: graph.inputs.map { binding.gradient(of: $0, from: first) })
      }
    }
    nodeCount = graph.nodes.count
    self.arena = arena
    constants = plan.constants
    inputs = graph.inputs.map { binding.value($0) }
    outputs = graph.outputs.map { binding.value($0) }
    guard let backward = plan.backward else {
      (closedSeed, outputGradient, unreadInputs) = (nil, nil, [])
      return
    }
    let output = graph.outputs[0]
    outputGradient = backward.hasGradient(output) ? binding.gradient(of: output) : nil
    closedSeed =
      plan.gates.outputs.contains(output)
      ? binding.gradient(of: output, accumulates: true, isGated: true, from: 0) : nil
    unreadInputs = graph.inputs.indices.filter { place in
      backward.inputs.contains(graph.inputs[place]) && !backward.hasGradient(graph.inputs[place])
    }
  }

  /// What a node does to gradients.
  fileprivate struct Roles {
    struct Input {
      let accumulates: Bool
      let isGated: Bool
    }
    /// Per input of the node; nil for one without a gradient.
    var inputs: [Input?] = []
    /// The values whose gradients are to be closed after the node.
    var closed: [Graph.ValueID] = []
  }

  /// Walking backwards, the first consumer of a value overwrites its gradient, later ones add.
  private static func roles(in plan: Plan) -> [Roles] {
    let none = plan.graph.nodes.map { Roles(inputs: $0.inputs.map { _ in nil }) }
    guard let backward = plan.backward else { return none }
    let aliases = plan.aliases
    var written: Set = [aliases.root(of: plan.graph.outputs[0])]
    let backwards = plan.graph.nodes.indices.reversed().map { index in
      let node = plan.graph.nodes[index]
      guard backward.passes(node), !aliases.isAlias(node.output) else { return none[index] }
      let isGating = plan.kernels[index].gatesInputGradients
      let completed = plan.gates.completed[index]
      let inputs = node.inputs.enumerated().map { argument, input -> Roles.Input? in
        if !backward.hasGradient(argument, of: node) { return nil }
        return Roles.Input(
          accumulates: !written.insert(aliases.root(of: input)).inserted,
          isGated: isGating && completed.contains(input))
      }
      return Roles(inputs: inputs, closed: isGating ? [] : completed)
    }
    return backwards.reversed()
  }

  /// Runs one forward and one backward pass, and returns the seconds that every step took.
  func profile(batch: Int) -> [(forward: Double, backward: Double)] {
    var times = [(forward: Double, backward: Double)](
      repeating: (forward: 0, backward: 0), count: nodeCount)
    let before = igk_flush_denormals()
    defer { igk_restore_denormals(before) }
    for pass in passes where pass.count(of: batch) > 0 {
      for step in pass.steps {
        times[step.index].forward += seconds { step.forward(batch: pass.count(of: batch)) }
      }
    }
    for pass in passes.reversed() where pass.count(of: batch) > 0 {
      for step in pass.steps.reversed() {
        times[step.index].backward += seconds { step.backward(batch: pass.count(of: batch)) }
      }
    }
    return times
  }

  /// Computes the outputs of the first `batch` examples. `fill` may write the inputs of a few of
  /// them, just before they are read.
  package func forward(batch: Int, filling fill: (Range<Int>) -> Void = { _ in }) {
    let before = igk_flush_denormals()
    for pass in passes where pass.count(of: batch) > 0 {
      let count = pass.count(of: batch)
      if pass.isFirst { fill(pass.examples.prefix(count)) }
      for step in pass.steps { step.forward(batch: count) }
    }
    igk_restore_denormals(before)
  }

  /// Computes the gradients of the inputs of the first `batch` examples, after a forward pass.
  /// `collect` is handed a few of them at a time, which are overwritten afterwards.
  package func backward(batch: Int, collecting collect: (Range<Int>, [View]) -> Void) {
    let before = igk_flush_denormals()
    closedSeed?.close(batch: batch)
    for pass in passes.reversed() where pass.count(of: batch) > 0 {
      let count = pass.count(of: batch)
      for step in pass.steps.reversed() { step.backward(batch: count) }
      guard pass.isFirst else { continue }
      for input in unreadInputs { pass.inputGradients[input].clear(batch: count) }
      collect(pass.examples.prefix(count), pass.inputGradients)
    }
    igk_restore_denormals(before)
  }
}

/// The addresses of a plan's places in one arena.
private struct Binding {
  let plan: Plan
  let base: UnsafeMutablePointer<Float>

  /// A value, from an example of the batch on.
  func value(_ value: Graph.ValueID, from example: Int = 0) -> View {
    if let constant = plan.constants[plan.aliases.root(of: value)] {
      return View(base: constant.base, shape: plan.graph[value].shape, shared: true)
    }
    return view(value, at: plan.placement.values[value], from: example)
  }

  /// A gradient, from an example of the batch on.
  func gradient(of value: Graph.ValueID, from example: Int = 0) -> View {
    view(value, at: plan.placement.gradients[value], from: example)
  }

  func gradient(
    of value: Graph.ValueID, accumulates: Bool, isGated: Bool, from example: Int
  ) -> Gradient {
    Gradient(
      view: gradient(of: value, from: example), accumulates: accumulates,
      gate: isGated ? self.value(value, from: example) : nil)
  }

  /// What a node reads and writes for the examples from one on.
  func operands(of index: Int, roles: Workspace.Roles, from example: Int) -> Operands {
    let node = plan.graph.nodes[index]
    return Operands(
      inputs: node.inputs.map { value($0, from: example) },
      output: value(node.output, from: example),
      inputGradients: zip(node.inputs, roles.inputs).map { input, role in
        role.map {
          gradient(
            of: input, accumulates: $0.accumulates, isGated: $0.isGated, from: example)
        }
      },
      outputGradient: gradient(of: node.output, from: example),
      state: state(of: index, from: example),
      scratch: base + plan.placement.layout.size)
  }

  private func view(
    _ value: Graph.ValueID, at place: Placement.Place?, from example: Int
  ) -> View {
    let shape = plan.graph[value].shape
    guard let place else { return View(base: base, shape: shape) }
    let start = base + plan.placement.layout.offsets[place.block] + place.column
    let first = View(base: start, shape: shape, rowStride: place.rowStride)
    guard plan.placement.holdsBatch[place.block] else { return first }
    return View(base: first.example(example), shape: shape, rowStride: place.rowStride)
  }

  private func state(of index: Int, from example: Int) -> UnsafeMutablePointer<Float> {
    guard let block = plan.placement.states[index] else { return base }
    let start = base + plan.placement.layout.offsets[block]
    let isWhole = plan.placement.holdsBatch[block]
    return isWhole ? start + example * plan.placement.stateSize(of: index) : start
  }
}

/// The seconds that `body` takes.
private func seconds(_ body: () -> Void) -> Double {
  let duration = ContinuousClock().measure(body).components
  return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
}
