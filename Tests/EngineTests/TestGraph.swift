import Engine
import Tensors
import Testing

/// Graphs of one operator, run through the doors of the room.
enum TestGraph {
  /// The output of an operator for one example; empty, and a recorded issue, where it throws.
  static func run(
    _ operator: any Operator, on inputs: [Tensor], options: KernelOptions = KernelOptions()
  ) -> [Float] {
    gradient(of: `operator`, at: inputs, options: options).output
  }

  /// The output of an operator for one example, and the gradient of the sum of its entries.
  static func gradient(
    of operator: any Operator, at inputs: [Tensor], options: KernelOptions = KernelOptions()
  ) -> (output: [Float], gradients: [[Float]]) {
    do {
      var builder = GraphBuilder()
      let arguments = inputs.enumerated().map { index, tensor in
        builder.addInput(name: "x\(index)", shape: tensor.shape)
      }
      let y = try builder.add(`operator`, name: "y", inputs: arguments)
      return run(try builder.graph(outputs: [y]), on: inputs, options: options)
    } catch {
      Issue.record(error)
      return ([], [])
    }
  }

  /// The first output of a graph for one example, and the gradient of the sum of its entries.
  static func run(
    _ graph: Graph, on inputs: [Tensor], options: KernelOptions = KernelOptions()
  ) -> (output: [Float], gradients: [[Float]]) {
    let workspace = Workspace(
      Plan(graph, capacity: 1, hasBackwardPass: true, options: options))
    for (view, tensor) in zip(workspace.inputs, inputs) {
      view.write(tensor.values, firstExample: 0, batch: 1)
    }
    workspace.forward(batch: 1)
    let output = numbers(workspace.outputs[0])
    workspace.outputGradient?.write(
      [Float](repeating: 1, count: output.count), firstExample: 0, batch: 1)
    var gradients: [[Float]] = []
    workspace.backward(batch: 1) { _, views in gradients = views.map(numbers) }
    return (output, gradients)
  }

  private static func numbers(_ view: View) -> [Float] {
    var values = [Float](repeating: 0, count: view.shape.count)
    view.read(into: &values, firstExample: 0, batch: 1)
    return values
  }
}
