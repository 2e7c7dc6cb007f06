import Engine
import Tensors
import TestSupport
import Testing

@Suite("The operator checker")
struct OperatorCheckerTests {
  /// y = 2x, with one fault at a time.
  private struct Doubling: Operator, Kernel {
    enum Fault: CaseIterable {
      case none, wrongShape, wrongValue, wrongSlope, writesBetweenRows, writesNextExample
      case neverAccumulates, alwaysAccumulates, changesInput, mixesExamples, tooMuchScratch
      case readsWhatIsGone, admitsReadingWhatIsGone
    }
    var fault: Fault

    func outputShape(of inputs: [Shape]) -> Shape {
      fault == .wrongShape ? [inputs[0].count] : inputs[0]
    }

    func memory(for inputs: [Shape], output: Shape) -> KernelMemory { KernelMemory(scratch: 4) }

    var memoryUse: MemoryUse {
      [.none, .readsWhatIsGone, .admitsReadingWhatIsGone].contains(fault) ? .inPlace : .separate
    }

    var backwardReads: BackwardReads { fault == .admitsReadingWhatIsGone ? .inputs : [] }

    func forward(_ operands: Operands, batch: Int) {
      let (x, y) = (operands.inputs[0], operands.output)
      for row in 0..<batch * x.rows {
        for column in 0..<x.columns {
          y.base[row * y.rowStride + column] = 2 * x.base[row * x.rowStride + column]
        }
      }
      switch fault {
      case .wrongValue: y.base[1] += 0.001
      case .writesBetweenRows: y.base[y.columns] = 0
      case .writesNextExample: y.base[batch * y.rows * y.rowStride] = 0
      case .changesInput: x.base[0] = 7
      case .mixesExamples: y.base[(batch - 1) * y.batchStride] = y.base[0]
      case .tooMuchScratch: operands.scratch[4] = 0
      default: break
      }
    }

    func backward(_ operands: Operands, batch: Int) {
      guard let gradient = operands.inputGradients[0] else { return }
      let (dy, dx) = (operands.outputGradient, gradient.view)
      let adds =
        fault == .alwaysAccumulates || (gradient.accumulates && fault != .neverAccumulates)
      for row in 0..<batch * dx.rows {
        for column in 0..<dx.columns {
          let index = row * dx.rowStride + column
          var slope = (fault == .wrongSlope ? 2.001 : 2) * dy.base[row * dy.rowStride + column]
          if fault == .readsWhatIsGone {
            let (x, y) = (operands.inputs[0], operands.output)
            slope += y.base[row * y.rowStride + column] - 2 * x.base[row * x.rowStride + column]
          }
          dx.base[index] = adds ? dx.base[index] + slope : slope
        }
      }
    }
  }

  @Test(
    "A right operator passes, and every single fault is found", arguments: Doubling.Fault.allCases)
  private func findsFaults(_ fault: Doubling.Fault) {
    let lines = disagreements(of: Doubling(fault: fault), inputs: [[3, 5]], terms: 1) {
      $0[0].map { 2 * $0 }
    }
    #expect(lines.isEmpty == (fault == .none))
  }
}
