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
  /// multiplied with. Of several inputs that is the one called `name`, or else `input_ids`, or else the
  /// one with the largest table.
  init?(in graph: Graph, of inputs: [(name: String, id: Graph.ValueID)], preferring name: String?) {
    let found = inputs.compactMap { input -> TokenEmbedding? in
      if let name, name != input.name { return nil }
      return TokenTable.all(in: graph, of: input.id).first.map {
        TokenEmbedding(graph, input: input.name, value: $0.value, vocabularySize: $0.rows)
      }
    }
    let best =
      found.first { $0.input == "input_ids" }
      ?? found.max { $0.vocabularySize < $1.vocabularySize }
    guard let best else { return nil }
    self = best
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

/// A table that whole numbers are looked up in.
struct TokenTable {
  /// What they are looked up as.
  let value: Graph.ValueID
  /// How many rows the table has.
  let rows: Int
  /// How rows are chosen.
  let way: Way

  /// How a row of a table is chosen by a number.
  enum Way {
    /// The number is the place of the row.
    case place
    /// By one-hot vectors of the numbers, which are empty for numbers beyond the table.
    case oneHot
    /// By what is computed of the number, as of one that may count from the end.
    case computed
  }

  /// The tables that an input is looked up in, in the order of the graph: by its numbers, or else by what
  /// is computed of each of them.
  static func all(in graph: Graph, of input: Graph.ValueID) -> [TokenTable] {
    var search = TokenTableSearch(graph, input)
    for node in graph.nodes { search.follow(node) }
    let direct = search.found.filter { $0.way != .computed }
    return direct.isEmpty ? search.found : direct
  }
}

/// Follows the numbers of an input to the tables that they are looked up in.
private struct TokenTableSearch {
  private(set) var found: [TokenTable] = []
  private let graph: Graph
  /// The numbers themselves, in any shape.
  private var same: Set<Graph.ValueID>
  /// What is computed of each number by itself.
  private var computed: Set<Graph.ValueID> = []
  private var oneHot: Set<Graph.ValueID> = []

  init(_ graph: Graph, _ input: Graph.ValueID) {
    (self.graph, same) = (graph, [input])
  }

  mutating func follow(_ node: Graph.Node) {
    switch node.operator {
    case is Reshape, is Transposition, is Truncation:
      if same.contains(node.inputs[0]) { same.insert(node.output) }
      if computed.contains(node.inputs[0]) { computed.insert(node.output) }
      if oneHot.contains(node.inputs[0]) { oneHot.insert(node.output) }
    case is OneHot where same.contains(node.inputs[0]): oneHot.insert(node.output)
    case let arithmetic as Arithmetic where arithmetic.operation == .equal && comparesWithAll(node):
      oneHot.insert(node.output)
    case is Arithmetic where isOfEach(node) && hasAsMany(node),
      is Choice where isOfEach(node) && hasAsMany(node),
      is ChannelAffine where isOfEach(node),
      is any PointwiseFunction where isOfEach(node),
      is any StepFunction where isOfEach(node):
      computed.insert(node.output)
    case let lookup as Lookup
    where lookup.axis == 0 && isOfNumbers(node.inputs[1]) && graph[node.inputs[0]].isConstant:
      let table = graph[node.inputs[0]].shape
      if table.rank != 2 { return }
      found.append(
        TokenTable(
          value: node.output, rows: table[0],
          way: same.contains(node.inputs[1]) ? .place : .computed))
    default:
      guard let place = node.inputs.firstIndex(where: oneHot.contains) else { return }
      let size = graph[node.inputs[place]].shape.dimensions.last ?? 0
      found.append(TokenTable(value: node.output, rows: size, way: .oneHot))
    }
  }

  private func isOfNumbers(_ value: Graph.ValueID) -> Bool {
    same.contains(value) || computed.contains(value)
  }

  /// Whether a node reads the numbers, or what is computed of them, and else constants.
  private func isOfEach(_ node: Graph.Node) -> Bool {
    node.inputs.contains(where: isOfNumbers)
      && node.inputs.allSatisfy { isOfNumbers($0) || graph[$0].isConstant }
  }

  /// Whether each number is compared with all that there are, 0, 1, 2, …, which makes a one-hot vector of it.
  private func comparesWithAll(_ node: Graph.Node) -> Bool {
    guard let numbers = node.inputs.first(where: isOfNumbers),
      let all = node.inputs.lazy.compactMap({ graph[$0].constant?.values }).first
    else { return false }
    return all.count > 1
      && graph[node.output].shape.count == graph[numbers].shape.count * all.count
      && all.indices.allSatisfy { all[$0] == Float($0) }
  }

  /// Whether there is one result for each number.
  private func hasAsMany(_ node: Graph.Node) -> Bool {
    node.inputs.contains {
      isOfNumbers($0) && graph[$0].shape.count == graph[node.output].shape.count
    }
  }
}
