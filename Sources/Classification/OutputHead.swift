import Engine
import Foundation
import Tensors

/// How a network's last values become class scores: found in the graph, not assumed.
struct OutputHead: Sendable {
  /// What turns logits into probabilities.
  enum Link: Sendable {
    /// A softmax over all classes.
    case softmax
    /// A sigmoid for each class on its own.
    case sigmoid
    /// Nothing that could be undone: the output is taken for probabilities as it is.
    case none
  }

  let graph: Graph
  /// The value before the softmax or sigmoid.
  let logits: Graph.ValueID
  let link: Link

  /// Looks for the softmax at the end of the graph's first output, past operators that only change
  /// shapes. A network that ends without one ends in logits, unless `hint` says otherwise.
  init(_ graph: Graph, hint: Manifest.Output?) throws(ClassificationError) {
    var value = graph.outputs[0]
    guard graph[value].shape.dimensions.dropLast().allSatisfy({ $0 == 1 }) else {
      throw .notAClassifier(found: "an output of shape \(graph[value].shape) per picture")
    }
    while let node = graph.producer(of: value), node.operator is Reshape {
      value = node.inputs[0]
    }
    self.graph = graph
    let last = graph.producer(of: value)
    switch last?.operator {
    case is Softmax, is LogSoftmax:
      guard Self.isOverAllClasses(last?.operator, graph[value].shape) else {
        throw .notAClassifier(found: "several softmaxes side by side")
      }
      (logits, link) = (last?.inputs[0] ?? value, .softmax)
    case is Sigmoid: (logits, link) = (last?.inputs[0] ?? value, .sigmoid)
    default: (logits, link) = (graph.outputs[0], hint == .probability ? .none : .softmax)
    }
  }

  /// Whether a softmax makes numbers of a shape add up to one together, not in several groups.
  private static func isOverAllClasses(_ operator: (any Operator)?, _ shape: Shape) -> Bool {
    let scope = (`operator` as? Softmax)?.scope ?? (`operator` as? LogSoftmax)?.scope
    return scope == .example || shape.dimensions.dropLast().allSatisfy { $0 == 1 }
  }

  /// Number of classes.
  var classCount: Int { graph[logits].shape.count }

  /// Returns the graph whose first output are the scores of all classes; the second one is `layer`,
  /// if there is one.
  func scored(
    as kind: ScoreKind, keeping layer: Graph.ValueID? = nil
  ) throws(ClassificationError) -> Graph {
    let others = layer.map { [$0] } ?? []
    func appended(_ operator: any Operator, name: String) throws(GraphError) -> Graph {
      try graph.appending(`operator`, name: name, to: logits, keeping: others)
    }
    do {
      switch (kind, link) {
      case (.logit, .softmax), (.logit, .sigmoid), (.probability, .none):
        return graph.with(outputs: [logits] + others)
      case (.probability, .softmax):
        return try appended(Softmax(over: .example), name: "probability")
      case (.probability, .sigmoid):
        return try appended(Sigmoid(), name: "probability")
      case (.logProbability, .softmax):
        return try appended(LogSoftmax(over: .example), name: "log-probability")
      case (.logit, .none), (.logProbability, .sigmoid), (.logProbability, .none):
        throw ClassificationError.noSuchScore(kind)
      }
    } catch let error as GraphError {
      throw .graph(error)
    } catch let error as ClassificationError {
      throw error
    } catch {
      throw .notAClassifier(found: "\(error)")
    }
  }

  /// Returns the probabilities of all classes from their scores.
  func probabilities(from scores: [Float], kind: ScoreKind) -> [Double] {
    let scores = scores.map(Double.init)
    switch (kind, link) {
    case (.probability, _), (.logit, .none): return scores
    case (.logProbability, _): return scores.map(exp)
    case (.logit, .sigmoid): return scores.map { 1 / (1 + exp(-$0)) }
    case (.logit, .softmax):
      let largest = scores.max() ?? 0
      let powers = scores.map { exp($0 - largest) }
      let total = powers.reduce(0, +)
      return powers.map { $0 / total }
    }
  }
}
