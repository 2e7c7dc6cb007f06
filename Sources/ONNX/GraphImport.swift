import Engine
import Tensors

/// What is known of a network while it is read: the values so far, by name, and what stands in the
/// way of others.
final class GraphImport {
  /// Versions of the sets of operators, by domain; the standard set has an empty domain.
  let opsets: [String: Int]
  /// The batch that the file fixes, where it was freed: shapes that repeat it mean 1.
  let freedBatch: Int?
  /// What lies beside the file.
  let files: ExternalFiles?
  /// The graph so far.
  var builder = GraphBuilder()
  /// What the nodes of the file compute for every example, in the order in which they run.
  private(set) var layers: [ImportedLayer] = []
  /// Names of classes that nodes give to the numbers of their outputs, by output.
  var classNames: [String: [String]] = [:]
  private var values: [String: ImportedValue] = [:]
  /// Values that cannot be had, with the obstacles behind that.
  private var missing: [String: Set<Int>] = [:]
  /// All that stands in the way, in the order of the file.
  private(set) var obstacles: [ONNXError] = []
  /// The first name that each computed value was given.
  private var names: [Graph.ValueID: String] = [:]
  /// Rearranged values, so that nothing is rearranged twice.
  private var arrangements: [Arrangement: Graph.ValueID] = [:]
  /// Numbers that constants which are yet to be computed may have together, so that a small file
  /// cannot ask for much memory.
  private var budget: Int

  private struct Arrangement: Hashable {
    let id: Graph.ValueID
    let from: [Int]
    let order: [Int]
    let shape: Shape
  }

  /// Starts a graph for a file with `constantCount` constant numbers.
  init(
    opsets: [String: Int], freedBatch: Int? = nil, files: ExternalFiles? = nil, constantCount: Int
  ) {
    self.opsets = opsets
    self.freedBatch = freedBatch
    self.files = files
    budget = (1 << 24) + 4 * constantCount
  }

  /// Gives a value its name, which must be new.
  func define(_ name: String, as value: ImportedValue) throws(ONNXError) {
    try checkNew(name)
    values[name] = value
    if case .variable(let variable) = value, names[variable.id] == nil {
      names[variable.id] = name
      builder.rename(variable.id, to: name)
    }
  }

  /// Notes a value that cannot be had because of some obstacles.
  func defineMissing(_ name: String, because reasons: Set<Int>) throws(ONNXError) {
    try checkNew(name)
    missing[name] = reasons
  }

  /// Notes an obstacle, and returns what values behind it are to name.
  func note(_ obstacle: ONNXError) -> Set<Int> {
    obstacles.append(obstacle)
    return [obstacles.count - 1]
  }

  private func checkNew(_ name: String) throws(ONNXError) {
    guard values[name] == nil, missing[name] == nil else {
      throw .structure(detail: "value \(quoted(name)) is defined more than once")
    }
  }

  /// The value of a name, if it can be had.
  func known(_ name: String) -> ImportedValue? { values[name] }

  /// The obstacles in the way of a name; none if its value can be had.
  func obstacles(before name: String) -> Set<Int> { missing[name] ?? [] }

  /// Returns the value of the given name; `reader` is for the error message.
  func value(named name: String, reader: String) throws(ONNXError) -> ImportedValue {
    if let value = values[name] { return value }
    throw .structure(
      detail: "\(reader) reads \(quoted(name)), which is no input, constant or output of a node")
  }

  /// Checks that a constant of such extents can be computed, and returns its count.
  @discardableResult
  func reserve(_ dimensions: [Int], for node: NodeImport) throws(ONNXError) -> Int {
    guard let count = ConstantArray.count(of: dimensions), count <= budget else {
      throw node.failure("its constant output is too large to be computed in advance")
    }
    budget -= count
    return count
  }

  /// Returns a value that has the given name in the graph: the value itself, or another name of its
  /// numbers where one came first (behind an Identity).
  func value(_ id: Graph.ValueID, bearing name: String) throws(ONNXError) -> Graph.ValueID {
    if names[id] == name { return id }
    return try added(
      Reshape(to: builder.shape(of: id)), name: name, inputs: [id], output: name, kind: "Identity")
  }

  /// Returns the numbers of a variable in the given order of the file's axes, which must have all
  /// axes of more than one entry. Numbers move only where their order is another one.
  func arranged(_ variable: Variable, _ order: [Int]) throws(ONNXError) -> Graph.ValueID {
    let shape = Shape(order.map { variable.dimensions[$0] })
    let key = Arrangement(
      id: variable.id, from: variable.order, order: order, shape: shape)
    if let known = arrangements[key] { return known }
    let name = names[variable.id] ?? "value"
    let (from, wanted) = (variable.wideOrder, order.filter { variable.dimensions[$0] > 1 })
    precondition(Set(from) == Set(wanted), "an order has all axes of more than one entry")
    var id = variable.id
    if from != wanted {
      id = try reshaped(id, to: Shape(from.map { variable.dimensions[$0] }), name: name)
      id = try added(
        Transposition(axes: wanted.map { from.firstIndex(of: $0) ?? 0 }), name: "\(name)/order",
        inputs: [id], output: "\(name)/order", kind: "Transpose")
    }
    id = try reshaped(id, to: shape, name: name)
    arrangements[key] = id
    return id
  }

  /// Returns the same numbers, in storage order, under another shape.
  func reshaped(_ id: Graph.ValueID, to shape: Shape, name: String) throws(ONNXError)
    -> Graph.ValueID
  {
    if builder.shape(of: id) == shape { return id }
    return try added(
      Reshape(to: shape), name: "\(name)/shape", inputs: [id], output: "\(name)/shape",
      kind: "Reshape")
  }

  /// Adds an operator, none of whose arrays may be without numbers.
  func added(
    _ operation: any Operator, name: String, inputs: [Graph.ValueID], output: String, kind: String
  ) throws(ONNXError) -> Graph.ValueID {
    let nothing = ONNXError.node(
      name: name, operator: kind, detail: "arrays without numbers are not supported")
    guard inputs.allSatisfy({ builder.shape(of: $0).count > 0 }) else { throw nothing }
    let id: Graph.ValueID
    do {
      id = try builder.add(operation, name: name, inputs: inputs, outputName: output)
    } catch {
      throw .shapes(operator: kind, error)
    }
    guard builder.shape(of: id).count > 0 else { throw nothing }
    return id
  }

  // MARK: - Nodes

  /// Imports one node: computes it now if all it reads is constant, else adds operators. What cannot
  /// be imported is noted as an obstacle before its outputs.
  func add(_ proto: ONNXNode, name: String) throws(ONNXError) {
    var reasons = proto.input.reduce(into: Set<Int>()) { $0.formUnion(obstacles(before: $1)) }
    var results: [ImportedValue?] = []
    if reasons.isEmpty {
      do { results = try self.results(of: proto, name: name) } catch {
        reasons = note(error)
      }
    } else if let refusal = OperatorTable.refusal(of: proto, name: name) {
      reasons.formUnion(note(refusal))
    }
    for (place, output) in proto.output.enumerated() where !output.isEmpty {
      guard results.indices.contains(place), let result = results[place] else {
        let missing = ONNXError.node(
          name: name, operator: proto.opType,
          detail: "its output \(quoted(output)) is not computed")
        try defineMissing(output, because: reasons.isEmpty ? note(missing) : reasons)
        continue
      }
      try define(output, as: result)
      if case .variable(let variable) = result {
        layers.append(
          ImportedLayer(
            name: output, node: name, operatorName: proto.opType, variable: variable))
      }
    }
  }

  private func results(of proto: ONNXNode, name: String) throws(ONNXError) -> [ImportedValue?] {
    if let refusal = OperatorTable.refusal(of: proto, name: name) { throw refusal }
    var inputs: [ImportedValue?] = []
    for input in proto.input {
      inputs.append(
        input.isEmpty ? nil : try value(named: input, reader: "node \(quoted(name))"))
    }
    let node = try NodeImport(proto, name: name, inputs: inputs, graph: self)
    return try node.imported()
  }
}
