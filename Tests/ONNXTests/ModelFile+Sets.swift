import Foundation
import ONNX

extension ModelFile {
  /// Moves the last node to another set of operators.
  mutating func useSet(_ domain: String) {
    message.graph.node[message.graph.node.count - 1].domain = domain
    if !message.opsetImport.contains(where: { $0.domain == domain }) {
      message.opsetImport.append(
        ONNXOperatorSet.with { ($0.domain, $0.version) = (domain, 1) })
    }
  }

  /// Gives the last node a list of texts.
  mutating func texts(_ name: String, _ values: [String]) {
    var attribute = ONNXAttribute()
    attribute.name = name
    attribute.type = 8
    attribute.strings = values.map { Data($0.utf8) }
    message.graph.node[message.graph.node.count - 1].attribute.append(attribute)
  }
}
