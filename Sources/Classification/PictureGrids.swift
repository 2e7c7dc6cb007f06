import Engine
import Tensors

/// Which values of a graph have numbers for every place of the picture that it reads: images
/// H×W×C, and tokens T×C, which are the places of an image one after another, perhaps with tokens
/// before or after them that stand for no place.
///
/// Places are followed through the graph by shapes, whatever operators are called; a Reshape ends
/// them unless it makes tokens of an image or an image of tokens.
struct PictureGrids: Sendable {
  private let graph: Graph
  private var grids: [Graph.ValueID: LayerGrid] = [:]
  /// Channels of the first value of tokens: those that attention adds to.
  private var tokenChannels: Int?

  /// Follows the places of every image that is an input.
  init(_ graph: Graph) {
    self.graph = graph
    for input in graph.inputs { grids[input] = LayerGrid(image: graph[input].shape) }
    for node in graph.nodes {
      guard let grid = grid(behind: node) else { continue }
      grids[node.output] = grid
      if tokenChannels == nil, graph[node.output].shape.rank == 2 {
        tokenChannels = graph[node.output].shape[1]
      }
    }
  }

  /// The places of a value; nil if it has none.
  subscript(_ value: Graph.ValueID) -> LayerGrid? { grids[value] }

  /// The value before `end` whose channels say what is where on the picture: the last image of
  /// several rows and columns that is not pooled, or, where tokens come after all images, those
  /// that the last attention reads. Behind it, tokens other than the class token count no more.
  ///
  /// Only values of `layers` are looked at.
  func telling(before end: Graph.ValueID, among layers: [Graph.ValueID]) -> Graph.ValueID? {
    let needed = graph.values(neededFor: [end])
    let eligible = needed.intersection(layers)
    let candidates = graph.nodes.filter { node in
      guard eligible.contains(node.output), let grid = grids[node.output] else { return false }
      return grid.height > 1 && grid.width > 1 && !Self.pools(node.operator)
    }.map(\.output)
    guard let last = candidates.last, graph[last].shape.rank == 2 else { return candidates.last }
    let read = readByLastAttention(before: needed)
    return candidates.last { read.contains($0) && graph[$0].shape[1] == tokenChannels } ?? last
  }

  /// Values that both factors of the last product of two values depend on; all if there is none.
  private func readByLastAttention(before needed: Set<Graph.ValueID>) -> Set<Graph.ValueID> {
    let product = graph.nodes.last { node in
      node.operator is Contraction && needed.contains(node.output)
        && node.inputs.allSatisfy { !graph[$0].isConstant }
    }
    guard let product else { return needed }
    return product.inputs.map { graph.values(neededFor: [$0]) }.reduce(needed) {
      $0.intersection($1)
    }
  }

  private static func pools(_ operator: any Operator) -> Bool {
    `operator` is MaximumPooling || `operator` is AveragePooling || `operator` is LpPooling
  }

  private func grid(behind node: Graph.Node) -> LayerGrid? {
    let shape = graph[node.output].shape
    guard let source = node.inputs.first(where: { grids[$0] != nil }), let grid = grids[source]
    else { return nil }
    switch node.operator {
    case is Reshape: return reshaped(graph[source].shape, grid, to: shape)
    case is Transposition: return nil
    case let joined as Concatenation where joined.axis == 0 && shape.rank == 2:
      let before = node.inputs.prefix { $0 != source }.reduce(0) { $0 + graph[$1].shape[0] }
      return LayerGrid(
        height: grid.height, width: grid.width, leadingTokens: before + grid.leadingTokens)
    default: break
    }
    let sources = node.inputs.filter { grids[$0] != nil && graph[$0].shape.rank == shape.rank }
    switch shape.rank {
    case 3: return sources.isEmpty ? nil : LayerGrid(image: shape)
    case 2:
      return sources.first { graph[$0].shape[0] == shape[0] }.flatMap { grids[$0] }
    default: return nil
    }
  }

  /// The places of an image that becomes tokens, or of tokens that become an image.
  private func reshaped(_ from: Shape, _ grid: LayerGrid, to shape: Shape) -> LayerGrid? {
    if from == shape { return grid }
    guard grid.leadingTokens == 0, shape.dimensions.last == from.dimensions.last else { return nil }
    switch (from.rank, shape.rank) {
    case (3, 2): return grid
    case (2, 3): return shape[0] * shape[1] == grid.places ? LayerGrid(image: shape) : nil
    default: return nil
    }
  }
}
