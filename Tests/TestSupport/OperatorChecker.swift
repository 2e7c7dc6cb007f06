import Engine
import Tensors

/// Checks one operator against a reference, and returns what does not agree, one line each; none
/// if all is well.
///
/// - The declared shape of the output is that of the reference.
/// - Forward agrees with the reference, and backward with central finite differences of the
///   reference; tolerance: rounding of a sum of `terms` products in single precision.
/// - Three examples in a workspace for four agree with each example on its own.
/// - Nothing is written outside the output and the gradients, nor are the inputs changed; that is
///   tried with dense operands, and with operands that lie inside wider rows.
/// - A gradient is added to what is there if it accumulates, and overwrites it (a NaN) if not; a
///   kernel that heeds gates zeroes it where the gate is not positive.
/// - A kernel that may work in place gives the same with its output over its first input, and the
///   gradient of that over the gradient of the output.
///
/// Inputs are different numbers spread over center − scale…center + scale, so that no maximum has a
/// tie and no function is evaluated at its kink; `constants` are handed to the arguments of those
/// numbers.
package func disagreements(
  of operator: any Operator, inputs: [Shape], constants: [Int: Tensor] = [:], center: Float = 0,
  scale: Float = 1, terms: Int, seed: UInt64 = 1, options: KernelOptions = KernelOptions(),
  reference: ([DoubleTensor]) -> DoubleTensor
) -> [String] {
  let declared: Shape
  do {
    declared = try `operator`.outputShape(of: inputs)
  } catch {
    return ["refuses its inputs: \(error)"]
  }
  let examples = (0..<3).map { example in
    inputs.indices.map { argument in
      constants[argument]
        ?? .spread(
          inputs[argument], center: center, scale: scale,
          seed: seed + UInt64(10 * example + argument))
    }
  }
  let expected = examples.map { reference($0.map { DoubleTensor($0) }) }
  guard expected[0].shape == declared else {
    return ["declares \(declared), the reference has \(expected[0].shape)"]
  }
  let slopes = (0..<3).map { Tensor.random(declared, seed: seed + 100 + UInt64($0)) }
  let checker = OperatorChecker(
    kernel: `operator`.kernel(for: inputs, output: declared, options: options), shapes: inputs,
    output: declared, constants: Set(constants.keys),
    varying: inputs.indices.filter {
      constants[$0] == nil && `operator`.passesGradient(to: $0)
    }, rectifies: `operator`.rectifiesOutput, tolerance: roundingTolerance(terms: terms))
  if checker.kernel.memoryUse == .inPlace && checker.kernel.backwardReads.contains(.inputs) {
    return ["writes over an input that it reads on the way back"]
  }
  return checker.compare(examples: examples, slopes: slopes, expected: expected)
    + checker.compareSlopes(example: examples[2], slope: slopes[2], reference: reference)
}

/// A prepared operator, run outside any plan.
private struct OperatorChecker {
  /// Entries along which finite differences are taken.
  private static let differences = 24

  let kernel: any Kernel
  let shapes: [Shape]
  let output: Shape
  let constants: Set<Int>
  /// Arguments that have a gradient.
  let varying: [Int]
  /// Whether the gradient of the output must be zero where the output is.
  let rectifies: Bool
  let tolerance: Double

  /// How the operands of a run lie in memory.
  struct Setting {
    var capacity: Int
    var gap: Int
    var accumulates: Bool
    /// Whether gradients have the inputs as gates.
    var isGated = false
    /// Whether the output lies over the first input, and its gradient over that of the output.
    var overlaps = false

    /// What it is called in complaints.
    var name: String {
      "batch of three, gap \(gap), accumulates \(accumulates), gated \(isGated), "
        + "overlaps \(overlaps)"
    }
  }

  /// What came out: per example the output, and the gradient of each input.
  struct Outcome {
    var outputs: [[Float]] = []
    var gradients: [[[Float]]] = []
    var complaints: [String] = []
  }

  /// Forward against the reference, and all ways to run the operator against each other.
  func compare(
    examples: [[Tensor]], slopes: [Tensor], expected: [DoubleTensor]
  ) -> [String] {
    let alone = examples.indices.map { index in
      run(
        [examples[index]], [slopes[index]], Setting(capacity: 1, gap: 0, accumulates: false))
    }
    var lines = alone.flatMap(\.complaints)
    for (outcome, expected) in zip(alone, expected) {
      let difference = relativeDifference(outcome.outputs[0], expected.values)
      if difference > tolerance { lines.append("forward differs by \(difference)") }
    }
    for setting in settings {
      let together = run(examples, slopes, setting)
      let name = setting.name
      lines += together.complaints.map { "\(name): \($0)" }
      for (index, outcome) in alone.enumerated() {
        let forward = relativeDifference(together.outputs[index], outcome.outputs[0])
        if forward > tolerance { lines.append("\(name): forward differs by \(forward)") }
        for argument in varying {
          let found = together.gradients[index][argument]
          var expected = outcome.gradients[0][argument]
          if setting.isGated {
            for (entry, value) in examples[index][argument].values.enumerated() where value <= 0 {
              // What was there before is zeroed too.
              expected[entry] = setting.accumulates ? -held(argument)[entry] : 0
            }
          }
          let backward = relativeDifference(found, expected)
          if backward > tolerance { lines.append("\(name): backward differs by \(backward)") }
        }
      }
    }
    return lines
  }

  /// All ways to lay out three examples.
  private var settings: [Setting] {
    let settings = [(0, false), (7, false), (7, true)].map { gap, accumulates in
      Setting(capacity: 4, gap: gap, accumulates: accumulates)
    }
    // A reshaped value is laid out without gaps.
    let gaps: [Int] =
      switch kernel.memoryUse {
      case .inPlace: [0, 7]
      case .sharesInput: [0]
      case .separate, .joinsInputs: []
      }
    let overlapping = gaps.map { Setting(capacity: 4, gap: $0, accumulates: false, overlaps: true) }
    guard kernel.gatesInputGradients else { return settings + overlapping }
    let gated = settings.map { setting in
      var gated = setting
      gated.isGated = true
      return gated
    }
    return settings + gated + overlapping
  }

  /// Backward against finite differences of the reference.
  func compareSlopes(
    example: [Tensor], slope: Tensor, reference: ([DoubleTensor]) -> DoubleTensor
  ) -> [String] {
    let setting = Setting(capacity: 1, gap: 0, accumulates: false)
    let found = run([example], [slope], setting).gradients[0]
    let weights = DoubleTensor(slope).values
    let function = { (inputs: [DoubleTensor]) in
      zip(reference(inputs).values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var lines: [String] = []
    for argument in varying {
      let expected = finiteDifferences(
        of: function, at: example.map { DoubleTensor($0) }, argument: argument,
        limit: Self.differences)
      let pairs = zip(found[argument], expected).compactMap { a, b in b.map { (Double(a), $0) } }
      let difference = relativeDifference(pairs.map(\.0), pairs.map(\.1))
      // 1e-7: what finite differences of functions of size 1 lose themselves.
      if difference > tolerance + 1e-7 {
        lines.append("backward to input \(argument) differs from the reference by \(difference)")
      }
    }
    return lines
  }

  /// What a gradient holds before it is added to.
  private func held(_ argument: Int) -> [Float] {
    Tensor.random(shapes[argument], seed: 77).values
  }

  /// Runs forward and backward once, in guarded memory.
  func run(_ examples: [[Tensor]], _ slopes: [Tensor], _ setting: Setting) -> Outcome {
    let batch = examples.count
    let memory = OperatorMemory(self, setting)
    memory.fill(examples, slopes, setting, held: held)
    let operands = memory.operands(of: self, setting)
    kernel.forward(operands, batch: batch)
    var outcome = Outcome(outputs: (0..<batch).map { memory.output[$0] })
    for example in 0..<batch where rectifies {
      memory.slope[example] = zip(memory.slope[example], outcome.outputs[example]).map {
        $1 > 0 ? $0 : 0
      }
    }
    kernel.backward(operands, batch: batch)
    outcome.gradients = (0..<batch).map { example in
      shapes.indices.map { argument in
        guard varying.contains(argument) else { return [] }
        let found = memory.gradients[argument][example]
        return setting.accumulates ? zip(found, held(argument)).map { $0 - $1 } : found
      }
    }
    for (argument, value) in memory.inputs.enumerated() where !setting.overlaps || argument > 0 {
      let isUnchanged = (0..<(constants.contains(argument) ? 1 : batch)).allSatisfy {
        value[$0] == examples[$0][argument].values
      }
      if !isUnchanged { outcome.complaints.append("input \(argument) was changed") }
    }
    outcome.complaints += memory.violations(batch: batch)
    return outcome
  }
}

/// The operands of an operator in guarded memory.
private struct OperatorMemory {
  let inputs: [GuardedArray]
  let gradients: [GuardedArray]
  let output: GuardedArray
  let slope: GuardedArray
  private let state: GuardedArray
  private let scratch: GuardedArray
  private let constants: Set<Int>

  init(_ checker: OperatorChecker, _ setting: OperatorChecker.Setting) {
    let (capacity, gap, constants) = (setting.capacity, setting.gap, checker.constants)
    inputs = checker.shapes.enumerated().map { argument, shape in
      let isConstant = constants.contains(argument)
      return GuardedArray(shape, capacity: capacity, gap: isConstant ? 0 : gap, shared: isConstant)
    }
    gradients = checker.shapes.map { GuardedArray($0, capacity: capacity, gap: gap) }
    output =
      setting.overlaps ? inputs[0] : GuardedArray(checker.output, capacity: capacity, gap: gap)
    slope =
      setting.overlaps ? gradients[0] : GuardedArray(checker.output, capacity: capacity, gap: gap)
    let memory = checker.kernel.memory(for: checker.shapes, output: checker.output)
    state = GuardedArray(count: memory.statePerExample * capacity)
    scratch = GuardedArray(count: memory.scratch)
    self.constants = constants
  }

  /// Writes what an operator reads, and what it must overwrite or add to.
  func fill(
    _ examples: [[Tensor]], _ slopes: [Tensor], _ setting: OperatorChecker.Setting,
    held: (Int) -> [Float]
  ) {
    for (example, arguments) in examples.enumerated() {
      output[example] = [Float](repeating: .nan, count: output.view.shape.count)
      for (argument, tensor) in arguments.enumerated() {
        if example == 0 || !constants.contains(argument) {
          inputs[argument][example] = tensor.values
        }
        gradients[argument][example] =
          setting.accumulates
          ? held(argument) : [Float](repeating: .nan, count: tensor.shape.count)
      }
      slope[example] = slopes[example].values
    }
  }

  func operands(of checker: OperatorChecker, _ setting: OperatorChecker.Setting) -> Operands {
    let gradients: [Gradient?] = checker.shapes.indices.map { argument in
      guard checker.varying.contains(argument) else { return nil }
      return Gradient(
        view: self.gradients[argument].view, accumulates: setting.accumulates,
        gate: setting.isGated ? inputs[argument].view : nil)
    }
    return Operands(
      inputs: inputs.map(\.view), output: view(of: output, as: checker.output, setting),
      inputGradients: gradients, outputGradient: view(of: slope, as: checker.output, setting),
      state: state.view.base, scratch: scratch.view.base)
  }

  /// The view of an array under the shape of the output.
  private func view(
    of array: GuardedArray, as shape: Shape, _ setting: OperatorChecker.Setting
  ) -> View {
    View(
      base: array.view.base, shape: shape,
      rowStride: setting.gap == 0 ? nil : array.view.rowStride)
  }

  /// Where something was written that is nobody's.
  func violations(batch: Int) -> [String] {
    let all = inputs + gradients + [output, slope, state, scratch]
    let names =
      inputs.indices.map { "input \($0)" } + gradients.indices.map { "gradient \($0)" }
      + ["output", "gradient of the output", "state", "scratch"]
    return zip(all, names).filter { !$0.0.isIntact(batch: batch) }.map {
      "something was written outside \($0.1)"
    }
  }
}
