import CKernels
import Tensors

/// The memory of one worker, with every step of a plan bound to its addresses. It allocates when it
/// is made and never again.
package struct Workspace: ~Copyable {
  private struct Step {
    let kernel: any Kernel
    let operands: Operands
    /// Gradients that are complete after the step, with their gates, where the kernel does not
    /// heed them.
    let closed: [Gradient]

    func forward(batch: Int) { kernel.forward(operands, batch: batch) }

    func backward(batch: Int) {
      kernel.backward(operands, batch: batch)
      for gradient in closed { gradient.close(batch: batch) }
    }
  }

  private let arena: AlignedBuffer
  private let constants: [Graph.ValueID: AlignedBuffer]
  private let steps: [Step]
  /// The gradient of the first output, if it has a gate of its own.
  private let closedSeed: Gradient?
  /// Gradients of inputs that nothing reads.
  private let unreadGradients: [View]
  /// The graph's inputs, to be written before a forward pass.
  package let inputs: [View]
  /// The graph's outputs, to be read after a forward pass.
  package let outputs: [View]
  /// Gradients of the inputs, to be read after a backward pass.
  package let inputGradients: [View]
  /// Gradient of the first output, to be written before a backward pass.
  package let outputGradient: View?

  package init(_ plan: Plan) {
    let arena = AlignedBuffer(count: plan.arenaSize)
    let graph = plan.graph
    func view(_ value: Graph.ValueID, at place: Plan.Place?) -> View {
      let shape = graph[value].shape
      guard let place else { return View(base: arena.base, shape: shape) }
      return View(
        base: arena.base + plan.layout.offsets[place.block] + place.column, shape: shape,
        rowStride: place.rowStride)
    }
    func operand(_ value: Graph.ValueID) -> View {
      guard let constant = plan.constants[value] else { return view(value, at: plan.values[value]) }
      return View(base: constant.base, shape: graph[value].shape, shared: true)
    }

    // Walking backwards, the first consumer of a value overwrites its gradient, later ones add.
    var written = Set<Graph.ValueID>(graph.outputs)
    var steps: [Step] = []
    for (index, node) in graph.nodes.enumerated().reversed() {
      let kernel = plan.kernels[index]
      let completed = plan.gates.completed[index]
      func gradient(of input: Graph.ValueID, accumulates: Bool, gated: Bool) -> Gradient {
        Gradient(
          view: view(input, at: plan.gradients[input]), accumulates: accumulates,
          gate: gated ? operand(input) : nil)
      }
      let gradients = node.inputs.map { input -> Gradient? in
        guard plan.hasBackwardPass, plan.constants[input] == nil else { return nil }
        return gradient(
          of: input, accumulates: !written.insert(input).inserted,
          gated: kernel.gatesInputGradients && completed.contains(input))
      }
      let closed =
        !plan.hasBackwardPass || kernel.gatesInputGradients
        ? [] : completed.map { gradient(of: $0, accumulates: true, gated: true) }
      let operands = Operands(
        inputs: node.inputs.map(operand),
        output: view(node.output, at: plan.values[node.output]),
        inputGradients: gradients,
        outputGradient: view(node.output, at: plan.gradients[node.output]),
        state: arena.base + (plan.states[index].map { plan.layout.offsets[$0] } ?? 0),
        scratch: arena.base + plan.layout.size)
      steps.append(Step(kernel: kernel, operands: operands, closed: closed))
    }
    closedSeed =
      plan.hasBackwardPass && plan.gates.outputs.contains(graph.outputs[0])
      ? Gradient(
        view: view(graph.outputs[0], at: plan.gradients[graph.outputs[0]]), accumulates: true,
        gate: operand(graph.outputs[0])) : nil
    self.arena = arena
    constants = plan.constants
    self.steps = steps.reversed()
    unreadGradients =
      plan.hasBackwardPass
      ? graph.inputs.filter { !written.contains($0) }.map { view($0, at: plan.gradients[$0]) } : []
    inputs = graph.inputs.map { view($0, at: plan.values[$0]) }
    outputs = graph.outputs.map { view($0, at: plan.values[$0]) }
    inputGradients =
      plan.hasBackwardPass ? graph.inputs.map { view($0, at: plan.gradients[$0]) } : []
    outputGradient =
      plan.hasBackwardPass ? view(graph.outputs[0], at: plan.gradients[graph.outputs[0]]) : nil
  }

  /// Runs one forward and one backward pass, and returns the seconds that every step took.
  func profile(batch: Int) -> [(forward: Double, backward: Double)] {
    let before = igk_flush_denormals()
    defer { igk_restore_denormals(before) }
    var times = steps.map { step in
      (forward: seconds { step.forward(batch: batch) }, backward: 0.0)
    }
    for (index, step) in steps.enumerated().reversed() {
      times[index].backward = seconds { step.backward(batch: batch) }
    }
    return times
  }

  /// Computes the outputs of the first `batch` examples.
  package func forward(batch: Int) {
    let before = igk_flush_denormals()
    for step in steps { step.forward(batch: batch) }
    igk_restore_denormals(before)
  }

  /// Computes the gradients of the inputs of the first `batch` examples, after a forward pass.
  package func backward(batch: Int) {
    let before = igk_flush_denormals()
    closedSeed?.close(batch: batch)
    for step in steps.reversed() { step.backward(batch: batch) }
    igk_restore_denormals(before)
    for gradient in unreadGradients { gradient.clear(batch: batch) }
  }
}

/// The seconds that `body` takes.
private func seconds(_ body: () -> Void) -> Double {
  let duration = ContinuousClock().measure(body).components
  return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
}
