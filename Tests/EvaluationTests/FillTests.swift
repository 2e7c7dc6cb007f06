import Evaluation
import Foundation
import Tensors
import Testing

/// What takes the place of what is removed.
struct FillTests {
  private static let shape: Shape = [12, 10, 2]

  /// A picture whose channels are planes, with slopes of their own.
  private func planes() -> Tensor {
    var picture = Tensor(Self.shape)
    for y in 0..<12 {
      for x in 0..<10 {
        picture.values[(y * 10 + x) * 2] = Float(3 * y + 2 * x)
        picture.values[(y * 10 + x) * 2 + 1] = Float(50 - y + 4 * x)
      }
    }
    return picture
  }

  /// Which numbers belong to pixels of a rectangle.
  private func removed(_ rows: Range<Int>, _ columns: Range<Int>) -> [Bool] {
    (0..<Self.shape.count).map { number in
      rows.contains(number / 20) && columns.contains(number / 2 % 10)
    }
  }

  private func difference(_ found: Tensor, _ expected: Tensor) -> Double {
    zip(found.values, expected.values).reduce(0) { max($0, abs(Double($1.0) - Double($1.1))) }
  }

  @Test("Linear imputation gives a plane back, up to its noise of 1 %; what is kept stays")
  func planeFromItsRim() throws {
    let plane = planes()
    let hole = removed(3..<9, 2..<8)
    let bokeh = LinearFill.bokeh(plane, seed: 3).filled(plane, where: hole)
    // The weights of opposite neighbours are alike, so that planes solve the equations.
    #expect(difference(bokeh, plane) < 1e-3)
    let noisy = LinearFill.noisy(plane, seed: 3).filled(plane, where: hole)
    let values = plane.values.map { Double($0) }
    let mean = values.reduce(0, +) / Double(values.count)
    let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
      .squareRoot()
    // Of 72 normal numbers none is five deviations away.
    #expect(difference(noisy, plane) < 0.05 * spread && difference(noisy, plane) > 0.001 * spread)
    for place in hole.indices where !hole[place] {
      #expect(noisy.values[place] == plane.values[place])
    }
  }

  @Test(
    "Where nothing is kept every channel has its mean, or is made of the corners and a few pixels")
  func nothingKept() throws {
    let plane = planes()
    let all = [Bool](repeating: true, count: Self.shape.count)
    let means = LinearFill.noisy(plane, seed: 0).filled(plane, where: all)
    let first = stride(from: 0, to: 240, by: 2).map { Double(means.values[$0]) }
    // Mean of 3y + 2x: 3 · 5.5 + 2 · 4.5.
    #expect(abs(first.reduce(0, +) / 120 - 25.5) < 0.2)
    let bokeh = LinearFill.bokeh(plane, seed: 0).filled(plane, where: all)
    for corner in [0, 9, 110, 119] {
      #expect(bokeh.values[2 * corner] == plane.values[2 * corner])
    }
    #expect(bokeh.values.min() ?? 0 >= 0 && bokeh.values.max() ?? 0 <= 86.001)
  }

  @Test("An even picture is blurred to itself but for the zeros beyond its border")
  func blur() throws {
    let even = Tensor([30, 30, 1], repeating: 2)
    let fill = BlurredFill.of(even)
    let blurred = fill.filled(even, where: [Bool](repeating: true, count: 900))
    #expect(abs(blurred.values[15 * 30 + 15] - 2) < 1e-5)
    // Beside the border five of eleven weights are lost, of a kernel that is alike on both sides.
    let corner = Double(blurred.values[0])
    #expect(corner < 2 && corner > 0.25 * 2)
    // scipy.ndimage.gaussian_filter(δ₁₁, 5)'s middle row: 0.0904 … 0.0927; the kernel adds up to 1.
    var delta = Tensor([30, 30, 1])
    delta.values[15 * 30 + 15] = 1
    let kernel = BlurredFill.of(delta).filled(delta, where: [Bool](repeating: true, count: 900))
    #expect(abs(kernel.values.reduce(0, +) - 1) < 1e-5)
    #expect(kernel.values.count { $0 > 0 } == 121)
  }

  @Test("The mean of what is kept takes the place of the others")
  func keptMean() {
    let point = Tensor([4], [1, 3, 100, 200])
    let filled = KeptMeanFill().filled(point, where: [false, false, true, true])
    #expect(filled.values == [1, 3, 2, 2])
    #expect(
      KeptMeanFill().filled(point, where: [true, true, true, true]).values == [76, 76, 76, 76])
  }

  @Test("Edges are Sobel's, and rows have none; the same seed draws the same map")
  func controls() throws {
    let step = Tensor([4, 4, 1], [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1])
    let features = Features(picture: step.shape)
    let edges = try #require(Control.edges.map(of: step, features, seed: 0))
    #expect(edges.values == [0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4, 0])
    let row = Features.columns(names: ["a"], lengths: [1])
    #expect(Control.edges.map(of: Tensor([1]), row, seed: 0) == nil)
    let random = Control.random.map(of: step, features, seed: 5)
    #expect(random == Control.random.map(of: step, features, seed: 5))
    #expect(random != Control.random.map(of: step, features, seed: 6))
  }
}
