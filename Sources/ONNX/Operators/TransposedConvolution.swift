import Engine
import Tensors

/// ConvTranspose: the input with zeros between its pixels, convolved with the kernel from back to
/// front.
extension NodeImport {
  /// ConvTranspose: weights are I×O/g×K….
  func transposedConvolution() throws(ONNXError) -> ImportedValue {
    let pixels = try pixels(number(0))
    let array = try weights(1, "the weights")
    let count = pixels.extents.count
    let groups = try integer("group", default: 1)
    guard array.dimensions.count == count + 2, array.count > 0, groups > 0,
      array.dimensions[0] == pixels.channels, pixels.channels % groups == 0
    else {
      throw failure(
        "weights \(Shape(array.dimensions)) in \(groups) groups do not fit \(pixels.channels) "
          + "channels")
    }
    let kernel = Array(array.dimensions[2...])
    guard try integers("kernel_shape") ?? kernel == kernel else {
      throw failure("attribute \"kernel_shape\" differs from the weights' \(kernel)")
    }
    let outputs = array.dimensions[1] * groups
    let hasBias = try optionalConstant(2, "the bias") != nil
    let bias = hasBias ? try vector(2, "the bias", count: outputs) : nil
    let settings = try transposedSettings(kernel: kernel, over: pixels.extents)
    let spread = try spread(pixels, strides: settings.strides)
    var dense = settings
    dense.strides = [Int](repeating: 1, count: count)
    return .variable(
      variable(
        try convolved(
          spread, flipped(array, groups: groups), bias: bias, dense, groups: groups)))
  }

  /// Padding of the convolution with stride 1 that does the same.
  private func transposedSettings(
    kernel: [Int], over extents: [Int]
  ) throws(ONNXError) -> WindowSettings {
    let (steps, count) = (1...(1 << 20), extents.count)
    let mode = try text("auto_pad", default: "NOTSET")
    let pads = try integers("pads", count: 2 * count, in: 0...(1 << 20), default: 0)
    let extra = try integers("output_padding", count: count, in: 0...(1 << 20), default: 0)
    let asked = try integers("output_shape")
    guard asked?.allSatisfy((1...ConstantArray.maximumElements).contains) != false else {
      throw failure("expected positive extents of the output, found \(asked ?? [])")
    }
    var settings = WindowSettings(
      kernel: kernel, strides: try integers("strides", count: count, in: steps, default: 1),
      dilations: try integers("dilations", count: count, in: steps, default: 1),
      before: Array(pads[..<count]), after: Array(pads[count...]))
    for axis in 0..<count {
      let full = (extents[axis] - 1) * settings.strides[axis] + settings.span(axis) + extra[axis]
      let wanted: Int? =
        if let asked {
          asked.count >= count ? asked[asked.count - count + axis] : nil
        } else if mode.hasPrefix("SAME") {
          extents[axis] * settings.strides[axis]
        } else {
          nil
        }
      if let wanted {
        let total = max(0, full - wanted)
        settings.before[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2
        settings.after[axis] = total - settings.before[axis]
        if full < wanted { settings.after[axis] = full - wanted }
      }
      settings.before[axis] = settings.span(axis) - 1 - settings.before[axis]
      settings.after[axis] = settings.span(axis) - 1 - settings.after[axis] + extra[axis]
    }
    return settings
  }

  /// Pixels with zeros between them.
  private func spread(_ pixels: Pixels, strides: [Int]) throws(ONNXError) -> Pixels {
    if strides.allSatisfy({ $0 == 1 }) { return pixels }
    let extents = zip(pixels.extents, strides).map { ($0 - 1) * $1 + 1 }
    guard ConstantArray.count(of: pixels.leading + extents + [pixels.channels]) != nil else {
      throw failure("its output is too large")
    }
    let lists = zip(extents, strides).map { extent, stride in
      (0..<extent).map { $0 % stride == 0 ? $0 / stride : -1 }
    }
    let all: [[Int]?] = pixels.leading.map { _ in nil } + lists + [nil]
    return Pixels(
      id: try step(Selection(axes: all), [pixels.id]), leading: pixels.leading, extents: extents,
      channels: pixels.channels, type: pixels.type)
  }

  /// Weights I×O/g×K… as K…×I/g×O with the kernel from back to front.
  private func flipped(_ array: ConstantArray, groups: Int) -> Tensor {
    let (inputs, outputs) = (array.dimensions[0] / groups, array.dimensions[1])
    let taps = array.dimensions[2...].reduce(1, *)
    let grouped = array.tensor.reshaped(to: [groups, inputs, outputs, taps])
      .transposed([3, 1, 0, 2])
    let size = grouped.values.count / taps
    var values: [Float] = []
    values.reserveCapacity(grouped.values.count)
    for tap in (0..<taps).reversed() { values += grouped.values[tap * size..<(tap + 1) * size] }
    return Tensor(
      Shape(array.dimensions[2...] + [inputs, groups * outputs]), values)
  }
}
