import Engine
import ONNX
import Tensors

/// Which of a network's outputs is explained.
struct OutputChoice {
  /// The output as the file has it.
  let value: ModelValue
  /// The output in the graph.
  let id: Graph.ValueID
  /// What is taken for granted, one line each.
  private(set) var assumed: [String] = []

  private typealias Candidate = (value: ModelValue, id: Graph.ValueID)

  /// Takes the output called `name`; without a name the only one with scores, the only one that
  /// ends in a softmax or sigmoid, or else the first.
  ///
  /// Outputs have scores that are floating-point numbers along one axis; integers are labels.
  ///
  /// - Throws: `ClassificationError.unknownOutput` for a name that no output has; `.notAClassifier` where
  ///   none has scores, or as many as an input is long; `.severalOutputs` where the first has none.
  init(of model: ImportedModel, name: String?) throws(ClassificationError) {
    try self.init(among: model, name: name)
    try checkClasses(of: model)
  }

  /// Refuses an output that has as many scores as an input is long, by the file's names of extents.
  private func checkClasses(of model: ImportedModel) throws(ClassificationError) {
    for (axis, dimension) in value.dimensions.enumerated() where value.extents[axis] > 1 {
      guard case .symbolic(let name) = dimension, !name.isEmpty,
        let input = model.inputs.first(where: { $0.dimensions.contains(dimension) })
      else { continue }
      throw .notAClassifier(found: "one for each \"\(name)\" of input \"\(input.name)\"")
    }
  }

  private init(among model: ImportedModel, name: String?) throws(ClassificationError) {
    let all = zip(model.outputs, model.graph.outputs).map { (value: $0, id: $1) }
    if let name {
      guard let found = all.first(where: { $0.value.name == name }) else {
        throw .unknownOutput(name: name, known: model.outputs.map(\.name))
      }
      (value, id) = found
      return
    }
    let numeric = all.filter { $0.value.type.isFloatingPoint }
    let rows = numeric.filter { Shape($0.value.extents).isRow }
    guard let first = rows.first, let firstNumeric = numeric.first else {
      throw .notAClassifier(found: Self.list(all))
    }
    if rows.count == 1 {
      (value, id) = first
      return
    }
    let ended = rows.filter { (try? Ending(model.graph, output: $0.id))?.head != nil }
    guard ended.count == 1 || firstNumeric.id == first.id else {
      throw .severalOutputs(names: model.outputs.map(\.name))
    }
    (value, id) = ended.count == 1 ? ended[0] : first
    let chosen = value.name
    let others = rows.filter { $0.value.name != chosen }.map { "\"\($0.value.name)\"" }
    assumed.append(
      "of several outputs \"\(chosen)\" is explained; say --output NAME for "
        + others.joined(separator: ", "))
  }

  /// The outputs with their shapes, for a message.
  private static func list(_ outputs: [Candidate]) -> String {
    if outputs.count == 1, let value = outputs.first?.value, value.type.isFloatingPoint {
      return "an output of shape \(Shape(value.extents))"
    }
    return outputs.map { output in
      "output \"\(output.value.name)\" of shape \(Shape(output.value.extents)) "
        + "(\(output.value.type.name))"
    }.joined(separator: ", ")
  }
}
