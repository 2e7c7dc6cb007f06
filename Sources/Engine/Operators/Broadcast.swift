import CKernels
import Tensors

/// How arrays of different shapes are combined entry by entry: extents of 1 are repeated (NumPy's
/// broadcasting, aligned at the innermost axis).
///
/// The rows of the output fall into blocks of equal size, within which every operand either goes
/// from row to row or stays at one: that is what the loops in C know.
struct Broadcast {
  /// Rows of a block.
  let blockRows: Int
  /// For every operand, the row at which each block begins.
  private let firstRows: [[Int]]
  /// For every operand, whether it goes from row to row within a block (1) or stays (0).
  private let rowSteps: [Int]
  /// For every operand, whether a row of it has many numbers (1) or one that is repeated (0).
  private let columnSteps: [Int]
  /// For every operand, whether several blocks read the same numbers.
  private let repeatsBlocks: [Bool]

  /// Lays out how operands of such shapes make an output.
  init(of inputs: [Shape], to output: Shape) {
    let extents = output.dimensions.dropLast()
    let operands = inputs.map { Array($0.padded(to: output.rank).dropLast()) }
    let run = Self.innermostRun(extents: Array(extents), operands: operands)
    let blockCount = run.rows == 0 ? 0 : extents.reduce(1, *) / run.rows
    blockRows = run.rows
    rowSteps = run.steps
    columnSteps = inputs.map { $0.dimensions.last ?? 1 == output.dimensions.last ?? 1 ? 1 : 0 }
    firstRows = operands.map { operand in
      (0..<blockCount).map {
        Self.row(of: operand, atRow: $0 * run.rows, of: Array(extents))
      }
    }
    repeatsBlocks = firstRows.map { Set($0).count < $0.count }
  }

  /// The larger extent along each axis; an error that names all shapes where they do not fit.
  static func shape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let rank = inputs.map(\.rank).max() ?? 0
    var result = [Int](repeating: 1, count: rank)
    for extents in inputs.map({ $0.padded(to: rank) }) {
      guard zip(result, extents).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
        let names = inputs.map(\.description).joined(separator: " and ")
        throw ShapeError("shapes \(names) cannot be combined")
      }
      result = zip(result, extents).map { $0 == 1 ? $1 : $0 }
    }
    return Shape(result)
  }

  /// The longest run of rows within which every operand goes on, or stays, throughout.
  private static func innermostRun(
    extents: [Int], operands: [[Int]]
  ) -> (rows: Int, steps: [Int]) {
    var rows = 1
    var steps: [Int]?
    for axis in extents.indices.reversed() where extents[axis] != 1 {
      let here = operands.map { $0[axis] == extents[axis] ? 1 : 0 }
      if steps == nil { steps = here }
      guard steps == here else { break }
      rows *= extents[axis]
    }
    return (rows, steps ?? operands.map { _ in 1 })
  }

  /// The row of an operand that a row of the output reads.
  private static func row(of operand: [Int], atRow row: Int, of extents: [Int]) -> Int {
    var (rest, result, step) = (row, 0, 1)
    for axis in extents.indices.reversed() {
      if operand[axis] > 1 { result += rest % extents[axis] * step }
      rest /= extents[axis]
      step *= operand[axis]
    }
    return result
  }

  /// Whether a gradient of an operand is made of parts, which are added up.
  func addsUp(_ argument: Int) -> Bool { repeatsBlocks[argument] }

  /// What a block of an example reads of an operand, or writes of its gradient.
  func operand(_ argument: Int, _ view: View, example: Int, block: Int) -> igk_operand {
    igk_operand(
      base: view.example(example) + firstRows[argument][block] * view.rowStride,
      stride: rowSteps[argument] * view.rowStride, step: columnSteps[argument])
  }

  /// Calls `body` with every example, block, and the rows of the output that it makes.
  @inline(__always)
  func forEachBlock(of output: View, batch: Int, _ body: (Int, Int, igk_rows) -> Void) {
    for example in 0..<batch {
      for block in 0..<(firstRows.first?.count ?? 0) {
        let base = output.example(example) + block * blockRows * output.rowStride
        body(example, block, igk_rows(base: base, stride: output.rowStride))
      }
    }
  }

  /// Makes the gradient of an operand by a loop in C, if it has one; the loop is handed the operands
  /// numbered `left` and `right`.
  func distribute(
    _ operands: Operands, to argument: Int, batch: Int, by loop: ArithmeticLoops.Backward,
    left: Int = 0, right: Int = 1
  ) {
    guard let gradient = operands.inputGradients[argument] else { return }
    let adds = addsUp(argument)
    if adds { gradient.prepareToAdd(batch: batch) }
    let columns = operands.outputGradient.columns
    forEachBlock(of: operands.outputGradient, batch: batch) { example, block, rows in
      loop(
        operand(left, operands.inputs[left], example: example, block: block),
        operand(right, operands.inputs[right], example: example, block: block), rows,
        operand(argument, gradient.view, example: example, block: block), blockRows, columns,
        adds || gradient.accumulates ? 1 : 0)
    }
  }
}

extension Shape {
  /// The extents with ones in front, `rank` in all.
  func padded(to rank: Int) -> [Int] {
    [Int](repeating: 1, count: rank - self.rank) + dimensions
  }
}
