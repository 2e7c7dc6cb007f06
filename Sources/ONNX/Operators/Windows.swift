import Engine
import Tensors

/// Windows that move over images: convolution and pooling.
extension NodeImport {
  /// Largest stride, dilation or padding; keeps every later product within range.
  private static let largestStep = 1 << 20

  /// Conv: weights are O×I/g×KH×KW.
  func convolution() throws(ONNXError) -> ImportedValue {
    let (id, shape) = try image(0)
    let array = try constant(1, "the weights")
    guard array.dimensions.count == 4, array.count > 0 else {
      throw failure("expected weights O×I×KH×KW, found shape \(Shape(array.dimensions))")
    }
    let kernel = Array(array.dimensions[2...])
    guard try integers("kernel_shape") ?? kernel == kernel else {
      throw failure("attribute \"kernel_shape\" differs from the weights' \(kernel)")
    }
    let (groups, outputs) = (try integer("group", default: 1), array.dimensions[0])
    guard groups > 0, groups <= outputs, outputs % groups == 0,
      shape[2] % groups == 0, shape[2] / groups == array.dimensions[1]
    else {
      throw failure(
        "weights \(Shape(array.dimensions)) in \(groups) groups do not fit \(shape[2]) channels")
    }
    let hasBias = try optionalConstant(2, "the bias") != nil
    let bias = hasBias ? try vector(2, "the bias", count: outputs) : nil
    let window = try window(kernel: kernel, over: shape)
    let operation = Convolution(
      weights: array.tensor.permuted([2, 3, 1, 0]), bias: bias, window: window, groups: groups)
    let result = try add(operation, id)
    try requireModestLines(operation, input: shape, output: result)
    return result
  }

  /// Refuses a convolution whose receptive fields along one line of pixels cannot be laid out.
  private func requireModestLines(
    _ operation: Convolution, input: Shape, output: ImportedValue
  ) throws(ONNXError) {
    guard case .variable(let id) = output else { return }
    let taps = operation.window.kernel.y * operation.window.kernel.x
    let width = max(input[1], graph.builder.shape(of: id)[1])
    let channels = max(operation.weights.shape[2], operation.weights.shape[3])
    guard ConstantArray.count(of: [taps, width, channels]) != nil else {
      throw failure(
        "a line of \(width) pixels is too long for \(taps) taps of \(channels) channels")
    }
  }

  /// MaxPool.
  func maximumPooling() throws(ONNXError) -> ImportedValue {
    let (id, shape) = try image(0)
    if try flag("storage_order") {
      throw failure("attribute \"storage_order\" other than 0 is not supported")
    }
    return try add(MaximumPooling(window: poolingWindow(over: shape)), id)
  }

  /// AveragePool.
  func averagePooling() throws(ONNXError) -> ImportedValue {
    let (id, shape) = try image(0)
    let countsPadding = try flag("count_include_pad")
    let window = try poolingWindow(over: shape)
    return try add(AveragePooling(window: window, countsPadding: countsPadding), id)
  }

  /// GlobalAveragePool.
  func globalAveragePooling() throws(ONNXError) -> ImportedValue {
    try add(GlobalAveragePooling(), image(0).id)
  }

  private func poolingWindow(over image: Shape) throws(ONNXError) -> Window {
    guard let kernel = try integers("kernel_shape") else {
      throw failure("attribute \"kernel_shape\" is missing")
    }
    let window = try window(kernel: kernel, over: image)
    // A window that lies on padding alone has no maximum and no mean.
    guard max(window.padBefore.y, window.padAfter.y) < window.span(\.y),
      max(window.padBefore.x, window.padAfter.x) < window.span(\.x)
    else { throw failure("expected padding smaller than the window") }
    return window
  }

  /// Reads how a window moves. `SAME` padding gives ⌈size / stride⌉ positions.
  private func window(kernel: [Int], over image: Shape) throws(ONNXError) -> Window {
    let steps = 1...Self.largestStep
    guard kernel.count == 2, kernel.allSatisfy((1...Int(UInt16.max)).contains) else {
      throw failure("expected a window of rows and columns, found \(kernel)")
    }
    var window = Window(kernel: extent(kernel))
    window.stride = extent(try integers("strides", count: 2, in: steps, default: 1))
    window.dilation = extent(try integers("dilations", count: 2, in: steps, default: 1))
    switch try text("auto_pad", default: "NOTSET") {
    case "NOTSET", "":
      let pads = try integers("pads", count: 4, in: 0...Self.largestStep, default: 0)
      window.padBefore = extent([pads[0], pads[1]])
      window.padAfter = extent([pads[2], pads[3]])
      window.roundsUp = try flag("ceil_mode")
    case "VALID": window.roundsUp = try flag("ceil_mode")
    case "SAME_UPPER": pad(&window, over: image, extraBefore: false)
    case "SAME_LOWER": pad(&window, over: image, extraBefore: true)
    case let other: throw failure("attribute \"auto_pad\" has the unknown value \(quoted(other))")
    }
    return window
  }

  private func pad(_ window: inout Window, over image: Shape, extraBefore: Bool) {
    for (axis, size) in [(\Window.Extent.y, image[0]), (\Window.Extent.x, image[1])] {
      let stride = window.stride[keyPath: axis]
      let count = (size + stride - 1) / stride
      let total = max(0, (count - 1) * stride + window.span(axis) - size)
      let before = extraBefore ? total - total / 2 : total / 2
      window.padBefore[keyPath: axis] = before
      window.padAfter[keyPath: axis] = total - before
    }
  }

  private func extent(_ values: [Int]) -> Window.Extent {
    Window.Extent(y: values[0], x: values[1])
  }
}

extension Window {
  /// Pixels that one window spans along an axis.
  fileprivate func span(_ axis: KeyPath<Extent, Int>) -> Int {
    (kernel[keyPath: axis] - 1) * dilation[keyPath: axis] + 1
  }
}
