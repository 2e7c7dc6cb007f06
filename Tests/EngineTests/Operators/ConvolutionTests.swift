import Engine
import Tensors
import TestSupport
import Testing

@Suite("Convolution")
struct ConvolutionTests {
  /// A geometry to try, with the number of products in one sum of its output.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var input: Shape = [7, 6, 3]
    var window: Window
    var outputs = 4
    var groups = 1
    var activation = Activation.identity
    var testDescription: String { name }

    var layer: Convolution {
      let perGroup = input[2] / groups
      return Convolution(
        weights: .random([window.kernel.y, window.kernel.x, perGroup, outputs], seed: 5),
        bias: Tensor.random([outputs], seed: 6).values, window: window, groups: groups,
        activation: activation)
    }
    /// A sum runs over a window of inputs, and over a window of outputs on the way back.
    var terms: Int { window.kernel.y * window.kernel.x * max(input[2], outputs) }
  }

  static func window(
    _ y: Int, _ x: Int, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int = 0
  ) -> Window {
    var window = Window(kernel: .init(y: y, x: x))
    window.stride = .init(y: stride, x: stride)
    window.dilation = .init(y: dilation, x: dilation)
    window.padBefore = .init(y: before, x: before)
    window.padAfter = .init(y: after, x: after)
    return window
  }

  static let lopsided: Window = {
    var window = Window(kernel: .init(y: 3, x: 2))
    window.stride = .init(y: 2, x: 1)
    window.dilation = .init(y: 1, x: 2)
    window.padBefore = .init(y: 0, x: 2)
    window.padAfter = .init(y: 1, x: 0)
    return window
  }()

  static let cropping: Window = {
    var window = Window(kernel: .init(y: 3, x: 3))
    window.padBefore = .init(y: -1, x: -2)
    return window
  }()

  static let cases: [Case] = [
    Case(name: "1×1", window: window(1, 1)),
    Case(name: "1×1, rectified", window: window(1, 1), activation: .rectifier),
    Case(name: "1×1 with stride 2", window: window(1, 1, stride: 2)),
    Case(name: "1×1 with padding", window: window(1, 1, before: 1, after: 1)),
    Case(name: "1×1 in groups", input: [4, 5, 6], window: window(1, 1), groups: 2),
    Case(name: "3×3", window: window(3, 3, before: 1, after: 1)),
    Case(name: "3×3 without padding, rectified", window: window(3, 3), activation: .rectifier),
    Case(name: "3×3 with stride 2", window: window(3, 3, stride: 2, before: 1, after: 1)),
    Case(name: "3×3 with stride larger than kernel", window: window(3, 3, stride: 4)),
    Case(name: "3×3 with dilation 2", window: window(3, 3, dilation: 2, before: 2, after: 2)),
    Case(name: "padding wider than the kernel", window: window(2, 2, before: 3, after: 4)),
    Case(name: "padding on one side", window: window(3, 3, after: 2)),
    Case(name: "negative padding", window: cropping),
    Case(name: "everything different in y and x", window: lopsided),
    Case(name: "5×5", window: window(5, 5, before: 2, after: 2), outputs: 2),
    Case(
      name: "7×7 with stride 2, rectified", input: [11, 10, 3],
      window: window(7, 7, stride: 2, before: 3, after: 3), activation: .rectifier),
    Case(name: "the whole image", input: [4, 3, 5], window: window(4, 3)),
    Case(name: "a row", window: window(1, 3, before: 0, after: 0)),
    Case(
      name: "two groups", input: [5, 5, 4], window: window(3, 3, before: 1, after: 1), outputs: 6,
      groups: 2, activation: .rectifier),
    Case(
      name: "two groups, stride 2", input: [5, 5, 4], window: window(3, 3, stride: 2), outputs: 6,
      groups: 2),
    Case(
      name: "depthwise", input: [6, 5, 5], window: window(3, 3, before: 1, after: 1), outputs: 5,
      groups: 5),
    Case(
      name: "depthwise, stride 2, rectified", input: [6, 5, 5],
      window: window(3, 3, stride: 2, before: 1, after: 1), outputs: 5, groups: 5,
      activation: .rectifier),
    Case(
      name: "depthwise, dilated", input: [7, 7, 3], window: window(3, 3, dilation: 2, before: 1),
      outputs: 3, groups: 3),
    Case(
      name: "depthwise with two outputs per channel", input: [6, 5, 3],
      window: window(3, 3, before: 1, after: 1), outputs: 6, groups: 3),
    Case(
      name: "depthwise of many channels", input: [3, 3, 70],
      window: window(3, 3, before: 1, after: 1), outputs: 70, groups: 70),
    Case(
      name: "depthwise, long lines", input: [4, 23, 21], window: window(3, 3, before: 1, after: 1),
      outputs: 21, groups: 21),
    Case(
      name: "depthwise, long lines with stride 2, rectified", input: [5, 31, 17],
      window: window(3, 3, stride: 2, before: 1, after: 1), outputs: 17, groups: 17,
      activation: .rectifier),
    Case(
      name: "depthwise, long lines with stride 3 and dilation 2", input: [7, 40, 5],
      window: window(3, 3, stride: 3, dilation: 2, before: 2, after: 2), outputs: 5, groups: 5),
  ]

  @Test("A convolution and its gradient agree with plain loops", arguments: cases)
  func agreesWithReference(_ item: Case) {
    let layer = item.layer
    expectNone(
      disagreements(of: layer, inputs: [item.input], terms: item.terms) {
        References.convolution($0[0], layer)
      })
  }

  /// Geometries that Winograd's algorithm takes: images that tiles fill, overhang or barely cover,
  /// channels that fill vectors or not.
  static let winograd: [Case] = [
    Case(
      name: "3×3, tiles fill the image", input: [8, 8, 16],
      window: window(3, 3, before: 1, after: 1), outputs: 32),
    Case(
      name: "3×3, tiles hang over, rectified", input: [7, 9, 17],
      window: window(3, 3, before: 1, after: 1), outputs: 19, activation: .rectifier),
    Case(name: "3×3 without padding", input: [6, 7, 20], window: window(3, 3), outputs: 16),
    Case(
      name: "3×3 padded on one side", input: [5, 6, 16], window: window(3, 3, after: 2),
      outputs: 24),
    Case(
      name: "5×5, rectified", input: [7, 5, 18], window: window(5, 5, before: 2, after: 2),
      outputs: 16, activation: .rectifier),
    Case(name: "5×5 without padding", input: [8, 9, 16], window: window(5, 5), outputs: 33),
  ]

  @Test("Winograd's convolution and its gradient agree with plain loops", arguments: winograd)
  func winogradAgreesWithReference(_ item: Case) {
    let layer = item.layer
    // The transforms multiply by up to 8 and 2 and subtract again: a rounding error may grow by
    // some tens, as if the sums were that much longer.
    expectNone(
      disagreements(of: layer, inputs: [item.input], terms: 16 * item.terms) {
        References.convolution($0[0], layer)
      })
  }

  /// Layers of many channels, and how large the errors of Winograd's algorithm may be, in units of
  /// roundoff (2⁻²⁴): between those of the points 0, ±1, 1/2, −2, ∞ (18.9 and 16.0) and those of
  /// 0, ±1, ±2, ∞ (28.3 and 23.8 where the algorithm is written down in NumPy, which gives 18.9 and
  /// 15.9 for the former).
  private static let errors: [(Case, units: Double)] = [
    (
      Case(
        name: "3×3, 64 channels", input: [24, 24, 64], window: window(3, 3, before: 1, after: 1),
        outputs: 64), units: 23
    ),
    (
      Case(
        name: "5×5, 32 channels", input: [24, 24, 32], window: window(5, 5, before: 2, after: 2),
        outputs: 32), units: 19.5
    ),
  ]

  @Test("Winograd's points keep rounding errors small", arguments: errors)
  func winogradErrors(_ item: Case, units: Double) {
    let layer = item.layer
    let x = Tensor.random(item.input, seed: 3)
    let expected = References.convolution(DoubleTensor(x), layer).values
    var (error, size) = (0.0, 0.0)
    for (found, expected) in zip(TestGraph.run(layer, on: [x]), expected) {
      error += (Double(found) - expected) * (Double(found) - expected)
      size += expected * expected
    }
    #expect((error / size).squareRoot() * 0x1p24 < units)
  }

  @Test(
    "Without fast algorithms the same convolutions are computed", arguments: winograd)
  func directAgreesWithReference(_ item: Case) {
    var options = KernelOptions()
    options.usesDirectConvolution = true
    let layer = item.layer
    expectNone(
      disagreements(of: layer, inputs: [item.input], terms: item.terms, options: options) {
        References.convolution($0[0], layer)
      })
  }

  /// Layers whose products take several turns.
  private static let blocks = [
    // 576 tiles of 16 channels, of which 284 fit into a block; 40 outputs are several panels.
    Case(
      name: "blocks of tiles", input: [96, 96, 16], window: window(3, 3, before: 1, after: 1),
      outputs: 40),
    // Lines of 40 · 9 · 80 floats, of which nine fit into a block.
    Case(
      name: "blocks of lines", input: [12, 40, 80], window: window(3, 3, before: 1, after: 1),
      outputs: 2),
  ]

  @Test(
    "Several blocks give what one gives, with products of our own and of BLAS", arguments: blocks)
  func manyBlocks(_ item: Case) {
    let layer = item.layer
    let x = Tensor.random(item.input, seed: 3)
    let expected = References.convolution(DoubleTensor(x), layer)
    for usesBLAS in [false, true] {
      var options = KernelOptions()
      options.usesBLAS = usesBLAS
      let found = TestGraph.run(layer, on: [x], options: options)
      #expect(
        relativeDifference(found, expected.values) < roundingTolerance(terms: 16 * item.terms))
    }
  }

  @Test(
    "Axes outside an image count further images",
    arguments: [cases[0], cases[5], cases[7], cases[20], winograd[1]])
  func furtherImages(_ item: Case) {
    let layer = item.layer
    expectNone(
      disagreements(
        of: layer, inputs: [Shape([1, 2] + item.input.dimensions)], terms: 16 * item.terms
      ) { imagewise($0[0]) { References.convolution($0, layer) } })
  }

  @Test(
    "Over a flat area of an image, a convolution gives equal numbers to the last bit",
    arguments: [cases[0], cases[5], cases[7], winograd[0], winograd[4]])
  func flatAreas(_ item: Case) {
    guard PackedMatrix.hasOwnProducts else { return }
    let (channels, side) = (item.input[2], 24)
    let colour = Tensor.random([channels], seed: 6).values
    let image = Tensor([side, side, channels], (0..<side * side).flatMap { _ in colour })
    let layer = item.layer
    let found = TestGraph.run(layer, on: [image])
    guard let shape = try? layer.outputShape(of: [image.shape]) else {
      Issue.record("\(image.shape) does not fit")
      return
    }
    // Away from the border: Winograd's tiles of six pixels may reach over it.
    let (height, width, outputs) = (shape[0], shape[1], shape[2])
    let middle = (height / 2 * width + width / 2) * outputs
    for row in (height / 3)..<(height * 2 / 3) {
      for column in (width / 3)..<(width * 2 / 3) {
        let start = (row * width + column) * outputs
        #expect(found[start..<start + outputs].elementsEqual(found[middle..<middle + outputs]))
      }
    }
  }

  @Test("A convolution worked out by hand")
  func byHand() {
    let layer = Convolution(
      weights: Tensor([2, 2, 1, 1], [1, 2, 3, 4]), bias: [10], window: Self.window(2, 2))
    let x = Tensor([2, 3, 1], [1, 0, 2, 0, 5, 1])
    // 1·1 + 5·4 + 10, and 2·2 + 5·3 + 1·4 + 10.
    #expect(TestGraph.run(layer, on: [x]) == [31, 33])
  }

  @Test("Shapes that do not fit are refused with both shapes")
  func refusals() {
    let layer = Convolution(weights: Tensor([3, 3, 3, 4]), window: Self.window(3, 3))
    #expect(throws: ShapeError("expected 3 input channels, found 8×8×4")) {
      try layer.outputShape(of: [[8, 8, 4]])
    }
    #expect(throws: ShapeError("window 3×3 is larger than the padded image 2×8×3")) {
      try layer.outputShape(of: [[2, 8, 3]])
    }
    #expect(throws: ShapeError("expected an image (height×width×channels), found 8")) {
      try layer.outputShape(of: [[8]])
    }
  }

  @Test(
    "Windows and groups from a damaged file are refused, not computed with",
    arguments: [0, -1, .max, .min, 1 << 40])
  func damage(_ number: Int) {
    var windows = [Window](repeating: Self.window(3, 3), count: 4)
    windows[0].stride.y = number
    windows[1].dilation.x = number
    windows[2].kernel.y = number
    windows[3].kernel = .init(y: number, x: number)
    for window in windows {
      let layer = Convolution(weights: Tensor([3, 3, 3, 4]), window: window)
      if number == 1 << 40 || number == .max, window.stride.y == number { continue }
      #expect(throws: ShapeError.self) { try layer.outputShape(of: [[8, 8, 3]]) }
    }
    let groups = Convolution(
      weights: Tensor([3, 3, 3, 4]), window: Self.window(3, 3), groups: number)
    #expect(throws: ShapeError.self) { try groups.outputShape(of: [[8, 8, 3]]) }
  }

  @Test(
    "Paddings from a damaged file do not stop the program", arguments: [Int.max, .min, 1 << 60])
  func damagedPadding(_ number: Int) {
    var window = Self.window(3, 3)
    window.padBefore = .init(y: number, x: 0)
    window.padAfter = .init(y: number, x: number)
    #expect(throws: ShapeError.self) {
      try MaximumPooling(window: window).outputShape(of: [[8, 8, 3]])
    }
  }

  @Test("A window that is not as large as the weights is refused")
  func windowOfAnotherSize() {
    let layer = Convolution(weights: Tensor([3, 3, 3, 4]), window: Self.window(5, 5))
    #expect(throws: ShapeError.self) { try layer.outputShape(of: [[8, 8, 3]]) }
  }
}
