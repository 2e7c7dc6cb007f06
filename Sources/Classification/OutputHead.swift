import Engine
import Foundation
import Models
import Tensors

/// How a network's last values become class scores: found in the graph, not assumed.
///
/// A softmax or sigmoid at the end is cut off, and what a score needs is appended, so that logits
/// of networks that end in probabilities can be explained too. One column is a number, or with a
/// sigmoid one probability p; two names for it make a pair of classes, 1 − p and p, whose logits
/// are −z and z. A softmax over one column does not exist here: it would always be 1.
struct OutputHead: Sendable {
  /// What turns logits into probabilities.
  enum Link: Sendable {
    /// A softmax over all classes.
    case softmax
    /// A sigmoid for each class on its own.
    case sigmoid
    /// Nothing that could be undone: the output is taken for probabilities as it is.
    case none
    /// Nothing: the output is numbers of any kind.
    case number
  }

  private(set) var graph: Graph
  /// The value before the softmax or sigmoid.
  let logits: Graph.ValueID
  let link: Link
  /// What is taken for granted about the output, one line each.
  let assumed: [String]
  /// What contradicts the graph, one line each.
  let warnings: [String]
  /// Whether one column stands for two classes: the second has the column's probability, the first
  /// the other side.
  private(set) var isPair = false

  /// Number of columns of the output.
  var columnCount: Int { graph[logits].shape.count }

  /// Number of classes.
  var classCount: Int { isPair ? 2 : columnCount }

  /// Looks for the softmax or sigmoid at the end of an output, past operators that only change
  /// shapes. An output without one holds logits, or one number, unless `head` or `hint` says
  /// otherwise.
  init(
    _ graph: Graph, output: Graph.ValueID, head: Head?, hint: Manifest.Output?
  ) throws(ClassificationError) {
    self.graph = graph
    guard graph[output].shape.isRow else {
      throw .notAClassifier(found: "an output of shape \(graph[output].shape) per example")
    }
    let end = try Ending(graph, output: output)
    let columns = graph[output].shape.count
    let meaning = try Meaning(end, columns: columns, head: head, hint: hint)
    (link, assumed, warnings) = (meaning.link, meaning.assumed, meaning.warnings)
    logits = meaning.isOutput || link == .none ? output : end.logits
    isPair = end.isPair && link == .sigmoid && !meaning.isOutput
  }

  /// Takes one column for the second of two classes, if it is a probability.
  func asPair() -> OutputHead? {
    guard columnCount == 1, link == .sigmoid || link == .none else { return nil }
    var pair = self
    pair.isPair = true
    return pair
  }

  /// The layers of the network that its logits depend on and that have learned something.
  var learnedLayerCount: Int { graph.learnedLayers(behind: [logits]).count }

  /// The same of a network with other weights in its last `count` layers.
  func withWeights(ofLast count: Int, changedBy change: WeightChange) -> OutputHead {
    var head = self
    head.graph = graph.withWeights(ofLast: count, behind: [logits], changedBy: change)
    return head
  }

  /// What makes the numbers mean something; nil where they are probabilities as they are.
  var head: Head? {
    switch link {
    case .softmax: .softmax
    case .sigmoid: .sigmoid
    case .number: .number
    case .none: nil
    }
  }

  /// Returns the graph whose first output are the scores of all classes; the second one is `layer`,
  /// if there is one.
  func scored(
    as kind: ScoreKind, keeping layer: Graph.ValueID? = nil
  ) throws(ClassificationError) -> Graph {
    do {
      let logits = try ScoredGraph(
        graph.with(outputs: [logits] + (layer.map { [$0] } ?? [])), isPair: isPair,
        isProbability: link == .none)
      let axes = Array(0..<logits.shape.rank)
      switch (kind, link) {
      case (.logit, .softmax), (.logit, .sigmoid), (.probability, .none), (.number, .number),
        (.logit, .number):
        return logits.graph
      case (.probability, .softmax):
        return try logits.appending(Softmax(axes: axes), name: "probability").graph
      case (.probability, .sigmoid):
        return try logits.appending(Sigmoid(), name: "probability").graph
      case (.logProbability, .softmax):
        return try logits.appending(LogSoftmax(axes: axes), name: "log-probability").graph
      case (.logProbability, .sigmoid):
        // log σ(z) = −softplus(−z)
        return try logits.appending(Negation(), name: "negative logit")
          .appending(Softplus(), name: "surprisal")
          .appending(Negation(), name: "log-probability").graph
      case (.probability, .number), (.logProbability, .number):
        throw ClassificationError.scoreOfNumber(kind)
      case (.logit, .none), (.logProbability, .none), (.number, _):
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

  /// Returns the probabilities of all classes from their scores; the scores themselves where they
  /// are numbers.
  func probabilities(from scores: [Float], kind: ScoreKind) -> [Double] {
    let scores = scores.map(Double.init)
    switch (kind, link) {
    case (.probability, _), (.number, _), (.logit, .none), (.logit, .number): return scores
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

extension Shape {
  /// Whether at most one extent is more than one.
  var isRow: Bool { dimensions.filter { $0 > 1 }.count <= 1 }
}

/// What a graph's output ends in.
struct Ending {
  /// The softmax or sigmoid at the end; nil without one.
  let head: Head?
  /// The value before it; the output without one.
  let logits: Graph.ValueID
  /// Whether the two columns are 1 − σ(z) and σ(z) of one number z.
  private(set) var isPair = false
  /// Whether the output is made of softmaxes or sigmoids, and constants, without weights after them.
  private(set) var isOfProbabilities = false

  init(_ graph: Graph, output: Graph.ValueID) throws(ClassificationError) {
    var value = output
    while let node = graph.producer(of: value), Self.keepsProbabilities(node, of: graph) {
      value = node.inputs[0]
    }
    let last = graph.producer(of: value)
    if let column = Self.column(last, of: graph) {
      (head, logits, isPair) = (.sigmoid, column, true)
      return
    }
    if let exponents = Self.writtenSoftmax(last, of: graph) {
      (head, logits) = (.softmax, exponents)
      return
    }
    switch last?.operator {
    case is Softmax, is LogSoftmax:
      guard Self.isOverAllClasses(last?.operator, graph[value].shape) else {
        throw .notAClassifier(found: "several softmaxes side by side")
      }
      (head, logits) = (.softmax, last?.inputs[0] ?? value)
    case is Sigmoid: (head, logits) = (.sigmoid, last?.inputs[0] ?? value)
    default:
      (head, logits) = (nil, output)
      isOfProbabilities = Self.isOfProbabilities(output, of: graph)
    }
  }

  /// Whether a node changes shapes alone, or divides what adds up to 1 by its sum, as scikit-learn's
  /// exporter does behind a softmax.
  private static func keepsProbabilities(_ node: Graph.Node, of graph: Graph) -> Bool {
    switch node.operator {
    case is Reshape, is Transposition: return true
    case let division as LpNormalization where division.order == 1:
      var source = graph.producer(of: node.inputs[0])
      while let shape = source, shape.operator is Reshape || shape.operator is Transposition {
        source = graph.producer(of: shape.inputs[0])
      }
      return source?.operator is Softmax
    default: return false
    }
  }

  /// The number z behind the columns 1 − σ(z) and σ(z), if a node puts these side by side.
  private static func column(_ node: Graph.Node?, of graph: Graph) -> Graph.ValueID? {
    guard let node, node.operator is Concatenation, node.inputs.count == 2,
      graph[node.inputs[1]].shape.count == 1,
      let sigmoid = graph.producer(of: node.inputs[1]), sigmoid.operator is Sigmoid,
      let difference = graph.producer(of: node.inputs[0]),
      (difference.operator as? Arithmetic)?.operation == .difference,
      difference.inputs[1] == node.inputs[1],
      isOne(difference.inputs[0], of: graph)
    else { return nil }
    return sigmoid.inputs[0]
  }

  /// The logits z of a softmax over all classes that is written out: exp(z − log Σ exp(z)), as of
  /// scikit-learn's naive Bayes, or exp(z) / Σ exp(z).
  private static func writtenSoftmax(_ node: Graph.Node?, of graph: Graph) -> Graph.ValueID? {
    switch node?.operator {
    case is Exponential:
      guard let difference = node.flatMap({ graph.producer(of: $0.inputs[0]) }),
        (difference.operator as? Arithmetic)?.operation == .difference
      else { return nil }
      let logits = difference.inputs[0]
      return isTotal(difference.inputs[1], [.logarithmOfExponentialSum], of: logits, in: graph)
        ? logits : nil
    case let quotient as Arithmetic where quotient.operation == .quotient:
      guard let node, let power = graph.producer(of: node.inputs[0]), power.operator is Exponential,
        isTotal(node.inputs[1], [.sum, .absoluteSum], of: node.inputs[0], in: graph)
      else { return nil }
      return power.inputs[0]
    default: return nil
    }
  }

  /// Whether a value is a reduction of all numbers of another one to a single number.
  private static func isTotal(
    _ value: Graph.ValueID, _ kinds: Set<Reduction.Kind>, of numbers: Graph.ValueID,
    in graph: Graph
  ) -> Bool {
    var node = graph.producer(of: value)
    while let shape = node, shape.operator is Reshape || shape.operator is Transposition {
      node = graph.producer(of: shape.inputs[0])
    }
    guard let node, let reduction = node.operator as? Reduction else { return false }
    return kinds.contains(reduction.kind) && node.inputs[0] == numbers
      && graph[value].shape.count == 1
  }

  /// Whether a value is made of softmaxes, sigmoids (written out as well, 1 / (1 + exp(−z))) and
  /// constants by arithmetic alone, one of the former at least.
  private static func isOfProbabilities(_ value: Graph.ValueID, of graph: Graph) -> Bool {
    var (open, seen, hasProbabilities) = ([value], Set<Graph.ValueID>(), false)
    while let next = open.popLast() {
      guard seen.insert(next).inserted, !graph[next].isConstant else { continue }
      guard let node = graph.producer(of: next) else { return false }
      switch node.operator {
      case is Softmax, is Sigmoid: hasProbabilities = true
      case is Reciprocal where isOnePlusExponential(node.inputs[0], of: graph):
        hasProbabilities = true
      case let quotient as Arithmetic
      where quotient.operation == .quotient && isOne(node.inputs[0], of: graph)
        && isOnePlusExponential(node.inputs[1], of: graph):
        hasProbabilities = true
      case is Reshape, is Transposition, is Concatenation, is Selection, is Arithmetic,
        is Reduction, is ChannelAffine, is LpNormalization, is AbsoluteValue, is Clip,
        is any StepFunction:
        open += node.inputs
      default: return false
      }
    }
    return hasProbabilities
  }

  /// Whether a value is 1 and an exponential added, as the denominator of a sigmoid is.
  private static func isOnePlusExponential(_ value: Graph.ValueID, of graph: Graph) -> Bool {
    guard let sum = graph.producer(of: value) else { return false }
    let varying = sum.inputs.filter { !graph[$0].isConstant }
    guard varying.count == 1, graph.producer(of: varying[0])?.operator is Exponential else {
      return false
    }
    switch sum.operator {
    case let addition as Arithmetic:
      return addition.operation == .sum
        && sum.inputs.allSatisfy { $0 == varying[0] || isOne($0, of: graph) }
    case let affine as ChannelAffine:
      return affine.scale.allSatisfy { $0 == 1 } && affine.shift.allSatisfy { $0 == 1 }
    default: return false
    }
  }

  private static func isOne(_ value: Graph.ValueID, of graph: Graph) -> Bool {
    graph[value].constant?.values.allSatisfy { $0 == 1 } ?? false
  }

  /// Whether a softmax makes numbers of a shape add up to one together, not in several groups.
  private static func isOverAllClasses(_ operator: (any Operator)?, _ shape: Shape) -> Bool {
    let axes = (`operator` as? Softmax)?.axes ?? (`operator` as? LogSoftmax)?.axes
    let normalized = axes ?? [shape.rank - 1]
    return shape.dimensions.enumerated().allSatisfy { axis, extent in
      extent == 1 || normalized.contains(axis)
    }
  }
}

/// What the numbers of an output are, by its ending and by what is said about it.
private struct Meaning {
  private(set) var link: OutputHead.Link
  /// Whether the numbers are those of the output itself, whatever it ends in.
  private(set) var isOutput = false
  private(set) var assumed: [String] = []
  private(set) var warnings: [String] = []

  init(
    _ end: Ending, columns: Int, head: Head?, hint: Manifest.Output?
  ) throws(ClassificationError) {
    switch head ?? hint?.head {
    case .softmax where end.isPair:
      // The softmax of 0 and z is 1 − σ(z) and σ(z).
      link = .sigmoid
      return
    case .softmax:
      guard columns > 1 else { throw .softmaxOfOneColumn }
      link = .softmax
    case .sigmoid: link = .sigmoid
    case .number: (link, isOutput) = (.number, true)
    case nil:
      link = .number
      assume(end, columns: columns, numbers: hint?.numbers)
      return
    }
    if let found = end.head, let said = head ?? hint?.head, found != said {
      warnings.append(
        "the output ends in a \(found.rawValue), but is said to be a \(said.rawValue) head, which is "
          + "heeded")
    }
  }

  private mutating func assume(_ end: Ending, columns: Int, numbers: Manifest.Output.Numbers?) {
    switch end.head {
    case .softmax where columns == 1:
      warnings.append(
        "the output is a softmax over one column, which is always 1; the number before it is "
          + "explained instead")
    case .softmax: link = .softmax
    case .sigmoid: link = .sigmoid
    case .number, nil:
      if numbers == .probability {
        link = .none
      } else if end.isOfProbabilities && columns > 1 {
        link = .none
        assumed.append(
          "the output is made of probabilities by arithmetic: its \(columns) columns are taken for "
            + "probabilities as they are; say --head number if they are not")
      } else if columns == 1 {
        assumed.append(
          "the output is one column without a sigmoid: it is taken for a number; say --head sigmoid "
            + "if it is the logit of a probability")
      } else {
        link = .softmax
        if numbers == nil {
          assumed.append(
            "the output ends in no softmax: its \(columns) columns are taken for the logits of "
              + "one-of-\(columns) classes; say --head sigmoid or --head number if they are not")
        }
      }
    }
  }
}

/// A graph whose first output becomes scores, step by step.
private struct ScoredGraph {
  let graph: Graph

  var shape: Shape { graph[graph.outputs[0]].shape }

  private init(_ graph: Graph) { self.graph = graph }

  /// Begins with logits; those of one column that stands for a pair of classes become −z and z, or
  /// 1 − p and p where the column is a probability already.
  init(_ graph: Graph, isPair: Bool, isProbability: Bool) throws(GraphError) {
    guard isPair else {
      self.graph = graph
      return
    }
    let pair = Linear(weights: Tensor([1, 2], [-1, 1]), bias: isProbability ? [1, 0] : nil)
    self.graph = try ScoredGraph(graph).appending(Reshape(to: [1]), name: "column")
      .appending(pair, name: "pair").graph
  }

  func appending(_ operator: any Operator, name: String) throws(GraphError) -> ScoredGraph {
    ScoredGraph(
      try graph.appending(
        `operator`, name: name, to: graph.outputs[0],
        keeping: Array(graph.outputs.dropFirst())))
  }
}
