import Tensors

/// A contraction as matrix products of M×K by K×N numbers, one for each turn of the loops around
/// them.
struct ContractionPlan: Sendable {
  /// One thing for each operand.
  struct Triple<Element: Sendable>: Sendable {
    var left: Element
    var right: Element
    var output: Element
  }

  /// Labels that are walked as one, and how far apart neighbours are in each operand; nil where an
  /// operand lacks them.
  private struct Run: Sendable {
    var extent: Int
    var strides: Triple<AxisStride?>

    static let none = Run(extent: 1, strides: Triple(left: nil, right: nil, output: nil))

    /// The run as one with its inner neighbour, if their distances are even everywhere.
    func merged(with inner: Run) -> Run? {
      let pairs = [
        (strides.left, inner.strides.left), (strides.right, inner.strides.right),
        (strides.output, inner.strides.output),
      ]
      guard pairs.allSatisfy({ $0 == $1.map { $0 * inner.extent } }) else { return nil }
      return Run(extent: extent * inner.extent, strides: inner.strides)
    }

    /// Whether neighbours are neighbours in memory of one of the operands.
    var isContiguous: Bool {
      let one = AxisStride(numbers: 1)
      return strides.left == one || strides.right == one || strides.output == one
    }
  }

  /// One product: where its matrices begin, and whether they have not been written before.
  struct Turn: Sendable {
    var starts: Triple<AxisStride>
    var isFirst: Triple<Bool>
  }

  private let rows: Run
  private let columns: Run
  private let inner: Run
  let turns: [Turn]
  /// Terms of each sum.
  let terms: Int

  /// Arranges a contraction; one of spaced rows exists wherever one of dense rows does.
  init(
    _ contraction: Contraction, inputs: [Shape], extents: [Contraction.Label: Int], isDense: Bool
  ) throws(ShapeError) {
    let summed = (contraction.left + contraction.right).filter { !contraction.output.contains($0) }
    var (batches, rows, columns, sums): ([Run], [Run], [Run], [Run]) = ([], [], [], [])
    for (label, run) in Self.runs(contraction, inputs, extents, isDense) {
      let strides = run.strides
      switch (strides.left != nil, strides.right != nil, strides.output != nil) {
      case (true, true, true): Self.append(run, to: &batches)
      case (true, false, true): Self.append(run, to: &rows)
      case (false, true, true): Self.append(run, to: &columns)
      case (true, true, false): Self.append(run, to: &sums)
      default: throw ShapeError("label \(label) of one input is not in the output: sum first")
      }
    }
    terms = sums.reduce(1) { $0 * $1.extent }
    if isDense && sums.count > 1 {
      throw ShapeError("labels \(summed) are not neighbours in both inputs: transpose first")
    }
    self.inner = Self.takeBest(from: &sums)
    var row = Self.takeBest(from: &rows)
    var column = Self.takeBest(from: &columns)
    if !Self.suits(rows: row, columns: column, inner: self.inner) {
      if isDense {
        throw ShapeError(
          "labels \(contraction.left), \(contraction.right) to \(contraction.output) are no "
            + "matrix product in place: transpose first")
      }
      // A product of 1×K by K×1 numbers each.
      rows.append(row)
      columns.append(column)
      (row, column) = (.none, .none)
    }
    self.rows = row
    self.columns = column
    turns = Self.turns(batches + rows + columns + sums)
  }

  /// The labels of more than one position, those of the output first, in order.
  private static func runs(
    _ contraction: Contraction, _ inputs: [Shape], _ extents: [Contraction.Label: Int],
    _ isDense: Bool
  ) -> [(label: Contraction.Label, run: Run)] {
    let shape = Shape(contraction.output.map { extents[$0] ?? 1 })
    let left = strides(contraction.left, inputs[0], extents, isDense)
    let right = strides(contraction.right, inputs[1], extents, isDense)
    let output = strides(contraction.output, shape, extents, isDense)
    var seen = Set<Contraction.Label>()
    let labels = (contraction.output + contraction.left + contraction.right)
      .filter { seen.insert($0).inserted }
    return labels.compactMap { label in
      guard let extent = extents[label], extent > 1 else { return nil }
      return (
        label,
        Run(
          extent: extent,
          strides: Triple(left: left[label], right: right[label], output: output[label]))
      )
    }
  }

  /// The strides of the axes that an operand does not repeat.
  private static func strides(
    _ labels: [Contraction.Label], _ shape: Shape, _ extents: [Contraction.Label: Int],
    _ isDense: Bool
  ) -> [Contraction.Label: AxisStride] {
    var strides: [Contraction.Label: AxisStride] = [:]
    for (axis, stride) in shape.axisStrides(isDense: isDense).enumerated()
    where shape[axis] == extents[labels[axis]] {
      strides[labels[axis]] = stride
    }
    return strides
  }

  private static func append(_ run: Run, to runs: inout [Run]) {
    if let merged = runs.last?.merged(with: run) {
      runs[runs.count - 1] = merged
    } else {
      runs.append(run)
    }
  }

  /// Takes the run out that a matrix needs: the contiguous one, else the longest.
  private static func takeBest(from runs: inout [Run]) -> Run {
    let longest = runs.indices.max { runs[$0].extent < runs[$1].extent }
    guard let best = runs.firstIndex(where: \.isContiguous) ?? longest else { return .none }
    return runs.remove(at: best)
  }

  /// Whether all three matrices have rows or columns of neighbours.
  private static func suits(rows: Run, columns: Run, inner: Run) -> Bool {
    func isMatrix(_ a: Run, _ b: Run, _ stride: (Run) -> AxisStride?) -> Bool {
      let one = AxisStride(numbers: 1)
      return a.extent == 1 || b.extent == 1 || stride(a) == one || stride(b) == one
    }
    return isMatrix(rows, inner) { $0.strides.left }
      && isMatrix(inner, columns) { $0.strides.right }
      && isMatrix(rows, columns) { $0.strides.output }
  }

  /// All combinations of positions along the loops, the last of which runs fastest.
  private static func turns(_ loops: [Run]) -> [Turn] {
    let start = AxisStride()
    var turns = [
      Turn(
        starts: Triple(left: start, right: start, output: start),
        isFirst: Triple(left: true, right: true, output: true))
    ]
    for loop in loops {
      turns = turns.flatMap { turn in (0..<loop.extent).map { moved(turn, along: loop, to: $0) } }
    }
    return turns
  }

  private static func moved(_ turn: Turn, along loop: Run, to place: Int) -> Turn {
    func start(_ start: AxisStride, _ stride: AxisStride?) -> AxisStride {
      stride.map { start + $0 * place } ?? start
    }
    var turn = turn
    turn.starts.left = start(turn.starts.left, loop.strides.left)
    turn.starts.right = start(turn.starts.right, loop.strides.right)
    turn.starts.output = start(turn.starts.output, loop.strides.output)
    if place == 0 { return turn }
    turn.isFirst.left = turn.isFirst.left && loop.strides.left != nil
    turn.isFirst.right = turn.isFirst.right && loop.strides.right != nil
    turn.isFirst.output = turn.isFirst.output && loop.strides.output != nil
    return turn
  }

  /// The first input of a turn, M×K.
  func left(_ view: View, _ example: Int, _ turn: Turn) -> StridedMatrix {
    matrix(view, example, turn.starts.left, (rows, rows.strides.left), (inner, inner.strides.left))
  }

  /// The second input of a turn, K×N.
  func right(_ view: View, _ example: Int, _ turn: Turn) -> StridedMatrix {
    matrix(
      view, example, turn.starts.right, (inner, inner.strides.right),
      (columns, columns.strides.right))
  }

  /// The output of a turn, M×N.
  func output(_ view: View, _ example: Int, _ turn: Turn) -> StridedMatrix {
    matrix(
      view, example, turn.starts.output, (rows, rows.strides.output),
      (columns, columns.strides.output))
  }

  private func matrix(
    _ view: View, _ example: Int, _ start: AxisStride, _ rows: (run: Run, stride: AxisStride?),
    _ columns: (run: Run, stride: AxisStride?)
  ) -> StridedMatrix {
    StridedMatrix(
      base: view.example(example) + start.offset(view.rowStride), rows: rows.run.extent,
      columns: columns.run.extent, rowStride: rows.stride?.offset(view.rowStride) ?? 0,
      columnStride: columns.stride?.offset(view.rowStride) ?? 0)
  }
}
