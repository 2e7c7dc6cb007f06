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
///
/// Inputs are different numbers spread over −scale…scale, so that no maximum has a tie and no
/// function is evaluated at its kink; `constants` are handed to the arguments of those numbers.
package func disagreements(
  of operator: any Operator, inputs: [Shape], constants: [Int: Tensor] = [:], scale: Float = 1,
  terms: Int, seed: UInt64 = 1, options: KernelOptions = KernelOptions(),
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
        ?? .spread(inputs[argument], scale: scale, seed: seed + UInt64(10 * example + argument))
    }
  }
  let expected = examples.map { reference($0.map { DoubleTensor($0) }) }
  guard expected[0].shape == declared else {
    return ["declares \(declared), the reference has \(expected[0].shape)"]
  }
  let slopes = (0..<3).map { Tensor.random(declared, seed: seed + 100 + UInt64($0)) }
  let checker = OperatorChecker(
    kernel: `operator`.kernel(for: inputs, output: declared, options: options), shapes: inputs,
    output: declared, constants: Set(constants.keys), rectifies: `operator`.rectifiesOutput,
    tolerance: roundingTolerance(terms: terms))
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
    var settings = [(0, false), (7, false), (7, true)].map { gap, accumulates in
      Setting(capacity: 4, gap: gap, accumulates: accumulates)
    }
    if kernel.gatesInputGradients {
      settings += settings.map { setting in
        var gated = setting
        gated.isGated = true
        return gated
      }
    }
    for setting in settings {
      let together = run(examples, slopes, setting)
      let name =
        "batch of three, gap \(setting.gap), accumulates \(setting.accumulates), "
        + "gated \(setting.isGated)"
      lines += together.complaints.map { "\(name): \($0)" }
      for (index, outcome) in alone.enumerated() {
        let forward = relativeDifference(together.outputs[index], outcome.outputs[0])
        if forward > tolerance { lines.append("\(name): forward differs by \(forward)") }
        for (argument, found) in together.gradients[index].enumerated() {
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
    for argument in shapes.indices where !constants.contains(argument) {
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
    let (batch, capacity, gap) = (examples.count, setting.capacity, setting.gap)
    let values = shapes.indices.map { argument in
      GuardedArray(
        shapes[argument], capacity: capacity, gap: constants.contains(argument) ? 0 : gap,
        shared: constants.contains(argument))
    }
    let gradients = shapes.map { GuardedArray($0, capacity: capacity, gap: gap) }
    let result = GuardedArray(output, capacity: capacity, gap: gap)
    let slope = GuardedArray(output, capacity: capacity, gap: gap)
    let memory = kernel.memory(for: shapes, output: output)
    let state = GuardedArray(count: memory.statePerExample * capacity)
    let scratch = GuardedArray(count: memory.scratch)

    for example in 0..<batch {
      result[example] = [Float](repeating: .nan, count: output.count)
      slope[example] = slopes[example].values
      for argument in shapes.indices {
        if example == 0 || !constants.contains(argument) {
          values[argument][example] = examples[example][argument].values
        }
        if constants.contains(argument) { continue }
        gradients[argument][example] =
          setting.accumulates
          ? held(argument) : [Float](repeating: .nan, count: shapes[argument].count)
      }
    }
    let operands = Operands(
      inputs: values.map(\.view), output: result.view,
      inputGradients: shapes.indices.map { argument in
        constants.contains(argument)
          ? nil
          : Gradient(
            view: gradients[argument].view, accumulates: setting.accumulates,
            gate: setting.isGated ? values[argument].view : nil)
      },
      outputGradient: slope.view, state: state.view.base, scratch: scratch.view.base)
    kernel.forward(operands, batch: batch)
    for example in 0..<batch where rectifies {
      slope[example] = zip(slope[example], result[example]).map { $1 > 0 ? $0 : 0 }
    }
    kernel.backward(operands, batch: batch)

    var outcome = Outcome(outputs: (0..<batch).map { result[$0] })
    outcome.gradients = (0..<batch).map { example in
      shapes.indices.map { argument in
        if constants.contains(argument) { return [] }
        guard setting.accumulates else { return gradients[argument][example] }
        return zip(gradients[argument][example], held(argument)).map { $0 - $1 }
      }
    }
    for (argument, value) in values.enumerated() {
      let isUnchanged = (0..<(constants.contains(argument) ? 1 : batch)).allSatisfy {
        value[$0] == examples[$0][argument].values
      }
      if !isUnchanged { outcome.complaints.append("input \(argument) was changed") }
    }
    let all = values + gradients + [result, slope, state, scratch]
    let names =
      shapes.indices.map { "input \($0)" } + shapes.indices.map { "gradient \($0)" }
      + ["output", "gradient of the output", "state", "scratch"]
    for (array, name) in zip(all, names) where !array.isIntact(batch: batch) {
      outcome.complaints.append("something was written outside \(name)")
    }
    return outcome
  }
}
