import Engine
import Tensors

/// What a network looks its tokens up as: the first floating-point value behind their numbers.
public struct TokenEmbedding: Sendable {
  /// Name of the input that holds the tokens' numbers.
  public let input: String
  /// How many tokens the table has.
  public let vocabularySize: Int
  /// How many numbers stand for a token.
  public let width: Int
  /// What tokens are looked up as: one row of `width` numbers for each.
  let value: Graph.ValueID
  private let graph: Graph
  private let session: Lazy<ForwardSession>

  /// Looks for a table that an input of whole numbers is looked up in, or that its one-hot vectors are
  /// multiplied with. Of several inputs that is the one called `name`, or else one with ids in its
  /// name, or else the first with a table.
  init?(in graph: Graph, of inputs: [(name: String, id: Graph.ValueID)], preferring name: String?) {
    let found = inputs.compactMap { input -> TokenEmbedding? in
      if let name, name != input.name { return nil }
      return TokenEmbedding(graph, input: input)
    }
    guard
      let best = found.first(where: { $0.input == "input_ids" })
        ?? found.max(by: {
          $0.vocabularySize < $1.vocabularySize
        })
    else { return nil }
    self = best
  }

  private init?(_ graph: Graph, input: (name: String, id: Graph.ValueID)) {
    var same: Set = [input.id]
    var oneHot: Set<Graph.ValueID> = []
    for node in graph.nodes {
      switch node.operator {
      case is Reshape, is Transposition:
        if same.contains(node.inputs[0]) { same.insert(node.output) }
        if oneHot.contains(node.inputs[0]) { oneHot.insert(node.output) }
      case is OneHot where same.contains(node.inputs[0]): oneHot.insert(node.output)
      case let lookup as Lookup
      where lookup.axis == 0 && same.contains(node.inputs[1]) && graph[node.inputs[0]].isConstant:
        let table = graph[node.inputs[0]].shape
        guard table.rank == 2 else { continue }
        self.init(graph, input: input.name, value: node.output, vocabularySize: table[0])
        return
      default:
        guard let place = node.inputs.firstIndex(where: oneHot.contains) else { continue }
        let size = graph[node.inputs[place]].shape.dimensions.last ?? 0
        self.init(graph, input: input.name, value: node.output, vocabularySize: size)
        return
      }
    }
    return nil
  }

  private init(_ graph: Graph, input: String, value: Graph.ValueID, vocabularySize: Int) {
    (self.input, self.value, self.vocabularySize) = (input, value, vocabularySize)
    width = graph[value].shape.dimensions.last ?? 1
    self.graph = graph
    session = Lazy { () throws(GraphError) in
      try ForwardSession(graph.with(outputs: [value]))
    }
  }

  /// What points are.
  func description(file: String) -> InputDescription {
    let shape = graph[value].shape
    return InputDescription(
      file: file, name: input, shape: shape, isPicture: false, isInteger: false,
      declared: "\(shape)")
  }

  /// Returns what the tokens are looked up as; `inputs` are all that the network reads, in the order
  /// of the file.
  ///
  /// - Throws: `ClassificationError.graph` for an array of another shape than its input.
  public func rows(for inputs: [Tensor]) throws(ClassificationError) -> Tensor {
    let session = try session.get()
    do {
      let found = try session.outputs(
        for: inputs.map { $0.reshaped(to: Shape([1] + $0.shape.dimensions)) })[0]
      return found.reshaped(to: graph[value].shape)
    } catch {
      throw .graph(error)
    }
  }
}
