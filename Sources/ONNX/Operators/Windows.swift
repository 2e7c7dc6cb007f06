import Engine
import Tensors

/// How a window moves along each of its axes, as a node says.
struct WindowSettings {
  var kernel: [Int]
  var strides: [Int]
  var dilations: [Int]
  var before: [Int]
  var after: [Int]
  var roundsUp = false

  /// Pixels that a window spans along an axis.
  func span(_ axis: Int) -> Int { (kernel[axis] - 1) * dilations[axis] + 1 }

  /// The window over two of the axes; nil stands for an axis of one pixel.
  func window(_ y: Int?, _ x: Int?) -> Window {
    func extent(_ values: [Int], _ none: Int) -> Window.Extent {
      Window.Extent(y: y.map { values[$0] } ?? none, x: x.map { values[$0] } ?? none)
    }
    var window = Window(kernel: extent(kernel, 1))
    window.stride = extent(strides, 1)
    window.dilation = extent(dilations, 1)
    window.padBefore = extent(before, 0)
    window.padAfter = extent(after, 0)
    window.roundsUp = roundsUp
    return window
  }
}

/// Windows that move over pictures, and over arrays of one or three axes like them.
extension NodeImport {
  /// Largest stride, dilation or padding; keeps every later product within range.
  private static let largestStep = 1 << 20

  /// An array of channels along one, two or three axes, stored with channels innermost.
  struct Pixels {
    let id: Graph.ValueID
    /// Extents before the axes that windows move along: a batch within the example.
    let leading: [Int]
    let extents: [Int]
    let channels: Int
    let type: ElementType

    /// The axes of the file, channels innermost.
    var order: [Int] {
      (leading.isEmpty ? [] : [0]) + Array(2..<2 + extents.count) + [1]
    }
  }

  /// Returns the first input as pixels with channels innermost.
  func pixels(_ variable: Variable) throws(ONNXError) -> Pixels {
    guard (3...5).contains(variable.rank) else {
      throw failure(
        "expected an array of one to three axes with channels (N×C×H×W), found "
          + "\(variable.rank) axes")
    }
    let leading = variable.dimensions[0] > 1 ? [variable.dimensions[0]] : []
    var pixels = Pixels(
      id: variable.id, leading: leading, extents: Array(variable.dimensions[2...]),
      channels: variable.dimensions[1], type: variable.type)
    pixels = Pixels(
      id: try arranged(variable, pixels.order), leading: leading, extents: pixels.extents,
      channels: pixels.channels, type: variable.type)
    return pixels
  }

  /// The value of pixels in the file's terms.
  func variable(_ pixels: Pixels) -> Variable {
    Variable(
      id: pixels.id,
      dimensions: [pixels.leading.first ?? 1, pixels.channels] + pixels.extents,
      order: pixels.order, type: pixels.type)
  }

  /// Runs an operator of two-dimensional windows over one or two axes of pixels, everything before
  /// them being further pictures.
  private func run(
    _ operation: any Operator, on pixels: Pixels, extents: [Int], channels: Int
  ) throws(ONNXError) -> Pixels {
    var id = pixels.id
    if extents.count == 1 {
      id = try graph.reshaped(
        id, to: Shape(pixels.leading + [1] + pixels.extents + [pixels.channels]), name: outputName)
    }
    id = try step(operation, [id])
    let shape = graph.builder.shape(of: id).dimensions
    let result = Array(shape.suffix(3).prefix(2).suffix(extents.count))
    let all = pixels.extents.count == 3 ? [shape[shape.count - 4]] + result : result
    id = try graph.reshaped(
      id, to: Shape(pixels.leading + all + [shape[shape.count - 1]]), name: outputName)
    return Pixels(
      id: id, leading: pixels.leading, extents: all, channels: shape[shape.count - 1],
      type: pixels.type)
  }

  // MARK: - Convolution

  /// Conv: weights are O×I/g×K….
  func convolution() throws(ONNXError) -> ImportedValue {
    let pixels = try pixels(number(0))
    let array = try weights(1, "the weights")
    let count = pixels.extents.count
    guard array.dimensions.count == count + 2, array.count > 0 else {
      throw failure(
        "expected weights O×I×\(count) extents, found shape \(Shape(array.dimensions))")
    }
    let kernel = Array(array.dimensions[2...])
    guard try integers("kernel_shape") ?? kernel == kernel else {
      throw failure("attribute \"kernel_shape\" differs from the weights' \(kernel)")
    }
    let (groups, outputs) = (try integer("group", default: 1), array.dimensions[0])
    guard groups > 0, groups <= outputs, outputs % groups == 0,
      pixels.channels % groups == 0, pixels.channels / groups == array.dimensions[1]
    else {
      throw failure(
        "weights \(Shape(array.dimensions)) in \(groups) groups do not fit \(pixels.channels) "
          + "channels")
    }
    let hasBias = try optionalConstant(2, "the bias") != nil
    let bias = hasBias ? try vector(2, "the bias", count: outputs) : nil
    let settings = try windowSettings(kernel: kernel, over: pixels.extents)
    let stored = array.tensor.transposed(Array(2..<count + 2) + [1, 0])
    return .variable(
      variable(try convolved(pixels, stored, bias: bias, settings, groups: groups)))
  }

  /// A convolution of pixels with weights K…×I/g×O. Along the first of three axes, the pixels that a
  /// window sees are laid side by side as channels.
  func convolved(
    _ pixels: Pixels, _ weights: Tensor, bias: [Float]?, _ settings: WindowSettings, groups: Int
  ) throws(ONNXError) -> Pixels {
    let count = pixels.extents.count
    guard count == 3 else {
      let window = count == 1 ? settings.window(nil, 0) : settings.window(0, 1)
      let shape = weights.shape.dimensions
      let matrix = count == 1 ? weights.reshaped(to: Shape([1] + shape)) : weights
      let operation = Convolution(
        weights: matrix, bias: bias, window: window, groups: groups)
      let result = try run(
        operation, on: pixels, extents: pixels.extents, channels: shape[shape.count - 1])
      try requireModestLines(
        operation, from: pixels.extents[count - 1], to: result.extents[count - 1])
      return result
    }
    let unfolded = try unfolded(pixels, settings, groups: groups)
    // KD×KH×KW×I×O → KH×KW×(KD·I)×O
    let shape = weights.shape
    let flat = weights.transposed([1, 2, 0, 3, 4])
      .reshaped(to: [shape[1], shape[2], shape[0] * shape[3], shape[4]])
    let operation = Convolution(
      weights: flat, bias: bias, window: settings.window(1, 2), groups: groups)
    return try run(
      operation, on: unfolded, extents: Array(pixels.extents.dropFirst()), channels: shape[4])
  }

  /// Pixels whose channels are those of all that a window sees along the first axis, group by group.
  private func unfolded(
    _ pixels: Pixels, _ settings: WindowSettings, groups: Int
  ) throws(ONNXError) -> Pixels {
    let depth = pixels.extents[0]
    let room = depth + settings.before[0] + settings.after[0] - settings.span(0)
    guard room >= 0 else { throw failure("its window is larger than the padded input") }
    let positions = 0...room / settings.strides[0]
    let unfolded =
      pixels.leading + [positions.count] + pixels.extents.dropFirst()
      + [settings.kernel[0], pixels.channels]
    guard ConstantArray.count(of: unfolded) != nil else {
      throw failure("its window sees too much at once")
    }
    let axes = pixels.leading.count
    let taps = try (0..<settings.kernel[0]).map { tap throws(ONNXError) in
      let places = positions.map { position in
        let place =
          position * settings.strides[0] + tap * settings.dilations[0] - settings.before[0]
        return (0..<depth).contains(place) ? place : -1
      }
      var lists = [[Int]?](repeating: nil, count: axes + 4)
      lists[axes] = places
      return try step(Selection(axes: lists), [pixels.id])
    }
    var id = taps[0]
    if taps.count > 1 { id = try step(Concatenation(axis: axes + 3), taps) }
    let channels = taps.count * pixels.channels
    let outer = pixels.leading + [positions.count] + pixels.extents.dropFirst()
    if groups > 1 && taps.count > 1 {
      let split = Shape(outer + [taps.count, groups, pixels.channels / groups])
      id = try graph.reshaped(id, to: split, name: outputName)
      let rank = outer.count
      id = try step(Transposition(axes: Array(0..<rank) + [rank + 1, rank, rank + 2]), [id])
      id = try graph.reshaped(id, to: Shape(outer + [channels]), name: outputName)
    }
    return Pixels(
      id: id, leading: pixels.leading, extents: [positions.count] + pixels.extents.dropFirst(),
      channels: channels, type: pixels.type)
  }

  /// Refuses a convolution whose receptive fields along one line of pixels cannot be laid out: those of
  /// the output's pixels in the input's channels and, where the stride is 1 and the gradient is a
  /// convolution again, those of the input's pixels in the output's channels.
  private func requireModestLines(
    _ operation: Convolution, from input: Int, to output: Int
  ) throws(ONNXError) {
    let window = operation.window
    let taps = window.kernel.y * window.kernel.x
    var lines = [(width: output, channels: operation.weights.shape[2])]
    if window.stride == Window.Extent(y: 1, x: 1) {
      lines.append((input, operation.weights.shape[3] / operation.groups))
    }
    for (width, channels) in lines
    where ConstantArray.count(of: [taps, width, channels]) == nil {
      throw failure(
        "a line of \(width) pixels is too long for \(taps) taps of \(channels) channels")
    }
  }

  // MARK: - Pooling

  /// MaxPool. The order of storage matters to the indices alone, which are not computed.
  func maximumPooling() throws(ONNXError) -> ImportedValue {
    if opset >= 8 { ignore("storage_order") }
    return try pooling(dilationsSince: 10) { MaximumPooling(window: $0) }
  }

  /// AveragePool.
  func averagePooling() throws(ONNXError) -> ImportedValue {
    let countsPadding = try flag("count_include_pad", since: 7)
    return try pooling(dilationsSince: 19) {
      AveragePooling(window: $0, countsPadding: countsPadding)
    }
  }

  /// LpPool.
  func normPooling() throws(ONNXError) -> ImportedValue {
    let order =
      try opset < 2 ? Int(exactly: float("p", default: 2)) ?? 0 : integer("p", default: 2)
    guard order > 0 else { throw failure("a norm of order \(order) does not exist") }
    return try pooling(dilationsSince: 18, ceilingSince: 18) {
      LpPooling(window: $0, order: order)
    }
  }

  /// Pools along the last two axes, then along the first of three: maxima of maxima, means of means
  /// and norms of norms are those of the whole window.
  private func pooling(
    dilationsSince: Int, ceilingSince: Int = 10, _ make: (Window) -> any Operator
  ) throws(ONNXError) -> ImportedValue {
    let pixels = try pixels(variable(0))
    guard let kernel = try integers("kernel_shape") else {
      throw failure("attribute \"kernel_shape\" is missing")
    }
    let settings = try windowSettings(
      kernel: kernel, over: pixels.extents, dilationsSince: dilationsSince,
      ceilingSince: ceilingSince)
    // A window that lies on padding alone has no maximum and no mean.
    guard
      settings.kernel.indices.allSatisfy({
        max(settings.before[$0], settings.after[$0]) < settings.span($0)
      })
    else { throw failure("expected padding smaller than the window") }
    switch pixels.extents.count {
    case 1:
      return .variable(
        variable(
          try run(make(settings.window(nil, 0)), on: pixels, extents: pixels.extents, channels: 0)))
    case 2:
      return .variable(
        variable(
          try run(make(settings.window(0, 1)), on: pixels, extents: pixels.extents, channels: 0)))
    default:
      let flat = try run(
        make(settings.window(1, 2)), on: pixels, extents: Array(pixels.extents.dropFirst()),
        channels: 0)
      return .variable(variable(try poolingDepth(flat, make(settings.window(0, nil)))))
    }
  }

  private func poolingDepth(
    _ pixels: Pixels, _ operation: any Operator
  ) throws(ONNXError) -> Pixels {
    let plane = pixels.extents[1] * pixels.extents[2]
    var id = try graph.reshaped(
      pixels.id, to: Shape(pixels.leading + [pixels.extents[0], plane, pixels.channels]),
      name: outputName)
    id = try step(operation, [id])
    let depth = graph.builder.shape(of: id)[pixels.leading.count]
    let extents = [depth] + pixels.extents.dropFirst()
    id = try graph.reshaped(
      id, to: Shape(pixels.leading + extents + [pixels.channels]), name: outputName)
    return Pixels(
      id: id, leading: pixels.leading, extents: extents, channels: pixels.channels,
      type: pixels.type)
  }

  // MARK: - Settings

  /// Reads how a window moves. `SAME` padding gives ⌈size / stride⌉ positions.
  func windowSettings(
    kernel: [Int], over extents: [Int], dilationsSince: Int = 1, ceilingSince: Int? = nil
  ) throws(ONNXError) -> WindowSettings {
    let (steps, count) = (1...Self.largestStep, extents.count)
    guard kernel.count == count, kernel.allSatisfy((1...Int(UInt16.max)).contains) else {
      throw failure("expected a window over \(count) axes, found \(kernel)")
    }
    var settings = WindowSettings(
      kernel: kernel, strides: try integers("strides", count: count, in: steps, default: 1),
      dilations: try integers(
        "dilations", count: count, in: steps, default: 1, since: dilationsSince),
      before: [Int](repeating: 0, count: count), after: [Int](repeating: 0, count: count))
    if let ceilingSince { settings.roundsUp = try flag("ceil_mode", since: ceilingSince) }
    let pads = try integers("pads", count: 2 * count, in: 0...Self.largestStep, default: 0)
    switch try text("auto_pad", default: "NOTSET") {
    case "NOTSET", "":
      settings.before = Array(pads[..<count])
      settings.after = Array(pads[count...])
    case "VALID": break
    case "SAME_UPPER": pad(&settings, over: extents, extraBefore: false)
    case "SAME_LOWER": pad(&settings, over: extents, extraBefore: true)
    case let other: throw failure("attribute \"auto_pad\" has the unknown value \(quoted(other))")
    }
    return settings
  }

  private func pad(_ settings: inout WindowSettings, over extents: [Int], extraBefore: Bool) {
    settings.roundsUp = false
    for (axis, size) in extents.enumerated() {
      let stride = settings.strides[axis]
      let count = (size + stride - 1) / stride
      let total = max(0, (count - 1) * stride + settings.span(axis) - size)
      settings.before[axis] = extraBefore ? total - total / 2 : total / 2
      settings.after[axis] = total - settings.before[axis]
    }
  }
}
