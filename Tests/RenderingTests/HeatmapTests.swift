import Imaging
import Rendering
import Tensors
import Testing

@Suite("Heat maps")
struct HeatmapTests {
  /// Attributions of one channel, in one row.
  private func row(_ values: [Float]) -> Tensor { Tensor([1, values.count, 1], values) }

  @Test("every reduction turns the channels of a pixel into its number")
  func reductions() {
    let pixels = Tensor([1, 3, 2], [3, -4, 0, 0, -6, -8])
    func values(_ reduction: ChannelReduction) -> [Float] {
      let map = Heatmap(
        attributions: pixels, style: MapStyle(reduction: reduction, clip: .percentile(100)))
      return map.plane.values.map { $0 * Float(map.scale) }
    }
    #expect(values(.absoluteSum) == [7, 0, 14])
    #expect(values(.l2) == [5, 0, 10])
    #expect(values(.sum) == [-1, 0, -14])
    #expect(values(.mean) == [-0.5, 0, -7])
    #expect(values(.maximum) == [3, 0, -6])
  }

  @Test("rows and columns of the attributions are rows and columns of the map")
  func orientation() {
    let map = Heatmap(
      attributions: Tensor([2, 3, 1], [0, 1, 2, 3, 4, 5]), style: MapStyle(clip: .percentile(100)))
    #expect(map.width == 3 && map.height == 2)
    #expect(map.plane.values == [0, 0.2, 0.4, 0.6, 0.8, 1])
  }

  @Test("a map without signs runs from its minimum to the value at the 99th percentile by rank")
  func clipping() {
    // 101 values: rank 99 of 0…100 is the value 99 + 5.
    let shuffled = (0...100).map { Float($0 * 37 % 101) + 5 }
    let map = Heatmap(attributions: row(shuffled))
    #expect(map.floor == 5 && map.scale == 104)
    for (value, heat) in zip(shuffled, map.plane.values) {
      #expect(heat == min((value - 5) / 99, 1))
    }
  }

  @Test("a signed map has one scale for both signs, and zero stays zero")
  func symmetry() {
    let map = Heatmap(
      attributions: row([-4, -1, 0, 1, 2]), style: MapStyle(reduction: .sum, clip: .percentile(100))
    )
    #expect(map.isSigned && map.scale == 4 && map.floor == 0)
    #expect(map.plane.values == [-1, -0.25, 0, 0.25, 0.5])
    #expect(map.colored().samples[6..<9] == [255, 255, 255])
  }

  @Test("a polarity shows its part of the map")
  func polarities() {
    func values(_ polarity: Polarity) -> [Float] {
      let map = Heatmap(
        attributions: row([-4, 0, 2]),
        style: MapStyle(reduction: .sum, polarity: polarity, clip: .percentile(100)))
      #expect(map.isSigned == (polarity == .both))
      return map.plane.values
    }
    #expect(values(.both) == [-1, 0, 0.5])
    #expect(values(.positive) == [0, 0, 1])
    #expect(values(.negative) == [1, 0, 0])
    #expect(values(.absolute) == [1, 0, 0.5])
  }

  @Test("a map in which all has the other sign is neutral everywhere")
  func emptyPolarity() {
    let map = Heatmap(
      attributions: row([-4, -1, -2]), style: MapStyle(reduction: .sum, polarity: .positive))
    #expect(map.plane.values == [0, 0, 0])
  }

  @Test("a map without contrast is neutral everywhere", arguments: [0, 1, 1e-38, 3e38] as [Float])
  func constant(value: Float) {
    let map = Heatmap(attributions: Tensor([3, 3, 3], repeating: value))
    #expect(map.plane.values.allSatisfy { $0 == 0 })
    #expect(map.mask().samples.allSatisfy { $0 == 0 })
  }

  @Test("a signed map of zeros is neutral everywhere")
  func signedZeros() {
    let map = Heatmap(attributions: row([0, 0, 0]), style: MapStyle(reduction: .sum))
    #expect(map.plane.values == [0, 0, 0])
  }

  @Test("a map so sparse that its percentile is its minimum is scaled by its maximum")
  func sparse() {
    var values = [Float](repeating: 0, count: 1000)
    values[17] = 8
    values[18] = 2
    let map = Heatmap(attributions: row(values))
    #expect(map.scale == 8)
    #expect(map.plane.values[17] == 1 && map.plane.values[18] == 0.25)
    #expect(map.plane.values.reduce(0, +) == 1.25)
  }

  @Test("channels that are not finite count as zero")
  func notFinite() {
    let values: [Float] = [.nan, 1, .infinity, -.infinity, 2, .nan, 4, 0]
    for reduction in ChannelReduction.allCases {
      let map = Heatmap(
        attributions: Tensor([1, 4, 2], values),
        style: MapStyle(reduction: reduction, clip: .percentile(100)))
      let factor: Float = reduction == .mean ? 2 : 1
      #expect(map.plane.values.map { $0 * Float(map.scale) * factor } == [1, 0, 2, 4])
    }
  }

  @Test("extreme attributions neither overflow nor vanish", arguments: ChannelReduction.allCases)
  func extremes(reduction: ChannelReduction) {
    for size: Float in [.leastNonzeroMagnitude, 1e-38, 1e38, .greatestFiniteMagnitude] {
      let pixels = Tensor([1, 3, 3], [0, 0, 0] + [size, size, size] + [0, 0, 0])
      let map = Heatmap(
        attributions: pixels, style: MapStyle(reduction: reduction, clip: .percentile(100)))
      #expect(map.plane.values == [0, 1, 0])
      #expect(map.scale.isFinite && map.scale > 0)
    }
  }

  @Test(
    "the clipping percentile decides what is shown as 1",
    arguments: [(0, 10), (50, 5), (99, 9.9), (100, 10)])
  func clipPercentile(percentile: Double, scale: Double) {
    // Nothing lies between the minimum and percentile 0, so the maximum takes its place.
    let map = Heatmap(
      attributions: row((0...10).map(Float.init)), style: MapStyle(clip: .percentile(percentile)))
    #expect(abs(map.scale - scale) < 1e-12)
    #expect(map.plane.values == (0...10).map { min(Float(Double($0) / map.scale), 1) })
  }

  @Test("a transformed plane keeps its scale, and what sticks out is clipped")
  func transformed() {
    let map = Heatmap(
      attributions: row([-2, 2]), style: MapStyle(reduction: .sum, clip: .percentile(100)))
    let larger = map.mapPlane { _ in
      Plane(width: 3, height: 2, values: [-1.5, .nan, 1.5, .infinity, -.infinity, 0.25])
    }
    #expect(larger.plane.values == [-1, 0, 1, 1, -1, 0.25])
    #expect(larger.scale == 2 && larger.isSigned)
    let unsigned = Heatmap(plane: larger.plane, scale: 2, isSigned: false)
    #expect(unsigned.plane.values == [0, 0, 1, 1, 0, 0.25])
  }
}
