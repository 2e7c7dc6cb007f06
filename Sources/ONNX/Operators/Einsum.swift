import Engine
import Tensors

/// Sums of products by labels of axes.
extension NodeImport {
  /// A value without axes of one entry, and what its axes stand for, each label once.
  private struct Labelled {
    var value: ImportedValue
    var labels: [EinsumEquation.Label]
  }

  /// Einsum.
  func einsum() throws(ONNXError) -> ImportedValue {
    let text = try text("equation", default: "")
    let values = try inputs.indices.map { index throws(ONNXError) in try value(index) }
    guard !values.isEmpty,
      let equation = EinsumEquation(text, ranks: values.map(\.dimensions.count))
    else {
      let shapes = values.map { Shape($0.dimensions).description }.joined(separator: ", ")
      throw failure("equation \(quoted(text)) does not fit shapes \(shapes)")
    }
    let extents = try extents(of: equation, values)
    var rest: [Labelled] = []
    for (value, labels) in zip(values, equation.operands) {
      rest.append(try labelled(value, labels))
    }
    var total = rest.removeFirst()
    while !rest.isEmpty {
      let next = rest.removeFirst()
      let kept = Set(equation.output + rest.flatMap(\.labels))
      total = try multiplied(total, next, keeping: kept)
    }
    total = try summed(total, keeping: Set(equation.output))
    let result = variable(total)
    return .variable(
      result.renamed(
        dimensions: equation.output.map { extents[$0] ?? 1 },
        order: result.order.compactMap { equation.output.firstIndex(of: total.labels[$0]) }))
  }

  /// The extent of every label; an extent of 1 against more is repeated.
  private func extents(
    of equation: EinsumEquation, _ values: [ImportedValue]
  ) throws(ONNXError) -> [EinsumEquation.Label: Int] {
    var extents: [EinsumEquation.Label: Int] = [:]
    for (labels, value) in zip(equation.operands, values) {
      for (label, extent) in zip(labels, value.dimensions) {
        let known = extents[label] ?? 1
        guard extent > 0, known == 1 || extent == 1 || known == extent else {
          throw failure("one label has extents \(known) and \(extent)")
        }
        extents[label] = max(known, extent)
      }
    }
    let output = equation.output.map { extents[$0] ?? 1 }
    guard ConstantArray.count(of: output) != nil, output.count <= ConstantArray.maximumRank else {
      throw failure("its output \(Shape(output)) is too large")
    }
    return extents
  }

  /// Leaves axes of one entry out, and takes the diagonal of axes with one label.
  private func labelled(
    _ value: ImportedValue, _ labels: [EinsumEquation.Label]
  ) throws(ONNXError) -> Labelled {
    let wide = labels.indices.filter { value.dimensions[$0] != 1 }
    var result = Labelled(
      value: try reshaped(value, to: wide.map { value.dimensions[$0] }),
      labels: wide.map { labels[$0] })
    while let second = result.labels.indices.first(where: {
      result.labels[..<$0].contains(result.labels[$0])
    }) {
      result = try diagonal(of: result, axis: second)
    }
    return result
  }

  /// Takes the diagonal of an axis and an earlier one with its label.
  private func diagonal(of operand: Labelled, axis second: Int) throws(ONNXError) -> Labelled {
    let label = operand.labels[second]
    let first = operand.labels.firstIndex(of: label) ?? 0
    let others = operand.labels.indices.filter { $0 != first && $0 != second }
    let turned = Self.transposed(variable(operand), others + [first, second])
    let extent = operand.value.dimensions[second]
    let outer = others.map { operand.value.dimensions[$0] }
    let flat = try reshaped(turned, to: outer + [extent * extent])
    let places = (0..<extent).map { $0 * (extent + 1) }
    return Labelled(
      value: try selected(.variable(flat), [outer.count: places]),
      labels: others.map { operand.labels[$0] } + [label])
  }

  private func variable(_ operand: Labelled) -> Variable {
    switch operand.value {
    case .variable(let variable): variable
    case .constant(let array): stored(array)
    }
  }

  /// Sums over all labels that are not kept.
  private func summed(
    _ operand: Labelled, keeping kept: Set<EinsumEquation.Label>
  ) throws(ONNXError) -> Labelled {
    let axes = operand.labels.indices.filter { !kept.contains(operand.labels[$0]) }
    if axes.isEmpty { return operand }
    let result = try reduced(variable(operand), over: axes, .sum, keepsAxes: false)
    return Labelled(value: .variable(result), labels: operand.labels.filter(kept.contains))
  }

  /// Multiplies two operands, and sums over all labels that are not kept.
  private func multiplied(
    _ left: Labelled, _ right: Labelled, keeping kept: Set<EinsumEquation.Label>
  ) throws(ONNXError) -> Labelled {
    let a = try summed(left, keeping: kept.union(right.labels))
    let b = try summed(right, keeping: kept.union(left.labels))
    let shared = a.labels.filter(b.labels.contains)
    let sums = shared.filter { !kept.contains($0) }
    if sums.isEmpty { return try broadcast(a, b) }
    if sums.count == shared.count {
      if let weights = b.value.constant { return try layer(a, weights, b.labels) }
      if let weights = a.value.constant { return try layer(b, weights, a.labels) }
    }
    return try contracted(a, b, sums: sums)
  }

  /// A product entry by entry.
  private func broadcast(_ a: Labelled, _ b: Labelled) throws(ONNXError) -> Labelled {
    let labels = a.labels + b.labels.filter { !a.labels.contains($0) }
    let operands = [a, b].map { operand -> ImportedValue in
      let own = variable(operand)
      return .variable(
        own.renamed(
          dimensions: labels.map { label in
            operand.labels.firstIndex(of: label).map { own.dimensions[$0] } ?? 1
          },
          order: own.order.compactMap { labels.firstIndex(of: operand.labels[$0]) }))
    }
    return Labelled(
      value: .variable(try combine(Arithmetic(.product), operands, type: a.value.type)),
      labels: labels)
  }

  /// A product with constant weights, summed over all labels that both have.
  private func layer(
    _ operand: Labelled, _ array: ConstantArray, _ labels: [EinsumEquation.Label]
  ) throws(ONNXError) -> Labelled {
    let source = variable(operand)
    let isSummed = { (axis: Int) in labels.contains(operand.labels[axis]) }
    let (outer, inner) = (
      source.order.filter { !isSummed($0) }, source.order.filter(isSummed)
    )
    let free = labels.indices.filter { !operand.labels.contains(labels[$0]) }
    let rows = inner.compactMap { labels.firstIndex(of: operand.labels[$0]) }
    let count = inner.reduce(1) { $0 * source.dimensions[$1] }
    let weights = array.tensor.transposed(rows + free)
      .reshaped(to: Shape([count, array.count / count]))
    let (lines, columns) = (
      outer.map { source.dimensions[$0] }, free.map { array.dimensions[$0] }
    )
    var id = try arranged(source, outer + inner)
    id = try graph.reshaped(id, to: Shape(lines + [count]), name: outputName)
    id = try step(Linear(weights: weights, bias: nil), [id])
    id = try graph.reshaped(id, to: Shape(lines + columns), name: outputName)
    let dimensions = lines + columns
    let result = Variable(
      id: id, dimensions: dimensions, order: Array(dimensions.indices), type: source.type)
    return Labelled(
      value: .variable(result),
      labels: outer.map { operand.labels[$0] } + free.map { labels[$0] })
  }

  /// A product of two computed values, summed over labels that both have.
  private func contracted(
    _ a: Labelled, _ b: Labelled, sums: [EinsumEquation.Label]
  ) throws(ONNXError) -> Labelled {
    let batch = Set(a.labels.filter { b.labels.contains($0) && !sums.contains($0) })
    let left = try suited(a, sums: sums, batch: batch, inOrder: false)
    let order = left.labels.filter(sums.contains)
    let right = try suited(b, sums: order, batch: batch, inOrder: true)
    // Columns take the place of what is summed over.
    let columns = right.labels.filter { !left.labels.contains($0) }
    let place = left.labels.firstIndex(of: order[0]) ?? 0
    var labels = left.labels.filter { !sums.contains($0) }
    labels.insert(contentsOf: columns, at: place)
    let operands = [left, right]
    let dimensions = labels.map { label in
      operands.compactMap { operand in
        operand.labels.firstIndex(of: label).map { operand.value.dimensions[$0] }
      }.first ?? 1
    }
    let result = try add(
      Contraction(left: left.labels, right: right.labels, output: labels),
      [variable(left).id, variable(right).id], dimensions: dimensions,
      order: Array(dimensions.indices), type: a.value.type)
    return Labelled(value: .variable(result), labels: labels)
  }

  /// Returns an operand, labels in storage order, whose summed labels are neighbours (in the given
  /// order if asked) and whose innermost axis is no batch.
  private func suited(
    _ operand: Labelled, sums: [EinsumEquation.Label], batch: Set<EinsumEquation.Label>,
    inOrder: Bool
  ) throws(ONNXError) -> Labelled {
    let source = variable(operand)
    var order = source.order
    let own = order.map { operand.labels[$0] }
    let first = own.firstIndex(where: sums.contains) ?? 0
    let run = own[first..<min(own.count, first + sums.count)]
    let fits = inOrder ? Array(run) == sums : run.allSatisfy(sums.contains)
    if !fits || own.last.map(batch.contains) ?? false {
      let last = inOrder ? sums : own.filter(sums.contains)
      order =
        order.filter { !sums.contains(operand.labels[$0]) }
        + last.compactMap { operand.labels.firstIndex(of: $0) }
    }
    let dimensions = order.map { source.dimensions[$0] }
    let result = Variable(
      id: try arranged(source, order), dimensions: dimensions, order: Array(dimensions.indices),
      type: source.type)
    return Labelled(value: .variable(result), labels: order.map { operand.labels[$0] })
  }
}
