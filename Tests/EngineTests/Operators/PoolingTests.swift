import Engine
import Tensors
import TestSupport
import Testing

@Suite("Pooling")
struct PoolingTests {
  /// A window over a 7×6 image.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var window: Window
    var input: Shape = [7, 6, 3]

    init(
      _ name: String, _ kernel: Int, stride: Int, dilation: Int = 1, before: Int = 0,
      after: Int = 0, roundsUp: Bool = false, input: Shape = [7, 6, 3]
    ) {
      testDescription = name
      window = Window(kernel: .init(y: kernel, x: kernel))
      window.stride = .init(y: stride, x: stride)
      window.dilation = .init(y: dilation, x: dilation)
      window.padBefore = .init(y: before, x: before)
      window.padAfter = .init(y: after, x: after)
      window.roundsUp = roundsUp
      self.input = input
    }
  }

  static let cases = [
    Case("2 by 2", 2, stride: 2),
    Case("3 by 2, overlapping", 3, stride: 2),
    Case("3 by 2, rounded up", 3, stride: 2, roundsUp: true),
    Case("3 by 2, padded, rounded up", 3, stride: 2, before: 1, after: 1, roundsUp: true),
    Case("3 by 1, padded: the pool of an inception module", 3, stride: 1, before: 1, after: 1),
    Case("2 by 3, rounded up", 2, stride: 3, roundsUp: true),
    Case("padding on one side", 3, stride: 2, after: 1),
    Case("dilated", 3, stride: 1, dilation: 2, before: 1, after: 1),
    Case("larger than the image, rounded up", 8, stride: 3, roundsUp: true),
    Case("many channels", 3, stride: 2, roundsUp: true, input: [4, 4, 70]),
    Case("one pixel", 1, stride: 1),
  ]

  @Test("Maximum pooling and its gradient agree with plain loops", arguments: cases)
  func maximum(_ item: Case) {
    let window = item.window
    expectNone(
      disagreements(of: MaximumPooling(window: window), inputs: [item.input], terms: 9) {
        References.maximumPooling($0[0], window)
      })
  }

  @Test("Average pooling agrees with plain loops", arguments: cases, [false, true])
  func average(_ item: Case, countsPadding: Bool) {
    let window = item.window
    let layer = AveragePooling(window: window, countsPadding: countsPadding)
    expectNone(
      disagreements(of: layer, inputs: [item.input], terms: 64) {
        References.averagePooling($0[0], window, countsPadding: countsPadding)
      })
  }

  @Test(
    "A global average is the mean of all pixels", arguments: [[7, 6, 3], [1, 1, 9]] as [Shape])
  func global(_ shape: Shape) {
    expectNone(
      disagreements(of: GlobalAveragePooling(), inputs: [shape], terms: 42) { inputs in
        .image([1, 1, shape[2]]) { _, _, channel in
          let channelValues = stride(from: channel, to: shape.count, by: shape[2]).map {
            inputs[0].values[$0]
          }
          return channelValues.reduce(0, +) / Double(shape[0] * shape[1])
        }
      })
    let image = Tensor([2, 2, 1], [1, 2, 3, 10])
    #expect(TestGraph.run(GlobalAveragePooling(), on: [image]) == [4])
  }

  @Test("Axes outside an image count further images", arguments: [cases[1], cases[4], cases[7]])
  func furtherImages(_ item: Case) {
    let window = item.window
    let shape = Shape([2] + item.input.dimensions)
    expectNone(
      disagreements(of: MaximumPooling(window: window), inputs: [shape], terms: 9) {
        imagewise($0[0]) { References.maximumPooling($0, window) }
      })
    expectNone(
      disagreements(of: AveragePooling(window: window), inputs: [shape], terms: 64) {
        imagewise($0[0]) { References.averagePooling($0, window, countsPadding: false) }
      })
    expectNone(
      disagreements(of: GlobalAveragePooling(), inputs: [shape], terms: 64) {
        imagewise($0[0]) { image in
          let whole = Window(kernel: .init(y: image.shape[0], x: image.shape[1]))
          return References.averagePooling(image, whole, countsPadding: false)
        }
      })
  }

  @Test("Of equal numbers in a window, the first gets the gradient")
  func ties() {
    let window = Window(kernel: .init(y: 2, x: 2))
    let found = TestGraph.gradient(
      of: MaximumPooling(window: window), at: [Tensor([2, 3, 1], [1, 5, 5, 5, 5, 5])])
    #expect(found.output == [5, 5])
    #expect(found.gradients == [[0, 2, 0, 0, 0, 0]])
  }

  @Test("Numbers are compared as they are, however close")
  func closeNumbers() {
    let window = Window(kernel: .init(y: 1, x: 3))
    func slopes(_ values: [Float]) -> [Float] {
      TestGraph.gradient(of: MaximumPooling(window: window), at: [Tensor([1, 3, 1], values)])
        .gradients[0]
    }
    #expect(slopes([5, (5 as Float).nextUp, (5 as Float).nextDown]) == [0, 1, 0])
    #expect(slopes([5, (5 as Float).nextUp, (5 as Float).nextUp]) == [0, 1, 0])
    #expect(slopes([-5, (-5 as Float).nextDown, -6]) == [1, 0, 0])
    #expect(slopes([0, -5, .infinity]) == [0, 0, 1])
  }

  @Test("Padding never wins, and infinities are numbers like others")
  func negativeNumbers() {
    let padded = Case("", 3, stride: 1, before: 1, after: 1).window
    let found = TestGraph.gradient(
      of: MaximumPooling(window: padded), at: [Tensor([1, 2, 1], [-7, -3])])
    #expect(found.output == [-3, -3])
    #expect(found.gradients == [[0, 2]])
    let all = Window(kernel: .init(y: 1, x: 2))
    let low = Tensor([1, 2, 1], [-.infinity, -.infinity])
    let lowest = TestGraph.gradient(of: MaximumPooling(window: all), at: [low])
    #expect(lowest.output == [-.infinity])
    #expect(lowest.gradients == [[1, 0]])
  }

  @Test("Averages over padding worked out by hand")
  func averageByHand() {
    let window = Case("", 3, stride: 2, before: 1, after: 1).window
    let x = Tensor([2, 2, 1], [1, 2, 3, 6])
    let without = AveragePooling(window: window, countsPadding: false)
    let with = AveragePooling(window: window, countsPadding: true)
    #expect(TestGraph.run(without, on: [x]) == [3])
    #expect(abs(TestGraph.run(with, on: [x])[0] - 12 / 9) < 1e-6)
  }

  @Test("A window that hangs over the edge counts nothing beyond it")
  func roundedUpCountsNothingBeyondThePadding() {
    // Windows of 2 by 2 over three columns: the last one has one column, the other lies beyond.
    var window = Window(kernel: .init(y: 1, x: 2))
    window.stride = .init(y: 1, x: 2)
    window.roundsUp = true
    let layer = AveragePooling(window: window, countsPadding: true)
    #expect(TestGraph.run(layer, on: [Tensor([1, 3, 1], [1, 3, 8])]) == [2, 8])
  }

  @Test("What is not a number wins every window that sees it, and no other")
  func notANumber() {
    let window = Window(kernel: .init(y: 2, x: 2))
    for channels in [1, 16, 19] {
      for place in 0..<9 {
        var x = Tensor.random([3, 3, channels], seed: 1)
        x.values[place * channels + channels - 1] = .nan
        let found = TestGraph.gradient(of: MaximumPooling(window: window), at: [x])
        for (entry, value) in found.output.enumerated() {
          let (row, column) = (entry / channels / 2, entry / channels % 2)
          let seesIt =
            entry % channels == channels - 1 && (row...row + 1).contains(place / 3)
            && (column...column + 1).contains(place % 3)
          #expect(value.isNaN == seesIt)
        }
        let windows = found.output.count { $0.isNaN }
        #expect(found.gradients[0][place * channels + channels - 1] == Float(windows))
      }
    }
  }
}
