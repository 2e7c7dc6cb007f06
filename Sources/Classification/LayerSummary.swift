import Engine
import Models
import ONNX
import Tensors

/// A value inside a network that can be looked at: what a node of its file computes.
public struct LayerSummary: Hashable, Sendable {
  /// Name of the value in the file.
  public let name: String
  /// Name of the node that computes it.
  public let node: String
  /// ONNX name of the node's operator.
  public let operatorName: String
  /// Shape of one example, H×W×C for images.
  public let shape: Shape
  /// Where the places of the network's picture are in it: in images, and in tokens that are an
  /// image's places. Nil if there are none.
  public let grid: LayerGrid?
}

extension LayerSummary: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, node, shape
    case operatorName = "operator"
  }

  /// An object of `name`, `node`, `operator` and `shape`, a list of extents.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(node, forKey: .node)
    try container.encode(operatorName, forKey: .operatorName)
    try container.encode(shape.dimensions, forKey: .shape)
  }
}

/// The layers of a network, and where they are in its graph.
///
/// The graph is that of the file, before anything is fused: whatever the file names can be looked
/// at, also behind an Identity or a Dropout. Sessions fuse, after a cut.
struct NetworkLayers: Sendable {
  /// In the order in which they run.
  let summaries: [LayerSummary]
  private let values: [Graph.ValueID]
  private let grids: PictureGrids

  /// Looks at the layers of a file in a graph that has the values of the file's.
  init(_ model: ImportedModel, in graph: Graph) {
    let grids = PictureGrids(graph)
    summaries = model.layers.map { layer in
      let shape = graph[layer.value].shape
      return LayerSummary(
        name: layer.name, node: layer.node, operatorName: layer.operatorName, shape: shape,
        grid: grids[layer.value] ?? LayerGrid(image: shape))
    }
    values = model.layers.map(\.value)
    self.grids = grids
  }

  /// A layer, and its value in the graph.
  typealias Entry = (summary: LayerSummary, value: Graph.ValueID)

  /// Returns the layer whose value, or else whose node, has a name.
  func find(_ name: String) -> Entry? {
    let index =
      summaries.firstIndex { $0.name == name } ?? summaries.firstIndex { $0.node == name }
    return index.map { (summaries[$0], values[$0]) }
  }

  /// Returns the layer of a name, or says which names are like it.
  func require(_ name: String) throws(ClassificationError) -> Entry {
    if let entry = find(name) { return entry }
    let names = Set(summaries.flatMap { [$0.name, $0.node] })
    throw .unknownLayer(name: name, similar: NearMatches.of(name, among: Array(names), limit: 5))
  }

  /// Returns the layer before `end` whose channels say what is where on the picture.
  func telling(before end: Graph.ValueID) -> LayerSummary? {
    let value = grids.telling(before: end, among: values)
    return value.flatMap { values.firstIndex(of: $0) }.map { summaries[$0] }
  }
}
