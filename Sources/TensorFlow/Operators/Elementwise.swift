import ONNX

extension NodeTranslation {
  /// An operator on all numbers, that ONNX has too.
  func elementwise(_ kind: String) throws(TensorFlowError) -> [Value] {
    let inputs = try allInputs()
    return result(kind, inputs, shape: .broadcast(inputs.map(\.shape)))
  }

  /// LeakyRelu: x, or alpha · x where x is negative.
  func leakyRectifier() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    return result(
      "LeakyRelu", [input], [.float("alpha", try float("alpha", default: 0.2))],
      shape: input.shape)
  }

  /// Relu6: x between 0 and 6.
  func cappedRectifier() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    let (least, most) = (number(0, suffix: "least"), number(6, suffix: "most"))
    return result("Clip", [input, least, most], shape: input.shape)
  }

  /// ClipByValue: x between two numbers, or between numbers of its own.
  func clip() throws(TensorFlowError) -> [Value] {
    let inputs = [try input(0), try input(1, "the least value"), try input(2, "the largest value")]
    if inputs[1...].allSatisfy({ $0.shape?.rank == 0 }) {
      return result("Clip", inputs, shape: inputs[0].shape)
    }
    let least = step("Max", Array(inputs[..<2]), suffix: "least", shape: inputs[0].shape)
    return result("Min", [least, inputs[2]], shape: inputs[0].shape)
  }

  /// Rsqrt: 1 / √x.
  func inverseRoot() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    let root = step("Sqrt", [input], suffix: "root", shape: input.shape)
    return result("Reciprocal", [root], shape: input.shape)
  }

  /// Square: x².
  func square() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    return result("Mul", [input, input], shape: input.shape)
  }

  /// SquaredDifference: (x − y)².
  func squaredDifference() throws(TensorFlowError) -> [Value] {
    let inputs = try allInputs()
    let shape = PartialShape.broadcast(inputs.map(\.shape))
    let difference = step("Sub", inputs, suffix: "difference", shape: shape)
    return result("Mul", [difference, difference], shape: shape)
  }

  /// Log1p: log(1 + x).
  func logarithmOfSuccessor() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    let sum = step("Add", [input, number(1, suffix: "one")], suffix: "sum", shape: input.shape)
    return result("Log", [sum], shape: input.shape)
  }

  /// Expm1: exp(x) − 1.
  func exponentialLessOne() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    let power = step("Exp", [input], suffix: "power", shape: input.shape)
    return result("Sub", [power, number(1, suffix: "one")], shape: input.shape)
  }

  /// Erfc: 1 − erf(x).
  func complementaryErrorFunction() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    let error = step("Erf", [input], suffix: "error", shape: input.shape)
    return result("Sub", [number(1, suffix: "one"), error], shape: input.shape)
  }

  /// FloorDiv: the largest whole number that is not above x / y.
  func floorQuotient() throws(TensorFlowError) -> [Value] {
    let inputs = [try input(0), try input(1)]
    let shape = PartialShape.broadcast(inputs.map(\.shape))
    guard try type("T") == .integer else {
      let quotient = step("Div", inputs, suffix: "quotient", shape: shape)
      return result("Floor", [quotient], shape: shape)
    }
    // A quotient of integers is rounded towards zero; without the rest there is nothing to round.
    let rest = step("Mod", inputs, suffix: "rest", shape: shape)
    let whole = step("Sub", [inputs[0], rest], suffix: "whole", shape: shape)
    return result("Div", [whole, inputs[1]], shape: shape)
  }

  /// FloorMod: x − y · ⌊x / y⌋.
  func floorRemainder() throws(TensorFlowError) -> [Value] {
    let inputs = [try input(0), try input(1)]
    let shape = PartialShape.broadcast(inputs.map(\.shape))
    if try type("T") == .integer { return result("Mod", inputs, shape: shape) }
    let quotient = step("Div", inputs, suffix: "quotient", shape: shape)
    let floor = step("Floor", [quotient], suffix: "floor", shape: shape)
    let part = step("Mul", [inputs[1], floor], suffix: "part", shape: shape)
    return result("Sub", [inputs[0], part], shape: shape)
  }

  /// Cast: to numbers of another type.
  func cast() throws(TensorFlowError) -> [Value] {
    let input = try input(0)
    let (source, target) = (try type("SrcT"), try type("DstT"))
    if source == target { return try identity() }
    return result("Cast", [input], [.integer("to", Int(target.onnx))], shape: input.shape)
  }

  /// NotEqual.
  func inequality() throws(TensorFlowError) -> [Value] {
    let inputs = [try input(0), try input(1)]
    let shape = PartialShape.broadcast(inputs.map(\.shape))
    let equality = step("Equal", inputs, suffix: "equal", shape: shape)
    return result("Not", [equality], shape: shape)
  }

  /// SelectV2: x where the condition holds, and otherwise y.
  func selection() throws(TensorFlowError) -> [Value] {
    let inputs = [try input(0), try input(1), try input(2)]
    return result("Where", inputs, shape: .broadcast(inputs.map(\.shape)))
  }

  /// Select: like SelectV2, but a list of conditions chooses among whole rows.
  func rowSelection() throws(TensorFlowError) -> [Value] {
    let (condition, choice) = (try input(0).shape, try input(1).shape)
    guard condition?.rank != 1 || choice?.rank == 1 else {
      throw failure("a list of conditions for whole rows is not supported")
    }
    return try selection()
  }
}
