import Engine
import ONNX
import Tensors

/// Where points come into a network: its inputs that can vary, side by side, or what its tokens are
/// looked up as. Everything else that it reads is held.
struct NetworkEntrance: Sendable {
  /// The network; its first input carries the points, the others are held.
  let graph: Graph
  /// What points are made of, in this order: inputs, or what the tokens of an input are looked up as.
  let varying: [InputDescription]
  /// The inputs that are held, in the order of the graph.
  let held: [InputDescription]
  /// What tokens are looked up as; nil where points are inputs.
  let embedding: TokenEmbedding?
  /// What a point leaves out, one line each.
  private(set) var warnings: [String] = []

  /// Takes every input of numbers that is not among `fixed`; where all inputs are whole numbers, but for
  /// masks, what `tokens`, or else the first of them that is looked up, is looked up as.
  ///
  /// - Throws: `ClassificationError.nothingVaries` where there is neither.
  init(
    _ model: ImportedModel, file: String, fixed: Set<String>, tokens: String?
  ) throws(ClassificationError) {
    let known = zip(model.inputs, model.graph.inputs).map { (value: $0, id: $1) }
    if let name = fixed.first(where: { name in !known.contains { $0.value.name == name } }) {
      throw .unknownInput(name: name, known: known.map(\.value.name))
    }
    let cut = known.filter { $0.value.varies && model.graph.cutsToWholeNumbers($0.id) }
    let whole = known.filter { entry in
      !entry.value.varies
        || cut.contains { $0.id == entry.id }
          && !TokenTable.all(in: model.graph, of: entry.id).isEmpty
    }
    let free = known.filter { entry in
      !fixed.contains(entry.value.name) && !whole.contains { $0.id == entry.id }
    }
    let others = known.filter { entry in !free.contains { $0.id == entry.id } }
    let found = TokenEmbedding(
      in: model.graph, of: whole.map { ($0.value.name, $0.id) }, preferring: tokens)
    if let found, free.allSatisfy(\.value.isMask) {
      embedding = found
      varying = [found.description(file: file)]
      graph = model.graph.entered(at: found.value)
      held = known.map { InputDescription($0.value, file: file) }
      if let id = known.first(where: { $0.value.name == found.input })?.id {
        warnings = Self.warnings(
          about: found.input, tables: TokenTable.all(in: model.graph, of: id).count)
      }
      return
    }
    guard !free.isEmpty else {
      throw .nothingVaries(file: file, inputs: known.map { $0.value.name })
    }
    embedding = nil
    varying = free.map { InputDescription($0.value, file: file) }
    held = others.map { InputDescription($0.value, file: file) }
    warnings = cut.filter { entry in free.contains { $0.id == entry.id } }.map {
      "\"\($0.value.name)\" is cut to whole numbers before anything else: its gradients are zero; "
        + "occlusion and rise need none"
    }
    graph =
      free.count == 1
      ? model.graph.reordered(inputs: (free + others).map(\.id))
      : model.graph.joining(free.map(\.id), name: "inputs")
  }

  private static func warnings(about input: String, tables: Int) -> [String] {
    if tables < 2 { return [] }
    return [
      "\"\(input)\" is looked up in \(tables) tables: what it is in the first one varies, the others "
        + "stay as they are for the text"
    ]
  }

  /// Shape of a point.
  var pointShape: Shape { graph[graph.inputs[0]].shape }
}

extension Graph {
  /// Whether all that reads an input cuts its numbers to whole ones first: they may be declared
  /// floating-point, but they vary as little as whole ones do.
  fileprivate func cutsToWholeNumbers(_ input: ValueID) -> Bool {
    var same: Set = [input]
    var isCut = false
    for node in nodes where node.inputs.contains(where: same.contains) {
      switch node.operator {
      case is Truncation: isCut = true
      case is Reshape, is Transposition: same.insert(node.output)
      default: return false
      }
    }
    return isCut && !outputs.contains(where: same.contains)
  }
}

extension ModelValue {
  /// Whether an input says which tokens count, by its name.
  fileprivate var isMask: Bool { name.lowercased().contains("mask") }

  /// Whether an input can vary: it is floating-point numbers, or the whole numbers of pixels.
  fileprivate var varies: Bool {
    type.isFloatingPoint || type == .uint8 || imageLayout != nil
  }
}

extension InputDescription {
  /// What a file says of an input.
  init(_ value: ModelValue, file: String) {
    self.init(
      file: file, name: value.name, shape: value.shape, isPicture: value.imageLayout != nil,
      isInteger: value.type.isInteger,
      declared: value.dimensions.map(\.description).joined(separator: "×"))
  }
}
